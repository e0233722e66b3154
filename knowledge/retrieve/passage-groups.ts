import type { Candidate, PassageKey } from '../store/passage-store.ts';

export type MatchedRow = { recordId: string; lexical: number; matchedKeys: string[] };

/** A passage with the rows of its table that matched, best first. */
export type PassageGroup = {
  key: PassageKey;
  /** BM25 of the passage's own words; 0 where only a row of it matched. */
  lexical: number;
  /** Cosine of question and passage; null without vectors. */
  cosine: number | null;
  /** Cosine of the question's translation and a passage of the other language; null without. */
  translated: number | null;
  /** Keys of the question that the passage or a row of it carries. */
  matchedKeys: string[];
  rows: MatchedRow[];
};

/** Candidates folded into their passages, in the order of their first candidate. A unit that several searches brought
 *  counts once, by its best scores. */
export function groupByPassage(candidates: readonly Candidate[]): PassageGroup[] {
  const groups = new Map<string, PassageGroup>();
  for (const { key, recordId, lexical, dense, matchedKeys } of candidates) {
    const name = passageName(key);
    const group = groups.get(name) ?? { key, lexical: 0, cosine: null, translated: null, matchedKeys: [], rows: [] };
    groups.set(name, group);
    if (dense !== null) group.cosine = dense;
    for (const matched of matchedKeys) if (!group.matchedKeys.includes(matched)) group.matchedKeys.push(matched);
    if (recordId === null) group.lexical = Math.max(group.lexical, lexical);
    else if (!group.rows.some((row) => row.recordId === recordId)) group.rows.push({ recordId, lexical, matchedKeys });
  }
  for (const { rows } of groups.values()) {
    rows.sort((a, b) => b.matchedKeys.length - a.matchedKeys.length || b.lexical - a.lexical || (a.recordId < b.recordId ? -1 : 1));
  }
  return [...groups.values()];
}

export function passageName({ documentId, passageId }: PassageKey): string {
  return `${documentId}\n${passageId}`;
}
