import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { ContentsWatch } from './contents-watch.ts';
import type { Postings } from './fts/posting-parser.ts';
import { RowLengths } from './fts/row-lengths.ts';
import { COLUMN_WEIGHTS } from './fts/word-tables.ts';
import { REWRITES } from './schema.ts';
import type { TermFrequency } from './term-frequency.ts';
import { WordTotals } from './word-totals.ts';

/** BM25's constants and its floor for words that stand in half of all rows, as FTS5's bm25() has them (fts5_aux.c). */
const K1 = 1.2;
const B = 0.75;
const LEAST_IDF = 1e-6;
/** Rows kept in memory for all tokens of a table: 64 MB. */
const KEPT_ROWS = 8_000_000;

/** Rows that hold a token, ascending, and what BM25 gives each for it. */
export type TokenRows = { rows: Int32Array; scores: Float64Array };
type Tally = { rows: number; average: number };

/** BM25, token by token, equal to FTS5's bm25(): a question's score is the sum over its tokens. The common words of a plant are asked for again
 *  and again, so their lists are kept until documents change; the tokens that were not asked for longest go first. Calls run inside the
 *  caller's transaction. */
export class TokenScores {
  readonly #frequency: TermFrequency;
  readonly #contents: ContentsWatch;
  readonly #rewrites: StatementSync;
  readonly #lengths: RowLengths;
  readonly #totals: WordTotals;
  readonly #kept = new Map<string, Postings>();
  #keptRows = 0;
  #lengthsOf: string | null = null;
  #all: Tally = { rows: 0, average: 0 };

  /** Over the table of these frequencies. */
  constructor(database: DatabaseSync, frequency: TermFrequency) {
    this.#frequency = frequency;
    this.#contents = new ContentsWatch(database);
    this.#rewrites = database.prepare(REWRITES);
    this.#lengths = new RowLengths(database, frequency.table, COLUMN_WEIGHTS.length);
    this.#totals = new WordTotals(database);
  }

  /** Of each token. Errors: store_damaged. */
  of(tokens: readonly string[]): TokenRows[] {
    this.#forgetFormer();
    return tokens.map((token) => {
      const { rows, frequencies } = this.#postings(token);
      const scores = new Float64Array(rows.length);
      this.#addScores(scores, { of: rows.length, frequencies, lengths: this.#lengths.of(rows) });
      return { rows, scores };
    });
  }

  /** Of rows that hold all of the tokens (at least one): what BM25 gives them for all together. Errors: store_damaged. */
  ofAll(tokens: readonly string[]): TokenRows {
    this.#forgetFormer();
    const lists = tokens.map((token) => this.#postings(token));
    const rows = lists.map((list) => list.rows).reduce(inBoth);
    const lengths = this.#lengths.of(rows);
    const scores = new Float64Array(rows.length);
    for (const list of lists) this.#addScores(scores, { of: list.rows.length, frequencies: frequenciesIn(list, rows), lengths });
    return { rows, scores };
  }

  /** `of`: in how many rows the token stands. */
  #addScores(scores: Float64Array, { of, frequencies, lengths }: { of: number; frequencies: Float32Array; lengths: Int32Array }): void {
    const { rows: all, average } = this.#all;
    const idf = Math.max(LEAST_IDF, Math.log((all - of + 0.5) / (of + 0.5)));
    for (let index = 0; index < scores.length; index += 1) {
      const frequency = frequencies[index]!;
      scores[index]! += idf * ((frequency * (K1 + 1)) / (frequency + K1 * (1 - B + (B * lengths[index]!) / average)));
    }
  }

  #postings(token: string): Postings {
    const known = this.#kept.get(token);
    const found = known ?? this.#frequency.lists.of(token);
    if (known !== undefined) this.#kept.delete(token);
    else this.#keptRows += found.rows.length;
    this.#kept.set(token, found);
    while (this.#keptRows > KEPT_ROWS && this.#kept.size > 1) {
      const [oldest, { rows }] = this.#kept.entries().next().value!;
      this.#kept.delete(oldest);
      this.#keptRows -= rows.length;
    }
    return found;
  }

  #forgetFormer(): void {
    if (!this.#contents.hasChanged()) return;
    this.#kept.clear();
    this.#keptRows = 0;
    this.#all = this.#totals.of(this.#frequency.table);
    const { rewrites } = this.#rewrites.get() as { rewrites: string };
    if (rewrites !== this.#lengthsOf) this.#lengths.forget();
    this.#lengthsOf = rewrites;
  }
}

/** Of two ascending lists. */
function inBoth(one: Int32Array, other: Int32Array): Int32Array {
  const both = new Int32Array(Math.min(one.length, other.length));
  let count = 0;
  for (let [a, b] = [0, 0]; a < one.length && b < other.length; ) {
    const difference = one[a]! - other[b]!;
    if (difference === 0) {
      both[count] = one[a]!;
      count += 1;
    }
    if (difference <= 0) a += 1;
    if (difference >= 0) b += 1;
  }
  return both.subarray(0, count);
}

/** Of some of a list's rows. */
function frequenciesIn(list: Postings, rows: Int32Array): Float32Array {
  const frequencies = new Float32Array(rows.length);
  let at = 0;
  for (let index = 0; index < rows.length; index += 1) {
    while (list.rows[at]! < rows[index]!) at += 1;
    frequencies[index] = list.frequencies[at]!;
  }
  return frequencies;
}
