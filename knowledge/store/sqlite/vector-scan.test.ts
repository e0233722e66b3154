import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type GroupChoice, isChosen } from './group-slots.ts';
import { VectorScan } from './vector-scan.ts';

/** The same in plain numbers: int8 dot products, the best first, equal ones by owner. */
function scalarNearest(entries: readonly Entry[], query: Int8Array, limit: number, choice: GroupChoice | null): number[] {
  const dot = (codes: Int8Array) => codes.reduce((sum, code, index) => sum + code * query[index]!, 0);
  return entries
    .filter(({ group }) => choice === null || isChosen(choice, group))
    .map(({ owner, codes }) => ({ owner, score: dot(codes) }))
    .sort((a, b) => b.score - a.score || a.owner - b.owner)
    .slice(0, limit)
    .map(({ owner }) => owner);
}

type Entry = { owner: number; group: number; codes: Int8Array };

const code = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: -127, max: 127 }) },
  { weight: 1, arbitrary: fc.constantFrom(-127, 0, 127) },
);

const scene = fc.integer({ min: 1, max: 70 }).chain((dimensions) => {
  const codes = fc.array(code, { minLength: dimensions, maxLength: dimensions }).map((list) => Int8Array.from(list));
  const entry = fc.record({ owner: fc.integer({ min: 1, max: 40 }), group: fc.integer({ min: 1, max: 4 }), codes });
  return fc.record({
    dimensions: fc.constant(dimensions),
    entries: fc.array(entry, { maxLength: 60 }),
    removed: fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 15 }),
    query: codes,
    limit: fc.integer({ min: 0, max: 70 }),
    choice: fc.option(
      fc
        .tuple(fc.boolean(), fc.uniqueArray(fc.integer({ min: 1, max: 4 })))
        .map(([isOnly, groups]): GroupChoice => (isOnly ? { only: new Set(groups) } : { without: new Set(groups) })),
    ),
  });
});

describe('VectorScan', () => {
  it('finds what plain arithmetic finds, after any puts and removals', () => {
    fc.assert(
      fc.property(scene, ({ dimensions, entries, removed, query, limit, choice }) => {
        const scan = new VectorScan(dimensions);
        const kept = new Map<number, Entry>();
        for (const entry of entries) {
          scan.put(entry.owner, entry.group, entry.codes);
          kept.set(entry.owner, entry);
        }
        for (const owner of removed) {
          scan.remove(owner);
          kept.delete(owner);
        }
        expect(scan.count).toBe(kept.size);
        const question = Float32Array.from(query, (value) => value / 360);
        const codes = VectorScan.quantize(question);
        expect(scan.nearest(question, limit, choice)).toEqual(scalarNearest([...kept.values()], codes, limit, choice));
      }),
      { numRuns: 300 },
    );
  });

  it('takes many vectors at once as it takes them one by one', () => {
    // Halves of a step are where rounding could differ.
    const value = fc.oneof(
      fc.float({ min: -1, max: 1, noNaN: true }),
      fc.integer({ min: -300, max: 300 }).map((step) => Math.fround(step / 720)),
    );
    const many = fc
      .integer({ min: 1, max: 41 })
      .chain((dimensions) => fc.array(fc.array(value, { minLength: dimensions, maxLength: dimensions }), { minLength: 1, maxLength: 20 }));
    fc.assert(
      fc.property(many, many, (first, later) => {
        const dimensions = first[0]!.length;
        const [atOnce, single] = [new VectorScan(dimensions), new VectorScan(dimensions)];
        let owners = 0;
        for (const list of [first, later.filter((each) => each.length === dimensions)]) {
          const numbers = list.map((_, index) => owners + index + 1);
          owners += list.length;
          atOnce.add(numbers, numbers, Float32Array.from(list.flat()));
          for (const [index, vector] of list.entries())
            single.put(numbers[index]!, numbers[index]!, VectorScan.quantize(Float32Array.from(vector)));
          for (const scan of [atOnce, single]) scan.remove(1);
        }
        expect(atOnce.highestOwner).toBe(owners === 1 ? 0 : owners);
        for (let dimension = 0; dimension < dimensions; dimension += 1) {
          const question = new Float32Array(dimensions);
          question[dimension] = 1;
          for (const choice of [null, { only: new Set([2, 3, 5]) }])
            expect(atOnce.nearest(question, 50, choice)).toEqual(single.nearest(question, 50, choice));
        }
      }),
    );
  });

  it.each([
    { dimensions: 48, count: 5_000 },
    // More than embedders have today.
    { dimensions: 12_288, count: 50 },
  ])('holds $count vectors of $dimensions dimensions, and finds each by itself', ({ dimensions, count }) => {
    const scan = new VectorScan(dimensions);
    const random = mulberry(7);
    const vectors = Array.from({ length: count }, () => unit(Float32Array.from({ length: dimensions }, () => random() - 0.5)));
    for (const [index, vector] of vectors.entries()) scan.put(index + 1, 1, VectorScan.quantize(vector));
    for (const index of [0, 1, 1_023, 1_024, 2_500, count - 1].filter((each) => each < count))
      expect(scan.nearest(vectors[index]!, 1, null)).toEqual([index + 1]);
    expect(scan.nearest(vectors[0]!, 1_000_000, null)).toHaveLength(count);
  });

  it('finds among very many what plain arithmetic finds, of the chosen groups, after removals', () => {
    const dimensions = 64;
    const scan = new VectorScan(dimensions);
    const random = mulberry(11);
    // As sentences lie: around subjects, and all much the same way.
    const near = (centre: Float32Array) => unit(centre.map((value) => value + (random() - 0.5) * 0.5));
    const subjects = Array.from({ length: 400 }, () => Float32Array.from({ length: dimensions }, () => 0.4 + random() - 0.5));
    const vectors = Array.from({ length: 34_000 }, (_, index) => near(subjects[index % 400]!));
    const entries = vectors.map((vector, index) => ({ owner: index + 1, group: index % 7, codes: VectorScan.quantize(vector) }));
    for (const { owner, group, codes } of entries) scan.put(owner, group, codes);
    const found = (question: Float32Array, choice: GroupChoice | null, kept: readonly Entry[]) => {
      const expected = scalarNearest(kept, VectorScan.quantize(question), 20, choice);
      const seen = new Set(scan.nearest(question, 20, choice));
      expect(seen.size).toBe(20);
      return expected.filter((owner) => seen.has(owner)).length;
    };
    const questions = Array.from({ length: 10 }, (_, index) => near(subjects[index * 3]!));
    const sum = (numbers: readonly number[]) => numbers.reduce((all, each) => all + each, 0);
    expect(sum(questions.map((question) => found(question, null, entries)))).toBeGreaterThanOrEqual(198);
    for (let owner = 1; owner <= 2_000; owner += 2) scan.remove(owner);
    const kept = entries.filter(({ owner }) => owner > 2_000 || owner % 2 === 0);
    // Four of seven groups are more than are scored: the sketch has to leave some out.
    for (const choice of [{ only: new Set([2]) }, { only: new Set([0, 2, 5, 6]) }, { without: new Set([1]) }])
      expect(sum(questions.map((question) => found(question, choice, kept)))).toBeGreaterThanOrEqual(198);
  });
});

function unit(vector: Float32Array): Float32Array {
  const length = Math.hypot(...vector);
  return vector.map((value) => value / length);
}

/** A small random generator with a seed, so that a failure can be seen again. */
function mulberry(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
