import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { FIELD_WEIGHTS } from '../words/affordable-terms.ts';
import { CONTENTS } from './schema.ts';
import { matchOf, type WordTable } from './term-frequency.ts';

/** In the order of the columns; the last is that of the tags. */
const COLUMN_WEIGHTS = [FIELD_WEIGHTS.text, FIELD_WEIGHTS.path, FIELD_WEIGHTS.title, FIELD_WEIGHTS.headers, 0];
/** Rows kept in memory for all tokens of a table: 12 MB. */
const KEPT_ROWS = 1_000_000;

/** Rows that hold a token, ascending, and what BM25 gives each for it. */
export type TokenRows = { rows: Int32Array; scores: Float64Array };

/** BM25, token by token: a question's score is the sum over its tokens. What FTS5 reckons costs about a microsecond a row, and the common words
 *  of a plant are asked for again and again, so scores are kept until documents change; the tokens that were not asked for longest go
 *  first. Calls run inside the caller's transaction. */
export class TokenScores {
  readonly #contents: StatementSync;
  readonly #rows: StatementSync;
  readonly #kept = new Map<string, TokenRows>();
  #keptRows = 0;
  #keptOf: string | null = null;

  constructor(database: DatabaseSync, table: WordTable) {
    this.#contents = database.prepare(CONTENTS);
    this.#rows = database.prepare(
      `SELECT rowid, -bm25(${table}_words, ${COLUMN_WEIGHTS.join(', ')}) FROM ${table}_words WHERE ${table}_words MATCH ?`,
    );
    this.#rows.setReturnArrays(true);
  }

  /** Of each token. */
  of(tokens: readonly string[]): TokenRows[] {
    return tokens.map((token) => this.ofAll([token]));
  }

  /** Of rows that hold all of the tokens: what BM25 gives them for all together. */
  ofAll(tokens: readonly string[]): TokenRows {
    this.#forgetFormer();
    const key = tokens.join(' ');
    const found = this.#kept.get(key) ?? this.#read(tokens);
    this.#keep(key, found);
    return found;
  }

  #read(tokens: readonly string[]): TokenRows {
    const found = this.#rows.all(matchOf(tokens)) as unknown as [number: number, score: number][];
    const rows = new Int32Array(found.length);
    const scores = new Float64Array(found.length);
    for (let index = 0; index < found.length; index += 1) {
      const row = found[index]!;
      rows[index] = row[0];
      scores[index] = row[1];
    }
    return { rows, scores };
  }

  #keep(key: string, found: TokenRows): void {
    if (this.#kept.delete(key)) this.#keptRows -= found.rows.length;
    this.#kept.set(key, found);
    this.#keptRows += found.rows.length;
    while (this.#keptRows > KEPT_ROWS && this.#kept.size > 1) {
      const [oldest, { rows }] = this.#kept.entries().next().value!;
      this.#kept.delete(oldest);
      this.#keptRows -= rows.length;
    }
  }

  #forgetFormer(): void {
    const { contents } = this.#contents.get() as { contents: string };
    if (contents === this.#keptOf) return;
    this.#kept.clear();
    this.#keptRows = 0;
    this.#keptOf = contents;
  }
}
