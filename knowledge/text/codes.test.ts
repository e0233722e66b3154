import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findCodes, normalizeCode } from './codes.ts';

const codesIn = (text: string) => findCodes(text).map(({ code }) => code);

describe('findCodes', () => {
  it.each([
    ['What does E-407 mean?', ['E407']],
    ['fault E 407 shows', ['E407']],
    ['alarm e 407', ['E407']],
    ['故障代码E407是什么', ['E407']],
    ['F0012 是什么故障', ['F0012']],
    ['set P1-03 to 2', ['P1-03']],
    ['parameter 1-03', ['1-03']],
    ['seal kit PX-4312-A', ['PX4312A']],
    ['AL 205 and KP 40', ['AL205', 'KP40']],
    ['代码Ｅ４０７、Ｐ１－０３', ['E407', 'P1-03']],
    ['参数5-10的出厂值', ['5-10']],
    ['parameter 5-10', ['5-10']],
  ])('finds the codes of %j', (text, codes) => expect(codesIn(text)).toEqual(codes));

  it.each([
    'Change the oil after 4000 operating hours',
    'every 50 starts, at least 20 times',
    'see page 40, step 12, figure 33',
    'within 15 minutes at 50 bar',
    '2024-05-12 to 2024-06-01',
    'between 10-15 mm',
    'a 50 mm pipe or an 80 mm one',
    'tighten to 25 N·m',
  ])('sees none in %j', (text) => expect(codesIn(text)).toEqual([]));

  it('tells where each stands', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), fc.string({ unit: 'binary', maxLength: 40 }), (before, after) => {
        const text = `${before} E-407 ${after}`;
        for (const { text: written, start, end, code } of findCodes(text)) {
          expect(text.slice(start, end)).toBe(written);
          expect(normalizeCode(written)).toBe(code);
        }
      }),
    );
  });

  it('gives one spelling to all writings', () => {
    const letters = fc.stringMatching(/^[A-Z]{1,3}$/);
    const digits = fc.stringMatching(/^[1-9]\d{2,4}$/);
    fc.assert(
      fc.property(letters, digits, (letter, digit) => {
        const spellings = ['', '-', ' ', '_', '.'].map((joint) => normalizeCode(`${letter}${joint}${digit}`));
        expect(new Set([...spellings, normalizeCode(`${letter.toLowerCase()}-${digit}`)])).toEqual(new Set([`${letter}${digit}`]));
      }),
    );
  });
});
