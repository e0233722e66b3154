import type { DatabaseSync } from 'node:sqlite';
import { type AffordableTerms, affordableTerms, type Terms } from '../words/affordable-terms.ts';
import { placeOf } from './ascending.ts';
import { BestRows, type Scored } from './best-rows.ts';
import { DocumentRanges, partsIn } from './document-ranges.ts';
import type { TermFrequency } from './term-frequency.ts';
import { type TokenRows, TokenScores } from './token-scores.ts';

export type LexicalQuery = {
  terms: Terms;
  limit: number;
  /** Only rows of these documents are found; null: all. */
  documents: ReadonlySet<number> | null;
};
/** `best`: best first. `scores`: of all rows of the documents that hold any of the terms, or all of them where these are taken together. */
export type LexicalResult = { best: Scored[]; scores: Pick<ReadonlyMap<number, number>, 'get'> };

type Weighted = TokenRows & { weight: number };

/** BM25 over the word table of these frequencies. */
export class LexicalSearch {
  readonly #frequency: TermFrequency;
  readonly #scores: TokenScores;
  readonly #ranges: DocumentRanges;

  constructor(database: DatabaseSync, frequency: TermFrequency) {
    this.#frequency = frequency;
    this.#scores = new TokenScores(database, frequency);
    this.#ranges = new DocumentRanges(database, frequency.table.endsWith('passage') ? 'passage' : 'record');
  }

  /** By those terms that affordableTerms leaves. */
  search({ terms, limit, documents }: LexicalQuery): LexicalResult {
    const { affordable, together } = this.#affordable(terms);
    if (affordable.length === 0) return { best: [], scores: new Map() };
    const tokens = affordable.map(({ token }) => token);
    const lists = together ? [this.#scores.ofAll(tokens)] : this.#scores.of(tokens);
    const weighted = lists.map((list, index) => ({ ...list, weight: affordable[index]!.weight }));
    if (weighted.length === 1 && documents === null) return ofOneList(weighted[0]!, limit);
    return this.#summed(weighted, limit, documents);
  }

  #affordable(terms: Terms): AffordableTerms {
    return affordableTerms(terms, { of: (token) => this.#frequency.of(token), all: () => this.#frequency.all() });
  }

  #summed(lists: readonly Weighted[], limit: number, documents: ReadonlySet<number> | null): LexicalResult {
    const ranges = documents === null ? null : this.#ranges.of(documents);
    const scores = new Map<number, number>();
    for (const { rows, scores: given, weight } of lists)
      for (const { from, to } of ranges === null ? [{ from: 0, to: rows.length }] : partsIn(rows, ranges))
        for (let at = from; at < to; at += 1) scores.set(rows[at]!, (scores.get(rows[at]!) ?? 0) + weight * given[at]!);
    const best = new BestRows(limit);
    for (const [number, score] of scores) best.offer(number, score);
    return { best: best.best(), scores };
  }
}

/** Nothing to add up: words that are common together stand in a hundred thousand rows, and a map of these costs as much as all else. */
function ofOneList({ rows, scores, weight }: Weighted, limit: number): LexicalResult {
  const best = new BestRows(limit);
  for (let at = 0; at < rows.length; at += 1) best.offer(rows[at]!, weight * scores[at]!);
  const get = (number: number) => {
    const at = placeOf(rows, number);
    return rows[at] === number ? weight * scores[at]! : undefined;
  };
  return { best: best.best(), scores: { get } };
}
