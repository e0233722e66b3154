import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { CONTENTS } from './schema.ts';

/** The tables of words: of passages and of rows, of current documents and of superseded ones. */
export const WORD_TABLES = ['passage', 'record', 'former_passage', 'former_record'] as const;
export type WordTable = (typeof WORD_TABLES)[number];

/** The columns that hold words of the documents; the column of tags is none of them. */
const WORD_COLUMNS = '{text path title headers}';
/** What documentTag() (word-rows.ts) writes. */
const LIKE_A_TAG = /^d\d+$/;

/** Counts kept in memory; a corpus of a hundred thousand passages has about as many words. */
const KEPT_COUNTS = 100_000;

/** In how many rows of a word table a token stands. Counts are kept until documents change:
 *  SQLite walks a token's whole list to count it. Calls run inside the caller's transaction. */
export class TermFrequency {
  readonly table: WordTable;
  readonly #contents: StatementSync;
  readonly #rows: StatementSync;
  readonly #matches: StatementSync;
  readonly #all: StatementSync;
  readonly #kept = new Map<string, number>();
  #keptAll: number | null = null;
  #keptOf: string | null = null;

  constructor(database: DatabaseSync, table: WordTable) {
    this.table = table;
    const [kind, not] = table.startsWith('former_') ? [table.slice('former_'.length), ''] : [table, 'NOT'];
    this.#rows = database.prepare(`SELECT doc FROM ${table}_terms WHERE term = ?`);
    this.#matches = database.prepare(`SELECT count(*) AS doc FROM ${table}_words WHERE ${table}_words MATCH ?`);
    this.#all = database.prepare(
      `SELECT count(*) AS count FROM ${kind}s WHERE document ${not} IN (SELECT number FROM documents WHERE superseded = 1)`,
    );
    this.#contents = database.prepare(CONTENTS);
  }

  /** How many rows there are. */
  all(): number {
    this.#forgetFormer();
    this.#keptAll ??= (this.#all.get() as { count: number }).count;
    return this.#keptAll;
  }

  of(token: string): number {
    this.#forgetFormer();
    const known = this.#kept.get(token);
    if (known !== undefined) return known;
    const count = this.#counted(token);
    if (this.#kept.size >= KEPT_COUNTS) this.#kept.clear();
    this.#kept.set(token, count);
    return count;
  }

  #forgetFormer(): void {
    const { contents } = this.#contents.get() as { contents: string };
    if (contents === this.#keptOf) return;
    this.#kept.clear();
    this.#keptAll = null;
    this.#keptOf = contents;
  }

  /** The list of terms counts tags too: tokens that could be one ("d12", a diode) are counted by a match. */
  #counted(token: string): number {
    const row = LIKE_A_TAG.test(token) ? this.#matches.get(matchOf([token])) : this.#rows.get(token);
    return (row as { doc: number } | undefined)?.doc ?? 0;
  }
}

/** FTS5's expression for rows that hold all of the tokens in columns of words. The columns are named only where a tag could be taken for
 *  a word: parting a word's places by column costs FTS5 as much again as walking its list. */
export function matchOf(tokens: readonly string[]): string {
  const all = tokens.map(quoted).join(' AND ');
  return tokens.some((token) => LIKE_A_TAG.test(token)) ? `${WORD_COLUMNS} : (${all})` : all;
}

function quoted(token: string): string {
  return `"${token.replaceAll('"', '""')}"`;
}
