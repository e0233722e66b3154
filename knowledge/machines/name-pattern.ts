import { simplifyHan } from '../text/han/simplify.ts';

/** Chinese numerals before 号 as people say them; machines are seldom numbered higher in words. */
const NUMERALS = '一二三四五六七八九';
const NUMBERED = /(?<![一二三四五六七八九十百])([一二三四五六七八九])?(十)?([一二三四五六七八九])?(?=号)/gu;

/** A text as names are looked for in it: normal width, simplified Han, lower case, and numbers of machines in one writing
 *  ("二号", "#2" and "No. 2" as "2号"). */
export function comparable(text: string): string {
  return simplifyHan(text.normalize('NFKC'))
    .toLowerCase()
    .replaceAll(NUMBERED, (written, tens: string | undefined, ten: string | undefined, ones: string | undefined) => {
      if (written === '') return '';
      const digit = (numeral: string | undefined) => (numeral === undefined ? 0 : NUMERALS.indexOf(numeral) + 1);
      return String(ten === undefined ? digit(tens) * (ones === undefined ? 1 : 10) + digit(ones) : (digit(tens) || 1) * 10 + digit(ones));
    })
    .replaceAll(/(?:#|№|\bno\.?|\bnumber)\s?(\d{1,3})(?![\d.])/gu, '$1号')
    .replaceAll(/(?<![\d.#])(\d{1,3})\s?#/gu, '$1号');
}

/** Matches the name in any writing of its joints, in a text as `comparable` gives it. A name inside a longer one is not matched
 *  ("KP-4" in "KP-40", "V1" in "V1.4"). */
export function namePattern(name: string, flags = 'u'): RegExp {
  const parts = comparable(name).match(/[a-z]+|\d+(?:\.\d+)?|[^\sa-z\d\-_./·]+/g) ?? [name.toLowerCase()];
  const joined = parts.map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('[\\s\\-_./·]{0,2}');
  return new RegExp(`(?<![a-z\\d]|\\d[.-])${joined}(?![a-z]|\\d|[.-]\\d)`, flags);
}
