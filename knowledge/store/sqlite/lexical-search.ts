import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { type AffordableTerms, affordableTerms, type Terms } from '../words/affordable-terms.ts';
import { BestRows, type Scored } from './best-rows.ts';
import type { TermFrequency } from './term-frequency.ts';
import { type TokenRows, TokenScores } from './token-scores.ts';
import { documentTag } from './word-rows.ts';

/** First and last row of a document: those of one were written together, and nothing came between. */
type Range = { first: number; last: number };

export type LexicalQuery = {
  affordable: AffordableTerms;
  limit: number;
  /** Only rows of these documents are found; null: all. */
  documents: readonly number[] | null;
};
/** `best`: best first. `scores`: of all rows of the documents that hold any of the terms, or all of them where these are taken together. */
export type LexicalResult = { best: Scored[]; scores: Pick<ReadonlyMap<number, number>, 'get'> };

/** BM25 over the word table of these frequencies. */
export class LexicalSearch {
  readonly #frequency: TermFrequency;
  readonly #scores: TokenScores;
  readonly #first: StatementSync;
  readonly #last: StatementSync;

  constructor(database: DatabaseSync, frequency: TermFrequency) {
    const { table } = frequency;
    this.#frequency = frequency;
    this.#scores = new TokenScores(database, table);
    const tagged = `SELECT rowid AS number FROM ${table}_words WHERE ${table}_words MATCH ? ORDER BY rowid`;
    this.#first = database.prepare(`${tagged} LIMIT 1`);
    this.#last = database.prepare(`${tagged} DESC LIMIT 1`);
  }

  /** The query's terms, as affordableTerms has them. */
  affordable(terms: Terms): AffordableTerms {
    return affordableTerms(terms, { of: (token) => this.#frequency.of(token), all: () => this.#frequency.all() });
  }

  search({ affordable: { affordable, together }, limit, documents }: LexicalQuery): LexicalResult {
    const ranges = documents?.flatMap((document) => this.#range(document)) ?? null;
    const tokens = affordable.map(({ token }) => token);
    const lists = together ? [this.#scores.ofAll(tokens)] : this.#scores.of(tokens);
    const weighted = lists.map((list, index) => ({ ...list, weight: affordable[index]!.weight }));
    if (weighted.length === 1 && ranges === null) return ofOneList(weighted[0]!, limit);
    const scores = new Map<number, number>();
    for (const { rows, scores: given, weight } of weighted) {
      const addFrom = (from: number, to: number) => {
        for (let at = from; at < to; at += 1) scores.set(rows[at]!, (scores.get(rows[at]!) ?? 0) + weight * given[at]!);
      };
      if (ranges === null) addFrom(0, rows.length);
      else for (const { first, last } of ranges) addFrom(placeOf(rows, first), placeOf(rows, last + 1));
    }
    const rows = new BestRows(limit);
    for (const [number, score] of scores) rows.offer(number, score);
    return { best: rows.best(), scores };
  }

  #range(document: number): Range | [] {
    const match = `tags : "${documentTag(document)}"`;
    const first = this.#first.get(match) as { number: number } | undefined;
    return first === undefined ? [] : { first: first.number, last: (this.#last.get(match) as { number: number }).number };
  }
}

/** Nothing to add up: words that are common together stand in a hundred thousand rows, and a map of these costs as much as all else. */
function ofOneList({ rows, scores, weight }: TokenRows & { weight: number }, limit: number): LexicalResult {
  const best = new BestRows(limit);
  for (let at = 0; at < rows.length; at += 1) best.offer(rows[at]!, weight * scores[at]!);
  const get = (number: number) => {
    const at = placeOf(rows, number);
    return rows[at] === number ? weight * scores[at]! : undefined;
  };
  return { best: best.best(), scores: { get } };
}

/** Where a number stands, or would stand, in an ascending list. */
function placeOf(list: Int32Array, number: number): number {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (list[middle]! < number) low = middle + 1;
    else high = middle;
  }
  return low;
}
