import { describe, expect, it } from 'vitest';
import { bestThreshold } from './best-threshold.ts';

describe('bestThreshold', () => {
  it('takes the middle of the gap', () => {
    const examples = [
      { score: 0.2, positive: false, weight: 1 },
      { score: 0.3, positive: false, weight: 1 },
      { score: 0.7, positive: true, weight: 1 },
    ];
    expect(bestThreshold(examples)).toBeCloseTo(0.5, 1);
  });

  it('lets a heavy example outweigh light ones of its side', () => {
    const examples = [
      { score: 0.1, positive: false, weight: 1 },
      { score: 0.6, positive: false, weight: 9 },
      { score: 0.5, positive: true, weight: 1 },
      { score: 0.9, positive: true, weight: 1 },
    ];
    expect(bestThreshold(examples)).toBeGreaterThan(0.6);
  });
});
