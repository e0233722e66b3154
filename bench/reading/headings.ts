import type { Heading } from './readings.ts';

export type HeadingScore = { outline: number; found: number; precision: number; recall: number; f1: number };

/** Headings found against the bookmarks: the same words, numbering and punctuation apart, on the same page or the next.
 *  Headings deeper than the deepest bookmark, by level or by their own number ("2.1.4.3" where bookmarks end with "2.1.4"), count
 *  neither way: an outline stops where its author stopped.
 *  Null where a file has fewer than five bookmarks that lead to a page. */
export function scoreHeadings(headings: readonly Heading[], outline: readonly Heading[]): HeadingScore | null {
  const wanted = outline.filter(({ page, title }) => page !== null && words(title) !== '');
  if (wanted.length < 5) return null;
  const depth = Math.max(...wanted.map(({ level }) => level));
  const numbers = wanted.map(({ title }) => numberDepth(title)).filter((parts) => parts > 0);
  const deepest = numbers.length > wanted.length / 2 ? Math.max(...numbers) : Infinity;
  const found = headings.filter(({ level, title }) => level <= depth && numberDepth(title) <= deepest);
  const left = new Set(found);
  let hits = 0;
  for (const { title, page } of wanted) {
    const hit = [...left].find((h) => sameTitle(h.title, title) && Math.abs((h.page ?? 0) - page!) <= 1);
    if (hit === undefined) continue;
    left.delete(hit);
    hits++;
  }
  const precision = hits / Math.max(1, found.length);
  const recall = hits / wanted.length;
  return {
    outline: wanted.length,
    found: found.length,
    precision,
    recall,
    f1: hits === 0 ? 0 : (2 * precision * recall) / (precision + recall),
  };
}

/** How many parts a title's number has; 0 without one. */
const numberDepth = (title: string): number =>
  /^(?:\d{1,3}|[A-Z](?=\.\d))(?:\.\d{1,3})*(?=[\s.])/.exec(title.trim())?.[0].split('.').length ?? 0;

const NUMBER =
  /^(?:(?:chapter|part|appendix|annex|section)\s+[\da-z]+|第\s*\S{1,4}?\s*[章节部]|(?:\d{1,3}|[a-z])(?:\.\d+)+\.?|\d+\.?|[A-Z])(?=[\s:.、]|\p{Script=Han}|$)/iu;

/** A title may begin with a number that is no numbering ("7.13 3.0 format" for the bookmark "3.0 format"). */
function sameTitle(a: string, b: string): boolean {
  return words(a) === words(b) || words(a) === letters(b);
}

/** What a title says without its numbering. */
function words(title: string): string {
  const plain = title.normalize('NFKC').trim();
  return letters(plain.replace(NUMBER, '')) || letters(plain);
}

function letters(title: string): string {
  return title
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '');
}
