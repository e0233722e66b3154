import { describe, expect, it } from 'vitest';
import { areaUnderCurve, mean, percentile } from './statistics.ts';

describe('statistics', () => {
  it('takes the nearest rank', () => {
    const values = [40, 10, 30, 20];
    expect(percentile(values, 0.5)).toBe(20);
    expect(percentile(values, 0.95)).toBe(40);
    expect(percentile([], 0.5)).toBeNull();
  });

  it('counts pairs in the right order, ties half', () => {
    // pairs: (.9,.5) 1, (.9,.2) 1, (.5,.5) 1/2, (.5,.2) 1 -> 3.5 of 4
    expect(areaUnderCurve([0.9, 0.5], [0.5, 0.2])).toBe(3.5 / 4);
    expect(areaUnderCurve([], [0.5])).toBeNull();
  });

  it('means nothing of nothing', () => {
    expect(mean([])).toBeNull();
    expect(mean([1, 0, 1, 0])).toBe(0.5);
  });
});
