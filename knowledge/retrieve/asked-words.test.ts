import { expect, it } from 'vitest';
import { wantedDimension } from '../question/wanted-dimension.ts';
import { Glossary } from '../text/glossary/glossary.ts';
import { detectLanguage } from '../text/language.ts';
import { askedWords } from './asked-words.ts';

const HELD: Record<string, number> = {
  temperatur: 9,
  hot: 2,
  bear: 30,
  bolt: 12,
  torqu: 8,
  weight: 1,
  mass: 6,
  pump: 40,
  力矩: 3,
  扭矩: 7,
  螺栓: 9,
};
const CATALOGUE = {
  frequencies: async (tokens: readonly string[]) => ({ passages: 100, counts: tokens.map((token) => HELD[token] ?? 0) }),
};

/** The words that it is looked for by, each with its weight as a share of what its rarity alone would give. */
async function weights(text: string): Promise<Record<string, number>> {
  const wanted = wantedDimension(text);
  const language = detectLanguage(text);
  const asked = { text, language, named: [], mixed: false, asking: wanted?.phrase ?? null, dimension: wanted?.dimension ?? null };
  const { own } = await askedWords(asked, new Glossary([]), CATALOGUE);
  const rarity = (count: number) => Math.log(1 + (100 - count + 0.5) / (count + 0.5));
  return Object.fromEntries(own.concepts.map(({ term, weight }) => [term, Math.round((100 * weight) / rarity(HELD[term] ?? 0)) / 100]));
}

it('a quantity that is asked for by an adverb or a unit is looked for by its name, as the documents have it', async () => {
  expect(await weights('How hot may the bearing become?')).toMatchObject({ temperatur: 1, bear: 1, hot: 0.35 });
  expect(await weights('How many newton metres for the bolt?')).toMatchObject({ torqu: 1, bolt: 1 });
  expect(await weights('How heavy is the pump?')).toMatchObject({ mass: 1, pump: 1 });
  expect(await weights('How heavy is the pump?')).not.toHaveProperty('weight');
  expect(await weights('螺栓用多少牛米拧紧？')).toMatchObject({ 扭矩: 1, 螺栓: 1 });
});

it('a name that the question says, or that no document has, is not added', async () => {
  expect(await weights('How hot is the bearing temperature?')).toMatchObject({ temperatur: 1, hot: 1 });
  expect(await weights('How many volts for the pump?')).not.toHaveProperty('voltag');
  expect(Object.keys(await weights('What weight has the pump?')).filter((word) => word === 'mass')).toEqual([]);
});
