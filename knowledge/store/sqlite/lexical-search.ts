import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { matchOf, type TermFrequency } from './term-frequency.ts';

/** FTS5 scores every matching row: the commonest terms of a question are left out once this many rows would be scored.
 *  Measured: an unbudgeted stop word costs 100 ms at 100,000 passages; half of 20,000 took a third off a search among 10,000 passages and
 *  found as much (rule books, 348 questions: hit@5 .759 and .768; Chinese manual: the same hits). */
const ROW_BUDGET = 10_000;
/** Weights of text, path, title, headers, tags in bm25(). */
const FIELD_WEIGHTS = [1, 1.4, 0.7, 0.8, 0];

export type Scored = { number: number; score: number };
export type Terms = readonly { token: string; weight: number }[];
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
    const score = `-bm25(${table}_words, ${FIELD_WEIGHTS.join(', ')})`;
    this.#frequency = frequency;
    this.#best = database.prepare(
      `SELECT rowid AS number, ${score} AS score FROM ${table}_words WHERE ${table}_words MATCH ? ORDER BY score DESC, number LIMIT ?`,
    );
    // "+rowid" keeps SQLite from searching anew for each of the rows: fifty times slower.
    this.#some = database.prepare(
      `SELECT rowid AS number, ${score} AS score FROM ${table}_words WHERE ${table}_words MATCH ? AND +rowid IN (SELECT value FROM json_each(?))`,
    );
  }

  /** The query's terms by weight, rarest first within the row budget. Terms that no row holds are dropped. Where even the rarest is too
   *  common, it is taken with the next ones, until few enough rows should hold them all. */
  affordable(terms: Terms): Affordable {
    const known = terms.flatMap(({ token, weight }) => {
      const rows = this.#frequency.of(token);
      return rows === 0 ? [] : [{ token, weight, rows }];
    });
    known.sort((a, b) => a.rows - b.rows || (a.token < b.token ? -1 : 1));
    if (known[0] !== undefined && known[0].rows > ROW_BUDGET) return { groups: this.#together(known), together: true };
    const groups = new Map<number, string[]>();
    let rows = 0;
    for (const term of known) {
      rows += term.rows;
      if (rows > ROW_BUDGET && groups.size > 0) break;
      groups.set(term.weight, [...(groups.get(term.weight) ?? []), term.token]);
    }
    return { groups, together: false };
  }

  /** Of the rarest term's weight. How many rows hold all: as if the terms stood independently of each other. */
  #together(known: readonly { token: string; weight: number; rows: number }[]): Groups {
    const all = this.#frequency.all();
    const { weight } = known[0]!;
    const tokens: string[] = [];
    let rows = all;
    for (const term of known.filter((each) => each.weight === weight)) {
      if (rows <= ROW_BUDGET) break;
      tokens.push(term.token);
      rows *= term.rows / all;
    }
    return new Map([[weight, tokens]]);
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
