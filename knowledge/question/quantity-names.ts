/** What manuals call a quantity that a question asks for by a unit or an adverb alone ("how hot", "多少牛米"), as tokens of the index;
 *  keys as in `Quantity.dimension`. Left out is what has many names (lengths, times, volumes). */
const NAMES: Readonly<Record<string, Readonly<Record<'en' | 'zh', readonly string[]>>>> = {
  torque: { en: ['torqu'], zh: ['力矩', '扭矩', '转矩'] },
  temperature: { en: ['temperatur'], zh: ['温度'] },
  pressure: { en: ['pressur'], zh: ['压力'] },
  voltage: { en: ['voltag'], zh: ['电压'] },
  current: { en: ['current'], zh: ['电流'] },
  frequency: { en: ['frequenc'], zh: ['频率'] },
  power: { en: ['power'], zh: ['功率'] },
  resistance: { en: ['resist'], zh: ['电阻'] },
  mass: { en: ['weight', 'mass'], zh: ['重量', '质量'] },
  speed: { en: ['speed'], zh: ['转速'] },
  flow: { en: ['flow'], zh: ['流量'] },
};

/** Tokens of which one stands beside most values of the dimension; none where the question says one of them. */
export function unsaidNames(dimension: string | null, language: 'en' | 'zh', said: readonly string[]): readonly string[] {
  const names = dimension === null ? [] : (NAMES[dimension]?.[language] ?? []);
  return names.some((name) => said.includes(name)) ? [] : names;
}
