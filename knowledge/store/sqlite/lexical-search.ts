import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { type AffordableTerms, affordableTerms, type Terms } from '../words/affordable-terms.ts';
import { bestRows, type Scored } from './best-rows.ts';
import { matchOf, type TermFrequency } from './term-frequency.ts';
import { bm25Of, TokenScores } from './token-scores.ts';
import { documentTag } from './word-rows.ts';

/** First and last row of a document: those of one were written together, and nothing came between. */
type Range = { first: number; last: number };

export type LexicalQuery = {
  affordable: AffordableTerms;
  limit: number;
  /** Only rows of these documents are found; null: all. */
  documents: readonly number[] | null;
  /** Rows whose scores are wanted besides. */
  others: readonly number[];
};
/** `best`: best first. `scores`: of the best and of the others at least; rows without any term are left out. */
export type LexicalResult = { best: Scored[]; scores: ReadonlyMap<number, number> };

/** BM25 over the word table of these frequencies. */
export class LexicalSearch {
  readonly #frequency: TermFrequency;
  readonly #scores: TokenScores;
  readonly #together: StatementSync;
  readonly #others: StatementSync;
  readonly #first: StatementSync;
  readonly #last: StatementSync;

  constructor(database: DatabaseSync, frequency: TermFrequency) {
    const { table } = frequency;
    this.#frequency = frequency;
    this.#scores = new TokenScores(database, table);
    const found = `SELECT rowid AS number, ${bm25Of(table)} AS score FROM ${table}_words WHERE ${table}_words MATCH ?`;
    this.#together = database.prepare(`${found} ORDER BY score DESC, number LIMIT ?`);
    // "+rowid" keeps SQLite from searching anew for each of the rows: fifty times slower.
    this.#others = database.prepare(`${found} AND +rowid IN (SELECT value FROM json_each(?))`);
    const tagged = `SELECT rowid AS number FROM ${table}_words WHERE ${table}_words MATCH ? ORDER BY rowid`;
    this.#first = database.prepare(`${tagged} LIMIT 1`);
    this.#last = database.prepare(`${tagged} DESC LIMIT 1`);
  }

  /** The query's terms, as affordableTerms has them. */
  affordable(terms: Terms): AffordableTerms {
    return affordableTerms(terms, { of: (token) => this.#frequency.of(token), all: () => this.#frequency.all() });
  }

  search({ affordable: { affordable, together }, limit, documents, others }: LexicalQuery): LexicalResult {
    if (together) {
      const tokens = affordable.map(({ token }) => token);
      return this.#holdingAll(tokens, affordable[0]!.weight, { limit, documents, others });
    }
    const ranges = documents?.flatMap((document) => this.#range(document)) ?? null;
    const scores = new Map<number, number>();
    this.#scores.of(affordable.map(({ token }) => token)).forEach((of, index) => {
      const { weight } = affordable[index]!;
      const add = (from: number, to: number) => {
        for (let at = from; at < to; at += 1) scores.set(of.rows[at]!, (scores.get(of.rows[at]!) ?? 0) + weight * of.scores[at]!);
      };
      if (ranges === null) add(0, of.rows.length);
      else for (const { first, last } of ranges) add(placeOf(of.rows, first), placeOf(of.rows, last + 1));
    });
    return { best: bestRows(scores, limit), scores };
  }

  /** Rows that hold all of the tokens, which are too common to score every row of theirs; others are scored by any of them. */
  #holdingAll(tokens: readonly string[], weight: number, { limit, documents, others }: Omit<LexicalQuery, 'affordable'>): LexicalResult {
    const tags = documents?.map(documentTag) ?? null;
    const weighed = (rows: unknown[]) => (rows as Scored[]).map(({ number, score }) => ({ number, score: weight * score }));
    const best = weighed(this.#together.all(matchOf(tokens, tags, 'all'), limit));
    const also = others.length === 0 ? [] : weighed(this.#others.all(matchOf(tokens, tags), JSON.stringify(others)));
    return { best, scores: new Map([...best, ...also].map(({ number, score }) => [number, score])) };
  }

  #range(document: number): Range | [] {
    const match = `tags : "${documentTag(document)}"`;
    const first = this.#first.get(match) as { number: number } | undefined;
    return first === undefined ? [] : { first: first.number, last: (this.#last.get(match) as { number: number }).number };
  }
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
