import { splitSentences } from '../../answer/evidence/split-sentences.ts';
import type { Passage } from '../../knowledge/document/passage.ts';

/** A sentence of a passage, as it would be cited. */
export type CitedSentence = { passage: Passage; start: number; end: number };

/** What became of one: `right` as its group counts it, with the overlap of the boxes where there are any; `reason` where it is wrong. */
export type Judged = { file: string; page: number | null; text: string; right: boolean; overlap: number | null; reason: string | null };

const MIN_CHARACTERS = 20;

/** The sentences of a passage's lines; rows of tables are none. */
export function sentencesOf(passage: Passage, least = MIN_CHARACTERS): CitedSentence[] {
  const found: CitedSentence[] = [];
  let offset = 0;
  for (const line of passage.text.split('\n')) {
    if (!line.includes(' | '))
      for (const { start, end } of splitSentences(line))
        if (end - start >= least) found.push({ passage, start: offset + start, end: offset + end });
    offset += line.length + 1;
  }
  return found;
}

export function textOf({ passage, start, end }: CitedSentence): string {
  return passage.text.slice(start, end);
}

/** The same order for the same generator. */
export function shuffled<T>(items: readonly T[], random: () => number): T[] {
  return items
    .map((item) => ({ item, place: random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ item }) => item);
}
