import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { containsAll } from './contains.ts';

describe('containsAll', () => {
  it('sees through the backslashes of Markdown', () => {
    expect(containsAll('Press \\<Enter>, see \\[2]. [1]', ['<Enter>', 'see [2]'])).toBe(true);
    expect(containsAll('see [2]', ['[2]'])).toBe(false);
  });

  it.each([
    ['Tighten to 15 bar.', '5 bar', false],
    ['Tighten to 5 bar.', '5 bar', true],
    ['Tighten to 5bar [1].', '5 bar', true],
    ['between 10.5 and 12', '0.5', false],
    ['0.55 mm', '0.5', false],
    ['1200.5 rpm', '1200', false],
    ['1,200 rpm', '200', false],
    ['It is 200.', '200', true],
    ['use 200, then 300', '200', true],
    ['扭矩为４５Ｎ·ｍ', '45 N·m', true],
    ['45 [2] N·m', '45 N·m', true],
    ['fault e-407', 'E-407', false],
    ['see [12]', '12', false],
    ['a+b (c)', 'a+b(c)', true],
    ['M12x1.5', 'M12', true],
  ])('%s holds %s: %s', (text, wanted, holds) => {
    expect(containsAll(text, [wanted])).toBe(holds);
  });

  it('wants every string, and takes an accepted spelling for each', () => {
    expect(containsAll('0.8 MPa and 40 °C', ['8 bar', '40 °C'], { '8 bar': ['0.8 MPa'] })).toBe(true);
    expect(containsAll('0.8 MPa', ['8 bar', '40 °C'], { '8 bar': ['0.8 MPa'] })).toBe(false);
  });

  it('finds any printable spelling in itself', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), (spelling) => {
        fc.pre(!/\[\d+\]/.test(spelling) && spelling.trim() !== '');
        return containsAll(spelling, [spelling]);
      }),
    );
  });
});
