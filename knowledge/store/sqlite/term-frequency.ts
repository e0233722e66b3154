import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { ContentsWatch } from './contents-watch.ts';
import { PostingLists } from './fts/posting-lists.ts';
import { COLUMN_WEIGHTS, type WordTable } from './fts/word-tables.ts';

/** What documentTag() (word-rows.ts) writes. */
const LIKE_A_TAG = /^d\d+$/;

/** Counts kept in memory; a corpus of a hundred thousand passages has about as many words. */
const KEPT_COUNTS = 100_000;

/** In how many rows of a word table a token stands. Counts are kept until documents change: a token's whole list is walked to count it.
 *  Calls run inside the caller's transaction. */
export class TermFrequency {
  readonly table: WordTable;
  /** Of the same table. */
  readonly lists: PostingLists;
  readonly #contents: ContentsWatch;
  readonly #all: StatementSync;
  readonly #kept = new Map<string, number>();
  #keptAll: number | null = null;

  constructor(database: DatabaseSync, table: WordTable) {
    this.table = table;
    this.lists = new PostingLists(database, table, COLUMN_WEIGHTS);
    const [kind, not] = table.startsWith('former_') ? [table.slice('former_'.length), ''] : [table, 'NOT'];
    this.#all = database.prepare(
      `SELECT count(*) AS count FROM ${kind}s WHERE document ${not} IN (SELECT number FROM documents WHERE superseded = 1)`,
    );
    this.#contents = new ContentsWatch(database);
  }

  /** How many rows there are. */
  all(): number {
    this.#forgetFormer();
    this.#keptAll ??= (this.#all.get() as { count: number }).count;
    return this.#keptAll;
  }

  /** Errors: store_damaged. */
  of(token: string): number {
    this.#forgetFormer();
    const known = this.#kept.get(token);
    if (known !== undefined) return known;
    // Tags stand in the same lists: tokens that could be one ("d12", a diode) are counted by their columns.
    const count = LIKE_A_TAG.test(token) ? this.lists.of(token).rows.length : this.lists.count(token);
    if (this.#kept.size >= KEPT_COUNTS) this.#kept.clear();
    this.#kept.set(token, count);
    return count;
  }

  #forgetFormer(): void {
    if (!this.#contents.hasChanged()) return;
    this.#kept.clear();
    this.#keptAll = null;
  }
}
