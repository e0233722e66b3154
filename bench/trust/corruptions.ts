import { findCodes } from '../../knowledge/text/codes.ts';
import { findQuantities } from '../../knowledge/text/quantities.ts';
import type { TrueStatement } from './statements.ts';

export type Corruption = 'digit' | 'unit' | 'bound' | 'negation' | 'part' | 'machine' | 'order' | 'cause';
type Maker = (statement: TrueStatement, random: () => number) => string | null;

/** Eight ways to make a true statement false; null where the way does not apply. */
export const CORRUPTIONS: Record<Corruption, Maker> = {
  digit: ({ text }, random) => {
    const numbers = [...text.matchAll(/(?<![\p{L}\p{N}.-])\d+(?:\.\d+)?(?![\p{L}\p{N}]*-\d)/gu)].filter(
      ({ index }) => !isInCode(text, index),
    );
    const one = pick(numbers, random);
    if (!one) return null;
    const at = Math.floor(random() * one[0].length);
    const digit = /\d/.test(one[0][at]!) ? at : 0;
    const other = String((Number(one[0][digit]) + 1 + Math.floor(random() * 8)) % 10);
    const changed = one[0].slice(0, digit) + (digit === 0 && other === '0' ? '9' : other) + one[0].slice(digit + 1);
    return changed === one[0] ? null : text.slice(0, one.index) + changed + text.slice(one.index + one[0].length);
  },
  unit: ({ text }, random) => {
    const quantity = pick(
      findQuantities(text).filter(({ unit, value }) => OTHER_UNIT[unit] && value !== 0),
      random,
    );
    if (!quantity) return null;
    const other = pick(OTHER_UNIT[quantity.unit]!, random)!;
    const number = /^[-+−–]?[\d.,\u202f ]*\d(?:\s?(?:±|–|-|to|至|到)\s?[\d.,]+)?/.exec(quantity.text)![0];
    return `${text.slice(0, quantity.start)}${number} ${other}${text.slice(quantity.end)}`;
  },
  bound: ({ text }) => swapped(text, BOUNDS) ?? signed(text),
  negation: ({ text }) => swapped(text, NEGATIONS),
  part: ({ text }, random) => {
    const there = PARTS.filter(([en, zh]) => new RegExp(`\\b${en}\\b`, 'i').test(text) || text.includes(zh));
    const one = pick(there, random);
    if (!one) return null;
    const others = PARTS.filter(([en, zh]) => !new RegExp(`\\b${en}`, 'i').test(text) && !text.includes(zh));
    const other = pick(others, random)!;
    return text.includes(one[1]) ? text.replace(one[1], other[1]) : text.replace(new RegExp(`\\b${one[0]}\\b`, 'i'), other[0]);
  },
  machine: ({ text }) => {
    const code = findCodes(text)[0];
    if (!code) return null;
    const changed = code.text.replace(/\d(?=\D*$)/, (digit) => String((Number(digit) + 3) % 10)).replace(/(\d)(\d*)$/, (whole) => whole);
    return changed === code.text ? null : text.slice(0, code.start) + changed + text.slice(code.end);
  },
  order: ({ steps, language }, random) => {
    if (steps.length < 3) return null;
    const at = Math.floor(random() * (steps.length - 1));
    const [one, two] = [bare(steps[at]!), bare(steps[at + 1]!)];
    return language === 'zh' ? `先${two}，然后${one}。` : `First ${lower(two)}, then ${lower(one)}.`;
  },
  cause: ({ text, language }, random) =>
    /because|due to|cause|lead|result|因|由于|导致|引起|造成|原因/i.test(text)
      ? null
      : language === 'zh'
        ? `${text.replace(/[。.]$/, '')}，因为${pick(CAUSES_ZH, random)}。`
        : `${text.replace(/\.$/, '')} because ${pick(CAUSES_EN, random)}.`,
};

/** True statements in order, for the false alarms: the same with the steps as they stand. */
export function trueOrder({ steps, language }: TrueStatement, random: () => number): string | null {
  if (steps.length < 3) return null;
  const at = Math.floor(random() * (steps.length - 1));
  const [one, two] = [bare(steps[at]!), bare(steps[at + 1]!)];
  return language === 'zh' ? `先${one}，然后${two}。` : `First ${lower(one)}, then ${lower(two)}.`;
}

const OTHER_UNIT: Record<string, string[]> = {
  N·m: ['N', 'lbf·ft'],
  bar: ['MPa', 'psi', 'mbar'],
  MPa: ['bar', 'kPa'],
  kPa: ['MPa', 'bar'],
  '°C': ['°F', 'K'],
  mm: ['cm', 'µm', 'in'],
  µm: ['mm'],
  m: ['mm', 'km'],
  L: ['mL', 'm³'],
  mL: ['L'],
  g: ['kg'],
  kg: ['g', 't'],
  h: ['min', 'd'],
  min: ['s', 'h'],
  s: ['min', 'ms'],
  d: ['h', 'week'],
  week: ['month'],
  month: ['week', 'year'],
  year: ['month'],
  'r/min': ['Hz'],
  kW: ['W', 'hp'],
  V: ['kV', 'mV'],
  A: ['mA'],
  Hz: ['kHz'],
  kHz: ['Hz'],
  'mm/s': ['m/s'],
  MΩ: ['kΩ', 'Ω'],
  'm³/h': ['L/h'],
};

const BOUNDS: [RegExp, string][] = [
  [/\bat least\b/i, 'at most'],
  [/\bat most\b/i, 'at least'],
  [/\bnot exceed\b/i, 'exceed'],
  [/\bno more than\b|\bnot more than\b/i, 'at least'],
  [/\bmore than\b/i, 'less than'],
  [/\bless than\b/i, 'more than'],
  [/\babove\b(?= \d)/i, 'below'],
  [/\bbelow\b(?= \d)/i, 'above'],
  [/\bover\b(?= \d)/i, 'under'],
  [/\bup to\b(?= \d)/i, 'at least'],
  [/\bmaximum\b/i, 'minimum'],
  [/\bminimum\b/i, 'maximum'],
  [/\bexceeds?\b/i, 'falls below'],
  [/不(?:得)?(?:超过|大于|高于)/, '不低于'],
  [/不(?:得)?(?:少于|小于|低于)/, '不超过'],
  [/至少/, '至多'],
  [/超过|大于|高于/, '低于'],
  [/低于|小于|少于/, '高于'],
  [/以上/, '以下'],
  [/以下/, '以上'],
  [/最大/, '最小'],
];

function signed(text: string): string | null {
  const minus = /(?<=\s)[-−–](?=\d+ ?°C)/u.exec(text);
  return minus ? text.slice(0, minus.index) + text.slice(minus.index + 1) : null;
}

const NEGATIONS: [RegExp, string][] = [
  [/\bmust not\b/i, 'must'],
  [/\bmust never\b/i, 'must'],
  [/\bdo not\b/i, 'always'],
  [/\bnever\b/i, 'always'],
  [/\bis not\b/i, 'is'],
  [/\bare not\b/i, 'are'],
  [/\bmust\b/i, 'must not'],
  [/\bmay\b/i, 'must not'],
  [/\bcan\b/i, 'cannot'],
  [/\bis\b/i, 'is not'],
  [/\bare\b/i, 'are not'],
  [/严禁|禁止|切勿|不得|不要|不可|不能/, '可以'],
  [/必须|应当?/, '不得'],
  [/可以/, '不得'],
  [/^(?=[A-Z][a-z]+ (?:the|all|both)\b)/, 'Do not '],
];

const PARTS: [string, string][] = [
  ['bearing', '轴承'],
  ['coupling', '联轴器'],
  ['impeller', '叶轮'],
  ['mechanical seal', '机械密封'],
  ['shaft', '轴套'],
  ['casing', '泵壳'],
  ['motor', '电机'],
  ['oil filter', '油滤芯'],
  ['belt', '皮带'],
  ['separator', '分离器'],
  ['valve', '阀体'],
  ['fan', '风扇'],
  ['terminal', '端子'],
  ['cable', '电缆'],
  ['suction pipe', '吸入管'],
  ['cooler', '冷却器'],
  ['pressure switch', '压力开关'],
  ['relay', '继电器'],
];

const CAUSES_EN = [
  'the bearing is worn',
  'the supply voltage is too low',
  'the oil is too cold',
  'the filter is clogged',
  'air has entered the pipe',
];
const CAUSES_ZH = ['轴承磨损', '电源电压过低', '油温太低', '滤芯堵塞', '管道进气'];

function swapped(text: string, pairs: readonly [RegExp, string][]): string | null {
  const pair = pairs.find(([pattern]) => pattern.test(text));
  return pair ? text.replace(pair[0], pair[1]) : null;
}

function isInCode(text: string, index: number): boolean {
  return findCodes(text).some(({ start, end }) => index >= start && index < end);
}

function pick<T>(items: readonly T[], random: () => number): T | undefined {
  return items[Math.floor(random() * items.length)];
}

function bare(step: string): string {
  return step
    .replace(/^\s*\d{1,2}[.)、]?\s*/, '')
    .split(/(?<=[a-z)])\.\s|。/)[0]!
    .replace(/[.。]$/, '');
}

function lower(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
