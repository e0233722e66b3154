import type { DatabaseSync } from 'node:sqlite';
import { varints, varintsIn } from './fts/varints.ts';
import type { WordTable } from './fts/word-tables.ts';

/** Rows, then tokens of each column. */
type Totals = number[];

/** FTS5's record of totals, as its source (fts5_index.c, FTS5_AVERAGES_ROWID) has it: row 1 of the table's data. */
const RECORD = 1;

/** What BM25 weighs with: how many rows a word table holds, and how many tokens each column. FTS5 keeps both, but of a table without content
 *  it counts deleted rows for ever: what was ingested again and again would rank differently from the same knowledge ingested once.
 *  Runs inside the caller's transaction, before the rows are deleted (`leaving`) and after (`take`). */
export class WordTotals {
  readonly #database: DatabaseSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  /** How many rows there are, and how many tokens they hold on average (0 where there is none). */
  of(table: WordTable): { rows: number; average: number } {
    const { block } = this.#record(table);
    const [rows = 0, ...tokens] = varintsIn(block);
    return { rows, average: rows === 0 ? 0 : tokens.reduce((sum, count) => sum + count, 0) / rows };
  }

  /** Totals of rows that are about to be deleted. `numbers`: SQL that selects their numbers, with one value. */
  leaving(table: WordTable, numbers: string, value: number): Totals {
    return this.#sum(`SELECT sz FROM ${table}_words_docsize WHERE id IN (${numbers})`, value);
  }

  /** Takes the totals of deleted rows off. */
  take(table: WordTable, leaving: Totals): void {
    if (leaving.length === 0) return;
    this.#rewrite(table, (kept) => kept.map((total, index) => total - leaving[index]!));
  }

  /** Counts all rows anew: for files that were written without `take`. */
  recount(table: WordTable): void {
    const sum = this.#sum(`SELECT sz FROM ${table}_words_docsize`);
    this.#rewrite(table, (kept) => kept.map((_, index) => sum[index] ?? 0));
  }

  #sum(sql: string, ...values: number[]): Totals {
    const totals: Totals = [];
    for (const { sz } of this.#database.prepare(sql).iterate(...values) as Iterable<{ sz: Uint8Array }>)
      [1, ...varintsIn(sz)].forEach((size, index) => {
        totals[index] = (totals[index] ?? 0) + size;
      });
    return totals;
  }

  #record(table: WordTable): { block: Uint8Array } {
    return this.#database.prepare(`SELECT block FROM ${table}_words_data WHERE id = ${RECORD}`).get() as { block: Uint8Array };
  }

  #rewrite(table: WordTable, change: (kept: Totals) => Totals): void {
    // A savepoint makes FTS5 write what it holds in memory; it reads the record again for the next row and for every score.
    this.#database.exec('SAVEPOINT word_totals; RELEASE word_totals');
    const totals = change(varintsIn(this.#record(table).block));
    this.#database.enableDefensive(false);
    try {
      this.#database.prepare(`UPDATE ${table}_words_data SET block = ? WHERE id = ${RECORD}`).run(varints(totals));
    } finally {
      this.#database.enableDefensive(true);
    }
  }
}
