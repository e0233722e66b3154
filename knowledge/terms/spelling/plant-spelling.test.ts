import { beforeAll, describe, expect, it } from 'vitest';
import { correctSpelling } from '../../retrieve/correct-spelling.ts';
import { tokenize } from '../../text/tokens.ts';
import { knownWords } from './known-words.ts';
import { editDistance, PlantSpelling } from './plant-spelling.ts';

const HELD = ['bearing', 'coupling', 'temperature', 'impeller', 'leaking', 'tightening', 'lubricated', 'cavitation', 'prime', 'valve'];
const spelling = new PlantSpelling({
  words: async (after) => ({ words: after === 0 ? HELD : [], last: HELD.length }),
});
const tokens = new Set(HELD.flatMap((word) => tokenize(word)));
const catalogue = {
  frequencies: async (asked: readonly string[]) => ({ passages: 100, counts: asked.map((token) => (tokens.has(token) ? 7 : 0)) }),
};
const corrected = (text: string, named: string[] = []) => correctSpelling(text, { spelling, catalogue, named });

// Read once a process; that takes its time where the machine is busy.
beforeAll(() => void knownWords(), 60_000);

describe('a misspelt word', () => {
  it.each([
    ['Which temprature?', 'Which temperature?'],
    ['Replace the beairng.', 'Replace the bearing.'],
    ['ebaring', 'bearing'],
    ['The couplng is leeking', 'The coupling is leaking'],
    ['Imppeller', 'impeller'],
    ['联轴器 couplimg 怎么装？', '联轴器 coupling 怎么装？'],
    ['tihgtenning', 'tightening'],
  ])('in %j is taken for the nearest one of the documents', async (text, expected) => {
    const { text: said, changes } = await corrected(text);
    expect(said).toBe(expected);
    expect(changes.length).toBeGreaterThan(0);
  });

  it('is told with what it was taken for', async () => {
    expect((await corrected('the couplng of the pump')).changes).toEqual([{ said: 'couplng', as: 'coupling' }]);
  });
});

describe('what stays', () => {
  it.each([
    ['a word that some passage holds, in another form', 'lubricate'],
    ['a word that is right but in no passage', 'price'],
    ['a code', 'E-407 bearin9'],
    ['letters with digits', 'KP40 valv3'],
    ['a name with capitals inside', 'BearIng'],
    ['an option or a file', '--temprature valv.pdf'],
    ['a short word', 'vle was'],
    ['a word with nothing near', 'dolphinarium'],
    ['Chinese', '轴承温度'],
  ])('%s', async (_what, text) => {
    expect((await corrected(text)).changes).toEqual([]);
  });

  it('is the name of a machine', async () => {
    expect((await corrected('Valvex oil', ['Valvex'])).changes).toEqual([]);
    expect((await corrected('Valvee oil')).changes).toEqual([{ said: 'Valvee', as: 'valve' }]);
  });
});

it('counts a swap as one edit, and stops counting above the most', () => {
  expect(editDistance('beairng', 'bearing', 2)).toBe(1);
  expect(editDistance('bering', 'bearing', 2)).toBe(1);
  expect(editDistance('valve', 'bearing', 2)).toBe(3);
  expect(editDistance('same', 'same', 1)).toBe(0);
});
