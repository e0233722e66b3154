import type { DatabaseSync, StatementSync } from 'node:sqlite';

/** The columns that hold words of the documents; the column of tags is none of them. */
const WORD_COLUMNS = '{text path title headers}';
/** What documentTag() writes. */
const LIKE_A_TAG = /^d\d+$/;

/** In how many rows of a word table (passages or records) a token stands. */
export class TermFrequency {
  readonly #rows: StatementSync;
  readonly #matches: StatementSync;

  constructor(database: DatabaseSync, kind: 'passage' | 'record') {
    this.#rows = database.prepare(`SELECT doc FROM ${kind}_terms WHERE term = ?`);
    this.#matches = database.prepare(`SELECT count(*) AS doc FROM ${kind}_words WHERE ${kind}_words MATCH ?`);
  }

  /** The list of terms counts tags too: tokens that could be one ("d12", a diode) are counted by a match. */
  of(token: string): number {
    const row = LIKE_A_TAG.test(token) ? this.#matches.get(matchOf([token], null)) : this.#rows.get(token);
    return (row as { doc: number } | undefined)?.doc ?? 0;
  }
}

/** FTS5's expression for rows that hold any of the tokens; `tags`: and carry any of these. */
export function matchOf(tokens: readonly string[], tags: readonly string[] | null): string {
  const any = `${WORD_COLUMNS} : (${tokens.map(quoted).join(' OR ')})`;
  return tags === null ? any : `(${any}) AND (tags : (${tags.map(quoted).join(' OR ')}))`;
}

function quoted(token: string): string {
  return `"${token.replaceAll('"', '""')}"`;
}
