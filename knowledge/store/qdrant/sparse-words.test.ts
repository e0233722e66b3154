import { describe, expect, it } from 'vitest';
import { inTurn } from './in-turn.ts';
import { NodeHealth } from './node-health.ts';
import { pointIdOf } from './point-ids.ts';
import { countWords, noWords, sparseQuestion, sparseWords } from './sparse-words.ts';

const words = (text: string[], title: string[] = []) => ({ text, path: [], title, headers: [] });

describe('sparseWords', () => {
  it('names each token once, weighs fields before saturation, and favours short units', () => {
    const twice = sparseWords(words(['pump', 'pump', 'seal'], ['pump']), 5);
    expect(twice.indices).toHaveLength(2);
    // 2 in the text and .7 for the title, the unit as long as the average of 5 (4 tokens and a tag).
    expect(twice.values[0]).toBeCloseTo((2.7 * 2.2) / (2.7 + 1.2), 6);
    expect(sparseWords(words(['pump']), 4).values[0]).toBeGreaterThan(sparseWords(words(['pump', 'a', 'b', 'c', 'd', 'e']), 4).values[0]!);
    expect(sparseWords(words([]), 0)).toEqual({ indices: [], values: [] });
  });

  it('asks with the same indices, by how rare the token is; unknown ones are left out', () => {
    const rows: Record<string, number> = { pump: 40, seal: 2, gone: 0 };
    const terms = ['pump', 'seal', 'gone'].map((token) => ({ token, weight: 1 }));
    const question = sparseQuestion(terms, 100, (token) => rows[token]!)!;
    expect(question.values).toHaveLength(2);
    expect(question.values[0]).toBeCloseTo(Math.log(98.5 / 2.5), 6);
    expect(question.values[0]).toBeGreaterThan(question.values[1]!);
    expect(question.indices).toEqual(['seal', 'pump'].map((token) => sparseWords(words([token]), 1).indices[0]));
    expect(sparseQuestion(terms, 100, () => 0)).toBeNull();
    expect(sparseQuestion(terms.slice(0, 1), 100, () => 90)!.values[0]).toBeGreaterThan(0);
  });

  it('hashes tokens as Murmur3 does', () => {
    // Values of the reference implementation (seed 0).
    const known = { test: 0xba6bd213, hello: 0x248bfa47, '': 0, 'Hello, world!': 0xc0363e43 };
    for (const [token, hash] of Object.entries(known)) expect(sparseWords(words([token]), 1).indices).toEqual([hash]);
  });

  it('counts units by token', () => {
    const total = noWords();
    countWords(total, 'record', words(['pump', 'pump'], ['manual']));
    countWords(total, 'record', words(['seal'], ['manual']));
    expect(total.record).toEqual({
      units: 2,
      tokens: 7,
      counts: new Map([
        ['pump', 1],
        ['manual', 2],
        ['seal', 1],
      ]),
    });
    expect(total.passage.units).toBe(0);
  });
});

describe('pointIdOf', () => {
  it('is a UUID of version 5, the same for the same unit alone', () => {
    const id = pointIdOf(3, 'passage', '泵 1');
    expect(id).toMatch(/^[\da-f]{8}-[\da-f]{4}-5[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
    expect(pointIdOf(3, 'passage', '泵 1')).toBe(id);
    expect(new Set([id, pointIdOf(4, 'passage', '泵 1'), pointIdOf(3, 'record', '泵 1'), pointIdOf(3, 'passage', '泵 2')]).size).toBe(4);
  });
});

describe('NodeHealth', () => {
  it('takes turns, leaves a node alone that fails, and wants it looked at after a while', () => {
    let now = 0;
    const health = new NodeHealth(['a', 'b', 'c'], { now: () => now });
    expect(new Set([health.order()[0], health.order()[0], health.order()[0]])).toEqual(new Set(['a', 'b', 'c']));
    health.failed('b', false);
    expect(new Set([1, 2, 3].map(() => health.order()[0]))).toContain('b');
    health.failed('b', false);
    health.failed('c', true);
    expect([health.order(), health.order()]).toEqual([
      ['a', 'b', 'c'],
      ['a', 'b', 'c'],
    ]);
    expect(health.rested()).toEqual([]);
    now = 6_000;
    expect([health.rested(), health.rested()]).toEqual([['b', 'c'], []]);
    health.well('b');
    health.failed('c', true);
    expect(new Set([1, 2, 3].map(() => health.order()[0]))).toEqual(new Set(['a']));
    now = 12_000;
    expect(health.rested()).toEqual(['b', 'c']);
    health.well('b');
    health.well('c');
    expect(new Set([1, 2, 3].map(() => health.order()[0]))).toEqual(new Set(['a', 'b']));
    health.failed('a', false);
    health.worked('a');
    health.failed('a', false);
    expect(new Set([1, 2, 3].map(() => health.order()[0]))).toContain('a');
  });
});

describe('inTurn', () => {
  it('works so many at a time, all of them, and stops at the first error', async () => {
    let under = 0;
    let most = 0;
    const done: number[] = [];
    const work = async (item: number) => {
      most = Math.max(most, ++under);
      await new Promise((resolve) => setTimeout(resolve, 2));
      under -= 1;
      if (item === 99) throw new RangeError('99');
      done.push(item);
    };
    await inTurn([1, 2, 3, 4, 5], 2, work);
    expect([done.sort(), most]).toEqual([[1, 2, 3, 4, 5], 2]);
    await expect(inTurn([99, 1, 2, 3, 4], 2, work)).rejects.toThrow('99');
    expect(done.length).toBeLessThan(9);
  });
});
