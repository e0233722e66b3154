import { describe, expect, it } from 'vitest';
import { decodeLine } from './decode-line.ts';
import { textRegions } from './find-text.ts';

/** Steps of a model that is .9 sure of the given class each. */
function steps(classes: number, ...likeliest: number[]): Float32Array {
  const data = new Float32Array(classes * likeliest.length).fill(0.1 / (classes - 1));
  for (const [i, c] of likeliest.entries()) data[i * classes + c] = 0.9;
  return data;
}

describe('decoding a line', () => {
  const characters = ['a', 'b', ' '];

  it('takes the same class in a row once, and again after nothing', () => {
    const read = decodeLine(steps(4, 0, 1, 1, 2, 0, 2, 3), 4, characters);
    expect(read.map(({ text }) => text).join('')).toBe('abb ');
    expect(read[0]).toMatchObject({ at: 2 / 7 });
    expect(read[0]!.confidence).toBeCloseTo(0.9, 5);
  });

  it('gives nothing for nothing', () => {
    expect(decodeLine(steps(4, 0, 0, 0), 4, characters)).toEqual([]);
  });
});

describe('finding text', () => {
  it('grows each region to its line, in pixels of the picture, and drops what is small or unsure', () => {
    const map = { width: 100, height: 50, data: new Float32Array(5_000) };
    const paint = (left: number, top: number, right: number, bottom: number, value: number) => {
      for (let y = top; y < bottom; y++) map.data.fill(value, y * 100 + left, y * 100 + right);
    };
    paint(20, 10, 80, 16, 0.9);
    paint(10, 30, 40, 36, 0.4);
    paint(60, 30, 62, 40, 0.9);
    const [region, ...others] = textRegions(map, { width: 200, height: 100 });
    expect(others).toEqual([]);
    const growth = (60 * 6 * 1.5) / (2 * 66);
    expect(region!.left).toBeCloseTo((20 - growth) * 2, 5);
    expect(region!.bottom).toBeCloseTo((16 + growth) * 2, 5);
  });
});
