import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codeWritings } from './code-writings.ts';
import { normalizeCode } from './codes.ts';

describe('codeWritings', () => {
  it.each([
    ['P1.03', 'P1-03', 0],
    ['P103', 'P103', -1],
    ['F12', 'F0012', 0],
    ['F0012', 'F12', 0],
    ['P01-03', 'P1-03', 1],
    ['1-03', 'P1-03', 2],
    ['407', 'E407', 1],
    ['12', 'F0012', 2],
    ['3-03', '33', -1],
    ['PX4312A', 'PX4312A', -1],
  ])('tries %j as %j in step %i', (code, writing, step) =>
    expect(codeWritings(code).findIndex((writings) => writings.includes(writing))).toBe(step),
  );

  it('gives each writing once, normalised, never the code itself, and few', () => {
    const codes = fc.stringMatching(/^[A-Z]{0,3}\d{1,5}(?:[-.]\d{1,3})?$/).map(normalizeCode);
    fc.assert(
      fc.property(codes, (code) => {
        const writings = codeWritings(code).flat();
        expect(new Set(writings).size).toBe(writings.length);
        expect(writings).not.toContain(code);
        expect(writings.map(normalizeCode)).toEqual(writings);
        expect(writings.length).toBeLessThan(320);
      }),
    );
  });
});
