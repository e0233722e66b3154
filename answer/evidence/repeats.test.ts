import { describe, expect, it } from 'vitest';
import type { StoredPassage } from '../../knowledge/store/passage-store.ts';
import { repeats, withoutRepeats } from './repeats.ts';

const TEXT =
  'Before work on the pump: switch the motor off, lock the switch, wait 10 minutes, and make sure that no pressure above 0.5 bar is left in the line. Never loosen a bolt under pressure.';
const passage = (text: string, equipment: string[] = ['KP-40']) => ({ text, document: { equipment } }) as unknown as StoredPassage;
const hit = (text: string, equipment?: string[]) => ({ passage: passage(text, equipment) });

describe('a passage', () => {
  it.each([
    ['the same words', TEXT, true],
    ['one word that is another', TEXT.replace('switch the motor off', 'turn the motor off'), true],
    ['one word turned round', TEXT.replace('Never', 'Always'), false],
    ['one number that is another', TEXT.replace('10 minutes', '15 minutes'), false],
    [
      'other words',
      'Before work on the pump: read this manual, ask for a permit, put gloves on, and tell the shift that 10 minutes or 0.5 h are needed in all for it.',
      false,
    ],
    ['half of it', TEXT.slice(0, 90), false],
  ])('with %s', (_what, text, expected) => {
    expect(repeats(passage(TEXT), passage(text))).toBe(expected);
  });

  it('of another machine repeats nothing', () => {
    expect(repeats(passage(TEXT), passage(TEXT, ['KP-60']))).toBe(false);
    expect(repeats(passage(TEXT, ['KP-60', 'KP-40']), passage(TEXT, ['KP-40', 'KP-60']))).toBe(true);
  });

  it('in Chinese repeats as well', () => {
    const chinese = '维护前请先断开电源，等待10分钟，确认电容已放电，再打开外壳进行检查和清洁。';
    expect(repeats(passage(chinese), passage(`${chinese} `))).toBe(true);
    expect(repeats(passage(chinese), passage(chinese.replace('10', '15')))).toBe(false);
  });
});

it('keeps the first of what is said several times, and none that was said before', () => {
  const hits = [hit(TEXT), hit('Other.'), hit(TEXT), hit(TEXT, ['KP-60'])];
  expect(withoutRepeats(hits)).toEqual([hits[0], hits[1], hits[3]]);
  expect(withoutRepeats(hits, [hit('Other.')])).toEqual([hits[0], hits[3]]);
});
