import type { DatabaseSync } from 'node:sqlite';

/** Raised with every change of the tables; an older file is brought forward, a newer one refused. */
export const SCHEMA_VERSION = 1;

/** detail=full: with column or none, bm25() is silently wrong. Tokens come made (knowledge/text/tokens.ts), parted by spaces. */
const FTS_OPTIONS = `content='', contentless_delete=1, detail=full, tokenize="unicode61 remove_diacritics 0 tokenchars '-_./#:'"`;

/** Numbers are never used again (AUTOINCREMENT): another process's memory may still know a removed one. */
const TABLES = `
CREATE TABLE documents (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  file TEXT NOT NULL UNIQUE,
  summary TEXT NOT NULL
) STRICT;
CREATE TABLE equipment (
  folded TEXT NOT NULL,
  document INTEGER NOT NULL REFERENCES documents(number) ON DELETE CASCADE,
  PRIMARY KEY (folded, document)
) STRICT, WITHOUT ROWID;
CREATE TABLE passages (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  document INTEGER NOT NULL REFERENCES documents(number) ON DELETE CASCADE,
  id TEXT NOT NULL,
  ordinal INTEGER NOT NULL,
  content TEXT NOT NULL,
  UNIQUE (document, id)
) STRICT;
CREATE TABLE records (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  document INTEGER NOT NULL REFERENCES documents(number) ON DELETE CASCADE,
  id TEXT NOT NULL,
  passage INTEGER NOT NULL REFERENCES passages(number) ON DELETE CASCADE,
  content TEXT NOT NULL,
  UNIQUE (document, id)
) STRICT;
CREATE INDEX records_by_passage ON records(passage);
CREATE TABLE keys (
  key TEXT NOT NULL,
  kind INTEGER NOT NULL,
  unit INTEGER NOT NULL,
  document INTEGER NOT NULL REFERENCES documents(number) ON DELETE CASCADE,
  PRIMARY KEY (key, kind, unit)
) STRICT, WITHOUT ROWID;
CREATE INDEX keys_by_document ON keys(document);
CREATE TABLE vectors (
  passage INTEGER PRIMARY KEY REFERENCES passages(number) ON DELETE CASCADE,
  exact BLOB NOT NULL
) STRICT;
CREATE TABLE settings (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE VIRTUAL TABLE passage_words USING fts5(text, path, title, headers, tags, ${FTS_OPTIONS});
CREATE VIRTUAL TABLE record_words USING fts5(text, path, title, headers, tags, ${FTS_OPTIONS});
CREATE VIRTUAL TABLE passage_terms USING fts5vocab(passage_words, row);
CREATE VIRTUAL TABLE record_terms USING fts5vocab(record_words, row);
INSERT INTO meta VALUES ('version', '0'), ('embedder', '');
`;

/** Indexes that came later and change nothing but speed: a file of the same schema gets them when it is next opened. */
export const LATER_INDEXES = `CREATE INDEX IF NOT EXISTS documents_by_fingerprint ON documents(summary ->> '$.fingerprint')`;

/** What documents there are, as a text that changes with every commit and removal and with nothing else. */
export const CONTENTS = `SELECT coalesce((SELECT value FROM meta WHERE key = 'contents'), '0') AS contents`;
/** Run in the transaction of each commit and removal. */
export const CONTENTS_CHANGE = `INSERT INTO meta VALUES ('contents', '1') ON CONFLICT (key) DO UPDATE SET value = CAST(value AS INTEGER) + 1`;

/** Makes the tables of a new file, in the caller's transaction. */
export function createTables(database: DatabaseSync): void {
  database.exec(TABLES);
  database.exec(`PRAGMA user_version = ${SCHEMA_VERSION}`);
}
