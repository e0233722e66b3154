import type { DatabaseSync } from 'node:sqlite';

/** Raised with every change of the tables; an older file is brought forward, a newer one refused. */
export const SCHEMA_VERSION = 4;

/** detail=full: with column or none, bm25() is silently wrong. Tokens come made (knowledge/text/tokens.ts), parted by spaces. */
const FTS_OPTIONS = `content='', contentless_delete=1, detail=full, tokenize="unicode61 remove_diacritics 0 tokenchars '-_./#:'"`;

/** Numbers are never used again (AUTOINCREMENT): another process's memory may still know a removed one. */
const TABLES = `
CREATE TABLE documents (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  file TEXT NOT NULL UNIQUE,
  summary TEXT NOT NULL,
  guess TEXT NOT NULL DEFAULT '{}',
  superseded INTEGER NOT NULL DEFAULT 0
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

/** What people say of documents outlives them: it is kept by the document's opaque id, not by its row.
 *  The words of superseded documents stand in tables of their own: there they neither weigh on BM25's frequencies nor are scored. */
const REVISION_TABLES = `
CREATE INDEX documents_superseded ON documents(number) WHERE superseded = 1;
CREATE TABLE revision_keys (
  key TEXT NOT NULL,
  document INTEGER NOT NULL REFERENCES documents(number) ON DELETE CASCADE,
  PRIMARY KEY (key, document)
) STRICT, WITHOUT ROWID;
CREATE INDEX revision_keys_by_document ON revision_keys(document);
CREATE TABLE corrections (document_id TEXT PRIMARY KEY, correction TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE verdicts (
  newer TEXT NOT NULL,
  older TEXT NOT NULL,
  verdict TEXT NOT NULL,
  PRIMARY KEY (newer, older)
) STRICT, WITHOUT ROWID;
CREATE INDEX verdicts_by_older ON verdicts(older);
CREATE VIRTUAL TABLE former_passage_words USING fts5(text, path, title, headers, tags, ${FTS_OPTIONS});
CREATE VIRTUAL TABLE former_record_words USING fts5(text, path, title, headers, tags, ${FTS_OPTIONS});
CREATE VIRTUAL TABLE former_passage_terms USING fts5vocab(former_passage_words, row);
CREATE VIRTUAL TABLE former_record_terms USING fts5vocab(former_record_words, row);
`;

/** Version 1 knew no revisions: a document was what its file held last. */
export const FROM_1_TO_2 = `
ALTER TABLE documents ADD COLUMN guess TEXT NOT NULL DEFAULT '{}';
ALTER TABLE documents ADD COLUMN superseded INTEGER NOT NULL DEFAULT 0;
${REVISION_TABLES}`;

/** Indexes that came later and change nothing but speed: a file of the same schema gets them when it is next opened. */
export const LATER_INDEXES = `CREATE INDEX IF NOT EXISTS documents_by_fingerprint ON documents(summary ->> '$.fingerprint')`;

/** Vectors that are made beside those in use. A file of the same schema gets the table when it is next opened; who does not know it
 *  loses nothing by it. Must be as `vectors` is: it takes its place. */
export const NEXT_VECTORS = `CREATE TABLE IF NOT EXISTS next_vectors (
  passage INTEGER PRIMARY KEY REFERENCES passages(number) ON DELETE CASCADE,
  exact BLOB NOT NULL
) STRICT`;

/** The plant's machines, by their folded tags. A file of the same schema gets the table when it is next opened. */
export const ASSETS = `CREATE TABLE IF NOT EXISTS assets (folded TEXT PRIMARY KEY, place INTEGER NOT NULL, asset TEXT NOT NULL) STRICT`;

/** What documents and machines there are, as a text that changes with every commit, removal, correction, verdict and asset list,
 *  and with nothing else. */
export const CONTENTS = `SELECT coalesce((SELECT value FROM meta WHERE key = 'contents'), '0') AS contents`;
/** Run in the transaction of each of these. */
export const CONTENTS_CHANGE = `INSERT INTO meta VALUES ('contents', '1') ON CONFLICT (key) DO UPDATE SET value = CAST(value AS INTEGER) + 1`;

/** Changes whenever the words of rows that stay are written anew: who keeps what belongs to rows must drop it. */
export const REWRITES = `SELECT coalesce((SELECT value FROM meta WHERE key = 'rewrites'), '0') AS rewrites`;
/** Run in the same transaction. */
export const REWRITES_CHANGE = `INSERT INTO meta VALUES ('rewrites', '1') ON CONFLICT (key) DO UPDATE SET value = CAST(value AS INTEGER) + 1`;

/** Run in the transaction in which vectors go, or come to a passage when later ones have theirs: who keeps copies of all compares them again. */
export const SHUFFLES_CHANGE = `INSERT INTO meta VALUES ('shuffles', '1') ON CONFLICT (key) DO UPDATE SET value = CAST(value AS INTEGER) + 1`;

/** Makes the tables of a new file, in the caller's transaction. */
export function createTables(database: DatabaseSync): void {
  database.exec(TABLES);
  database.exec(REVISION_TABLES);
  database.exec(`PRAGMA user_version = ${SCHEMA_VERSION}`);
}
