import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { affordableTerms, FIELD_WEIGHTS, type Terms } from '../words/affordable-terms.ts';
import { matchOf, type TermFrequency } from './term-frequency.ts';

/** In the order of the columns; the last is that of the tags. */
const COLUMN_WEIGHTS = [FIELD_WEIGHTS.text, FIELD_WEIGHTS.path, FIELD_WEIGHTS.title, FIELD_WEIGHTS.headers, 0];

export type Scored = { number: number; score: number };
/** Tokens by their weight. `together`: only rows that hold all of a group are among the best. */
type Groups = ReadonlyMap<number, readonly string[]>;
type Affordable = { groups: Groups; together: boolean };

export type LexicalQuery = {
  affordable: Affordable;
  limit: number;
  /** Only rows that carry one of them are among the best; null: all rows. */
  tags: readonly string[] | null;
  /** Rows whose scores are wanted besides; where there are tags, of those that carry one. */
  others: readonly number[];
};
/** `best`: best first. `scores`: of the best and of the others; rows without any term are left out. */
export type LexicalResult = { best: Scored[]; scores: Map<number, number> };

/** BM25 over the word table of these frequencies. */
export class LexicalSearch {
  readonly #frequency: TermFrequency;
  readonly #best: StatementSync;
  readonly #some: StatementSync;

  constructor(database: DatabaseSync, frequency: TermFrequency) {
    const { table } = frequency;
    const score = `-bm25(${table}_words, ${COLUMN_WEIGHTS.join(', ')})`;
    this.#frequency = frequency;
    this.#best = database.prepare(
      `SELECT rowid AS number, ${score} AS score FROM ${table}_words WHERE ${table}_words MATCH ? ORDER BY score DESC, number LIMIT ?`,
    );
    // "+rowid" keeps SQLite from searching anew for each of the rows: fifty times slower.
    this.#some = database.prepare(
      `SELECT rowid AS number, ${score} AS score FROM ${table}_words WHERE ${table}_words MATCH ? AND +rowid IN (SELECT value FROM json_each(?))`,
    );
  }

  /** The query's terms by weight, as affordableTerms has them. */
  affordable(terms: Terms): Affordable {
    const { affordable, together } = affordableTerms(terms, {
      of: (token) => this.#frequency.of(token),
      all: () => this.#frequency.all(),
    });
    const groups = new Map<number, string[]>();
    for (const { token, weight } of affordable) groups.set(weight, [...(groups.get(weight) ?? []), token]);
    return { groups, together };
  }

  /** Best rows of all weight groups together. Each group is searched once, and once more for rows that it did not bring itself. */
  search({ affordable: { groups, together }, limit, tags, others }: LexicalQuery): LexicalResult {
    const parts = new Map<number, Map<number, number>>();
    const found = new Set<number>();
    for (const [weight, tokens] of groups) {
      const rows = this.#best.all(matchOf(tokens, tags, together ? 'all' : 'any'), limit) as Scored[];
      parts.set(weight, new Map(rows.map(({ number, score }) => [number, score])));
      for (const { number } of rows) found.add(number);
    }
    const wanted = [...new Set([...found, ...others])];
    const scores = new Map<number, number>();
    for (const [weight, tokens] of groups) {
      const part = parts.get(weight)!;
      const isWhole = part.size < limit && !together;
      const missing = isWhole ? [] : wanted.filter((number) => !part.has(number));
      if (missing.length > 0)
        for (const { number, score } of this.#some.all(matchOf(tokens, tags), JSON.stringify(missing)) as Scored[]) part.set(number, score);
      for (const [number, score] of part) scores.set(number, (scores.get(number) ?? 0) + weight * score);
    }
    const best = [...found].map((number) => ({ number, score: scores.get(number)! }));
    return { best: best.sort((a, b) => b.score - a.score || a.number - b.number).slice(0, limit), scores };
  }
}
