import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tokenize } from '../text/tokens.ts';
import { ownWords, type QueryWords } from './query-words.ts';
import { passageTokens, RANKING_FEATURES, rankingFeatures, wantedWords } from './ranking-features.ts';

const MEASURED = { words: 0.5, cosine: 0.8, told: 1 };
const RANGE = { low: 0.7, high: 0.85 };

function features(
  text: string,
  question: string,
  { path = [] as string[], words = ownWords(tokenize(question), () => 1, new Map()) } = {},
) {
  return rankingFeatures(passageTokens(text, path), wantedWords(words), MEASURED, RANGE);
}

describe('the features that a passage is ranked by', () => {
  it('are higher the nearer the words of the question stand', () => {
    const together = features('The coupling bolt is tightened to a torque of 45 N·m.', 'coupling bolt torque');
    const apart = features(
      `The coupling is new. ${'It runs well. '.repeat(20)}A bolt is lost. ${'It runs. '.repeat(20)}The torque is low.`,
      'coupling bolt torque',
    );
    for (const name of ['pairs', 'near', 'sentence', 'window'] as const) expect(together[name]).toBeGreaterThan(apart[name]);
  });

  it('give a row the words of its header and never those of its neighbours', () => {
    const table = 'Part | Torque\nBolt | 45 N·m\nCover | 12 N·m';
    expect(features(table, 'bolt torque').sentence).toBe(1);
    expect(features(table, 'bolt cover').sentence).toBe(0.5);
    expect(features(table, 'bolt cover').near).toBe(0);
  });

  it('see the title of the section as a part of its own', () => {
    const path = ['Maintenance', 'Changing the oil filter'];
    expect(features('Drain first.', 'oil filter', { path }).sentence).toBe(1);
    expect(features('Drain first.', 'maintenance', { path }).sentence).toBe(0);
  });

  it('take any way in which a translated term may be said, and trust the cosine less', () => {
    const concepts = [{ term: '联轴器', ways: [['coupl'], ['shaft', 'coupl']], weight: 2 }];
    const foreign: QueryWords = { concepts, known: 1, translated: true };
    const found = features('Check the shaft coupling.', '', { words: foreign });
    expect(found.sentence).toBe(1);
    expect(found.meaning).toBeGreaterThan(features('Check the fan.', '', { words: foreign }).meaning);
  });

  it('are as near as others of a shortlist where their words stand in for the cosine', () => {
    const passage = passageTokens('Check the shaft coupling and the fan.', []);
    const halves = ['coupl', 'seal'].map((token) => ({ term: token, ways: [[token]], weight: 1 }));
    const foreign = wantedWords({ concepts: halves, known: 1, translated: true });
    const own = wantedWords({ concepts: halves, known: 1, translated: false });
    const measured = { words: 1, cosine: RANGE.high - 0.3 * 0.15, told: 1 };
    const near = (words: typeof own) => rankingFeatures(passage, words, measured, RANGE).meaning;
    expect(Math.abs(near(foreign) - near(own))).toBeLessThan(0.1);
  });

  it('count less where the other language says more of the question', () => {
    const passage = passageTokens('The pump runs.', []);
    const own = wantedWords(ownWords(tokenize('pump seal torque'), () => 1, new Map()));
    const all = rankingFeatures(passage, own, { words: 1, cosine: RANGE.high, told: 1 }, RANGE);
    const little = rankingFeatures(passage, own, { words: 1, cosine: RANGE.high, told: 0.25 }, RANGE);
    expect(all.words).toBe(1);
    expect(all.meaning).toBeCloseTo(1);
    expect(little.words).toBe(0.25);
    expect(little.meaning).toBeCloseTo(0.25 + 0.75 * all.sentence);
    expect(little.sentence).toBe(all.sentence);
  });

  it('stay between 0 and 1, the cosine apart, whatever text and question are', () => {
    const text = fc
      .array(fc.constantFrom('pump', 'seal', '泵', ' | ', '\n', '. ', '。', 'E-407', '12', 'x'))
      .map((words) => words.join(' '));
    fc.assert(
      fc.property(text, text, (passage, question) => {
        const found = features(passage, question, { path: [question] });
        for (const name of RANKING_FEATURES) {
          expect(Number.isFinite(found[name])).toBe(true);
          if (name === 'meaning') continue;
          expect(found[name]).toBeGreaterThanOrEqual(0);
          expect(found[name]).toBeLessThanOrEqual(1 + 1e-9);
        }
      }),
    );
  });
});
