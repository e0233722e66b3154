import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { matchOf, TermFrequency } from './term-frequency.ts';

/** FTS5 scores every matching row: the commonest terms of a question are left out once this many rows would be scored.
 *  Measured: an unbudgeted stop word costs 100 ms at 100,000 passages. */
const ROW_BUDGET = 20_000;
/** Weights of text, path, title, headers, tags in bm25(). */
const FIELD_WEIGHTS = [1, 1.4, 0.7, 0.8, 0];

export type Scored = { number: number; score: number };
export type Terms = readonly { token: string; weight: number }[];

/** BM25 over one of the two word tables (passages, records). */
export class LexicalSearch {
  readonly #frequency: TermFrequency;
  readonly #best: StatementSync;
  readonly #some: StatementSync;

  constructor(database: DatabaseSync, kind: 'passage' | 'record') {
    const score = `-bm25(${kind}_words, ${FIELD_WEIGHTS.join(', ')})`;
    this.#frequency = new TermFrequency(database, kind);
    this.#best = database.prepare(
      `SELECT rowid AS number, ${score} AS score FROM ${kind}_words WHERE ${kind}_words MATCH ? ORDER BY score DESC, number LIMIT ?`,
    );
    this.#some = database.prepare(
      `SELECT rowid AS number, ${score} AS score FROM ${kind}_words WHERE ${kind}_words MATCH ? AND rowid IN (SELECT value FROM json_each(?))`,
    );
  }

  /** The query's terms by weight, rarest first within the row budget. Terms that no row holds are dropped. */
  affordable(terms: Terms): Map<number, string[]> {
    const known = terms.flatMap(({ token, weight }) => {
      const rows = this.#frequency.of(token);
      return rows === 0 ? [] : [{ token, weight, rows }];
    });
    known.sort((a, b) => a.rows - b.rows || (a.token < b.token ? -1 : 1));
    const groups = new Map<number, string[]>();
    let rows = 0;
    for (const term of known) {
      rows += term.rows;
      if (rows > ROW_BUDGET && groups.size > 0) break;
      groups.set(term.weight, [...(groups.get(term.weight) ?? []), term.token]);
    }
    return groups;
  }

  /** Best rows of all weight groups together; `tags`: only rows that carry one of them. */
  best(groups: Map<number, string[]>, limit: number, tags: readonly string[] | null): Scored[] {
    const scores = new Map<number, number>();
    for (const [weight, tokens] of groups) {
      for (const { number, score } of this.#best.all(matchOf(tokens, tags), limit) as Scored[])
        scores.set(number, (scores.get(number) ?? 0) + weight * score);
    }
    if (groups.size > 1) for (const { number, score } of this.scoresOf(groups, [...scores.keys()])) scores.set(number, score);
    return [...scores]
      .map(([number, score]) => ({ number, score }))
      .sort((a, b) => b.score - a.score || a.number - b.number)
      .slice(0, limit);
  }

  /** Scores of the given rows; rows without any term are left out. */
  scoresOf(groups: Map<number, string[]>, numbers: readonly number[]): Scored[] {
    if (numbers.length === 0) return [];
    const scores = new Map<number, number>();
    for (const [weight, tokens] of groups) {
      for (const { number, score } of this.#some.all(matchOf(tokens, null), JSON.stringify(numbers)) as Scored[])
        scores.set(number, (scores.get(number) ?? 0) + weight * score);
    }
    return [...scores].map(([number, score]) => ({ number, score }));
  }
}
