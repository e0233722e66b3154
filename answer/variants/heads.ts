import { isVariant } from '../../knowledge/machines/known-machines.ts';
import { comparable, namePattern } from '../../knowledge/machines/name-pattern.ts';
import { findCodes } from '../../knowledge/text/codes.ts';
import { fold } from '../../knowledge/text/fold.ts';
import { joined, type Mention } from './mentions.ts';

/** The head of a column (or the name of a row) that holds the values of one machine of a series, of one size. */
export type Head = {
  /** As printed. */
  text: string;
  /** The names in it: "MW-40" and "MW-60" of "MW-40, MW-60"; "40" of "40 型". */
  names: readonly string[];
};

/** Longer parts of a head are words, whatever digits they hold. */
const LONGEST_NAME = 24;
const CALLED =
  /^(?:models?|types?|sizes?|versions?|variants?)\s+|^(?:型号|机型|规格)\s*|\s*(?:机型|(?<!类)型|款)$|\s+(?:models?|versions?|variants?)$/giu;
/** What such words leave of a name: a number, letters, or words ("防爆型", "standard version"). */
const BARE = /^(?:\d{1,4}(?:[A-Za-z]\d{0,2})?|[A-Z]{1,2}|[\p{L} -]{2,})$/u;
/** Shorter names stand in other words by chance. */
const SHORTEST = 3;
const PARTS = /\s\/\s|[/,，、;；&]|\s(?:and|or)\s|和|与|及/u;

/** Null where it names no such thing: "Value", "Unit", "Flow at 50 Hz". */
export function headOf(text: string): Head | null {
  const written = joined(text).trim();
  const names = new Set(findCodes(written).map(({ text: code }) => code));
  for (const part of [written, ...written.split(' / '), ...written.split(PARTS)].map((each) => each.trim())) {
    const bare = part.replaceAll(CALLED, '').trim();
    const isCalled = bare !== part && part.length <= LONGEST_NAME;
    if (BARE.test(bare) && (isCalled || isNumber(bare))) names.add(bare);
  }
  return names.size === 0 ? null : { text: text.trim(), names: [...names] };
}

/** The heads of columns or rows that a mention names; [] where it names none or all: then it does not tell which is meant.
 *  `around`: titles and headings, which may hold the letters that heads of digits leave out. */
export function headsCalled(heads: readonly Head[], { name }: Pick<Mention, 'name'>, around: string): Head[] {
  const alike = heads.filter((head) => isCalled(head, name, around));
  const exact = alike.filter(({ names }) => names.some((each) => wholeNumbersOf(each).includes(comparable(name))));
  const called = exact.length > 0 ? exact : alike;
  return called.length === heads.length && heads.length > 1 ? [] : called;
}

/** True where a mention is, or may be, one of its names. */
export function isCalled({ text, names }: Head, name: string, around: string): boolean {
  if (isNumber(name)) return names.some((each) => numbersOf(each).includes(comparable(name)));
  const wanted = fold(joined(name));
  if (names.some((each) => fold(each) === wanted || isVariant(each, name))) return true;
  if (wanted.length >= SHORTEST && namePattern(joined(name)).test(comparable(joined(text)))) return true;
  const letters = wanted.replaceAll(/\d.*$/g, '');
  const number = numbersOf(name).at(-1);
  if (number === undefined || !fold(`${around} ${text}`).includes(letters)) return false;
  return names.some((each) => isNumber(each) && comparable(each) === number);
}

/** The name that the head has for what is called so, as printed. */
export function nameOf({ text, names }: Head, { name }: Pick<Mention, 'name'>): string {
  const called = names.filter((each) => isCalled({ text: each, names: [each] }, name, text));
  const [longest] = called.toSorted((a, b) => b.length - a.length);
  return longest === undefined || names.length === 1 || fold(joined(text)) === fold(longest) ? text : longest;
}

/** True where a mention is a name of the sort that these heads are, though of none of them: "MW-80" beside "MW-40". */
export function isSibling({ names }: Head, { name, sure }: Pick<Mention, 'name' | 'sure'>): boolean {
  if (isNumber(name)) return sure && names.some((each) => numbersOf(each).length > 0);
  return names.some((each) => shapeOf(each) === shapeOf(name));
}

/** A name with its numbers alike: of "MW-40" and "MW-60" the same. */
export function shapeOf(name: string): string {
  return fold(comparable(joined(name)).replaceAll(WHOLE_NUMBER, '0'));
}

export function isNumber(name: string): boolean {
  return /^\d/.test(name) && !/[-./]/.test(name) && name.length <= 5;
}

/** "40a" and "40" of "MW-40A", "18k5" and "18" of "RF-18K5". */
export function numbersOf(name: string): string[] {
  return wholeNumbersOf(name).flatMap((number) => [number, ...(/[a-z]/.test(number) ? [/^\d+/.exec(number)![0]] : [])]);
}

/** With the letters and digits behind it: "18k5". */
const WHOLE_NUMBER = /\d+(?:[a-z]\d*)?/g;

function wholeNumbersOf(name: string): string[] {
  return comparable(name).match(WHOLE_NUMBER) ?? [];
}
