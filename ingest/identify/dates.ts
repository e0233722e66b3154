import type { Found } from './find-fact.ts';
import { evidenceOf, type Saying } from './sayings.ts';

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const YEAR = '(?<year>(?:19|20)\\d\\d)';
/** A year behind a number and a dash or colon belongs to a standard ("GB/T 1234-2008", "ISO 4406:2017"). */
const ISO = new RegExp(
  `(?<!\\d|\\d[-:.])${YEAR}\\s?[-./年]\\s?-?(?<month>0?[1-9]|1[0-2])(?:\\s?[-./月]\\s?(?<day>0?[1-9]|[12]\\d|3[01])(?!\\d)日?)?月?(?!\\d)`,
  'u',
);
const WORDS = new RegExp(
  `(?:(?<!\\d)(?<day>\\d{1,2})\\.?\\s+)?(?<month>${MONTHS.join('|')})[a-z]*\\.?,?\\s+(?:(?<day2>\\d{1,2})(?:st|nd|rd|th)?,?\\s+)?${YEAR}(?!\\d)`,
  'iu',
);
const DOTTED = new RegExp(`(?<!\\d|\\d\\.)(?<day>0?[1-9]|[12]\\d|3[01])\\.(?<month>0?[1-9]|1[0-2])\\.${YEAR}(?!\\d)`, 'u');
const SLASHED_MONTH = new RegExp(`(?<![\\d/])(?<month>0?[1-9]|1[0-2])[/.]${YEAR}(?![\\d/])`, 'u');
const COMPACT = new RegExp(`(?<!\\d)${YEAR}(?<month>0[1-9]|1[0-2])(?<day>0[1-9]|[12]\\d|3[01])(?!\\d)`, 'u');
/** Years of copyrights, standards and foundings are no dates of the document. */
const NO_DATE = /©|\(c\)\s*\d|copyright|版权|since|founded|成立|\b(?:ISO|IEC|EN|DIN|ANSI|GB(?:\/T)?)\s?\d/i;
const LABELLED = /(?:\b(?:date|issued|released|updated|as of|valid from|in force)\b|日期|时间|发布|修订于|生效)/i;

export type DateFound = { value: string; start: number; end: number };

/** The first date of a text, as ISO as far as it is printed. */
export function dateIn(text: string): DateFound | null {
  if (NO_DATE.test(text)) return null;
  for (const pattern of [ISO, WORDS, DOTTED, SLASHED_MONTH, COMPACT]) {
    const match = pattern.exec(text);
    if (match === null) continue;
    const { year, month, day, day2 } = match.groups!;
    const number = MONTHS.indexOf(month!.slice(0, 3).toLowerCase()) + 1 || Number(month);
    const parts = [year!, String(number), day ?? day2].filter((part) => part !== undefined);
    return { value: parts.map((part) => part.padStart(2, '0')).join('-'), start: match.index, end: match.index + match[0].length };
  }
  return null;
}

/** The document's date where no revision stands beside one: named as a date, then alone on the title pages or in running heads,
 *  then in the file name. Properties tell when the file was saved, not when it was issued. */
export function documentDate(sayings: readonly Saying[]): Found<string> | null {
  const printed = sayings.filter(({ source }) => source === 'page' || source === 'running_head');
  const short = (most: number) => printed.filter(({ text }) => text.length <= most);
  const stages = [
    printed.filter(({ text }) => LABELLED.test(text)),
    short(60),
    short(160),
    sayings.filter(({ source }) => source === 'property' || source === 'file_name'),
  ];
  for (const stage of stages) {
    for (const saying of stage) {
      const date = dateIn(saying.text);
      if (date !== null) return { value: date.value, evidence: [evidenceOf(saying, date.start, date.end)] };
    }
  }
  return null;
}
