import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitLogistic } from './logistic-regression.ts';

describe('fitLogistic', () => {
  it('finds the log odds of a yes-no value', () => {
    // value 0: 1 of 4 positive (log odds -ln 3); value 1: 3 of 4 positive (+ln 3)
    const examples = [0, 0, 0, 0, 1, 1, 1, 1].map((value, index) => ({
      values: [value],
      positive: [0, 4, 5, 6].includes(index),
      weight: 1,
    }));
    const { bias, weights } = fitLogistic(examples, { ridge: 1e-9, rounds: 30 });
    expect(bias).toBeCloseTo(-Math.log(3), 5);
    expect(weights[0]).toBeCloseTo(2 * Math.log(3), 5);
  });

  it('counts a weight of two like two examples, and gives 0 to what never varies', () => {
    const one = [
      { values: [0.2, 7], positive: false, weight: 2 },
      { values: [0.9, 7], positive: true, weight: 1 },
      { values: [0.4, 7], positive: true, weight: 1 },
    ];
    const two = [one[0]!, one[0]!, one[1]!, one[2]!].map((example) => ({ ...example, weight: 1 }));
    const [first, second] = [fitLogistic(one), fitLogistic(two)];
    expect(first.weights[0]).toBeCloseTo(second.weights[0]!, 9);
    expect(first.weights[1]).toBeCloseTo(0, 9);
  });

  it('keeps to the weights that it is pulled towards where examples say little, and leaves them where they say much', () => {
    const examples = (count: number) =>
      Array.from({ length: count }, (_, index) => ({ values: [index % 2], positive: index % 2 === 1, weight: 1 }));
    const towards = [-1.5];
    const [few, many] = [2, 20_000].map((count) => fitLogistic(examples(count), { ridge: 100, rounds: 50, towards }));
    expect(few!.weights[0]).toBeCloseTo(-1.5, 1);
    expect(many!.weights[0]).toBeGreaterThan(1.5);
  });

  it('stays finite on any examples, separable ones too', () => {
    const example = fc.record({
      values: fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true })),
      positive: fc.boolean(),
      weight: fc.constantFrom(0.5, 1),
    });
    fc.assert(
      fc.property(fc.array(example, { minLength: 1, maxLength: 20 }), (examples) => {
        const { bias, weights } = fitLogistic(examples);
        return [bias, ...weights].every(Number.isFinite);
      }),
    );
  });
});
