import { expect, it } from 'vitest';
import { reliabilityOf } from './reliability.ts';

it('puts each question into the bin of its confidence, and tells how far confidence and truth lie apart', () => {
  const { bins, calibrationError } = reliabilityOf([
    { confidence: 1, answerable: true },
    { confidence: 0.9, answerable: true },
    { confidence: 0.95, answerable: false },
    { confidence: 0.1, answerable: false },
  ]);
  expect(bins).toHaveLength(10);
  expect(bins.map(({ n }) => n)).toEqual([0, 1, 0, 0, 0, 0, 0, 0, 0, 3]);
  expect(bins[1]).toEqual({ from: 0.1, to: 0.2, n: 1, predicted: 0.1, answerable: 0 });
  expect(bins[9]!.predicted).toBeCloseTo(0.95);
  expect(bins[9]!.answerable).toBeCloseTo(2 / 3);
  expect(bins[0]).toEqual({ from: 0, to: 0.1, n: 0, predicted: null, answerable: null });
  expect(calibrationError).toBeCloseTo((1 * 0.1 + 3 * (0.95 - 2 / 3)) / 4);
});

it('is perfect where each bin holds as many answerable ones as it says', () => {
  const half = Array.from({ length: 10 }, (_, index) => ({ confidence: 0.5, answerable: index % 2 === 0 }));
  expect(reliabilityOf(half).calibrationError).toBe(0);
  expect(reliabilityOf([]).calibrationError).toBeNull();
});
