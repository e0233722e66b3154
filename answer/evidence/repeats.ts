import type { StoredPassage } from '../../knowledge/store/passage-store.ts';

/** Passages with this share of common words (Jaccard) say the same, where their numbers are the same too. */
const SAME_WORDS = 0.9;

/** Whether a passage only says again, for the same machines, what another says: a copy of the manual, a notice that every chapter repeats. A number,
 *  a "not" or a "must" that differs makes another passage of it. */
export function repeats(one: StoredPassage, two: StoredPassage): boolean {
  if (one === two) return true;
  const [first, second] = [one.text, two.text];
  if (Math.min(first.length, second.length) < SAME_WORDS * Math.max(first.length, second.length)) return false;
  if (namesOf(one) !== namesOf(two)) return false;
  if (first === second) return true;
  if (decisiveOf(first) !== decisiveOf(second)) return false;
  return jaccard(wordsOf(first), wordsOf(second)) >= SAME_WORDS;
}

/** Those that do not repeat an earlier one, nor one of `before`. */
export function withoutRepeats<T extends { passage: StoredPassage }>(hits: readonly T[], before: readonly T[] = []): T[] {
  const kept: T[] = [];
  for (const hit of hits) if (![...before, ...kept].some(({ passage }) => repeats(passage, hit.passage))) kept.push(hit);
  return kept;
}

function namesOf({ document }: StoredPassage): string {
  return [...document.equipment].sort().join('\n');
}

/** What may turn a sentence round: numbers, and words of negation, duty and permission, in order. */
const DECISIVE =
  /\d+(?:[.,]\d+)*|\b(?:no|not|never|none|cannot|\w+n't|without|must|shall|should|may|can|always|only|except|unless|before|after|above|below)\b|[不未无勿禁非须应可只前后除]/giu;

function decisiveOf(text: string): string {
  return (text.toLowerCase().match(DECISIVE) ?? []).join(' ');
}

function wordsOf(text: string): Set<string> {
  return new Set(text.toLowerCase().match(/\p{Script=Han}|[\p{L}\p{N}]+/gu) ?? []);
}

/** Share of the words of both that both have: 0..1; 0 where there are none. */
export function jaccard(one: ReadonlySet<string>, two: ReadonlySet<string>): number {
  const shared = one.intersection(two).size;
  const all = one.size + two.size - shared;
  return all === 0 ? 0 : shared / all;
}
