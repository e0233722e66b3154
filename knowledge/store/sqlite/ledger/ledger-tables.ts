import { randomUUID } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { WORDS_VERSION } from '../../words/index-words.ts';

/** Raised with every change of these tables. */
const LEDGER_VERSION = 1;

/** Editions and collections get numbers that are never used again (AUTOINCREMENT): readers tell by them what came later. */
const TABLES = `
CREATE TABLE collections (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  dimensions INTEGER,
  role TEXT NOT NULL,
  touched INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX collections_in_use ON collections(role) WHERE role IN ('current', 'next');
CREATE TABLE editions (
  edition INTEGER PRIMARY KEY AUTOINCREMENT,
  collection INTEGER NOT NULL,
  document INTEGER UNIQUE REFERENCES documents(number),
  state TEXT NOT NULL,
  former INTEGER NOT NULL DEFAULT 0,
  title TEXT NOT NULL DEFAULT '',
  words BLOB,
  averages TEXT NOT NULL DEFAULT '{}',
  touched INTEGER NOT NULL
) STRICT;
CREATE INDEX editions_hidden ON editions(edition) WHERE state <> 'live' OR former = 1;
CREATE TABLE next_editions (edition INTEGER PRIMARY KEY REFERENCES editions(edition) ON DELETE CASCADE) STRICT;
CREATE TABLE ledger_passages (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  document INTEGER NOT NULL REFERENCES documents(number) ON DELETE CASCADE,
  id TEXT NOT NULL,
  ordinal INTEGER NOT NULL,
  fingerprint TEXT NOT NULL,
  UNIQUE (document, id)
) STRICT;
CREATE TABLE ledger_vectors (passage INTEGER PRIMARY KEY REFERENCES ledger_passages(number) ON DELETE CASCADE) STRICT;
CREATE TABLE ledger_next_vectors (passage INTEGER PRIMARY KEY REFERENCES ledger_passages(number) ON DELETE CASCADE) STRICT;
CREATE TABLE token_units (
  kind TEXT NOT NULL,
  former INTEGER NOT NULL,
  token TEXT NOT NULL,
  units INTEGER NOT NULL,
  PRIMARY KEY (token, kind, former)
) STRICT, WITHOUT ROWID;
CREATE TABLE unit_totals (
  kind TEXT NOT NULL,
  former INTEGER NOT NULL,
  units INTEGER NOT NULL,
  tokens INTEGER NOT NULL,
  PRIMARY KEY (kind, former)
) STRICT, WITHOUT ROWID;
INSERT INTO unit_totals VALUES ('passage', 0, 0, 0), ('passage', 1, 0, 0), ('record', 0, 0, 0), ('record', 1, 0, 0);`;

export const LEDGER_PASSAGES = { passages: 'ledger_passages', vectors: 'ledger_vectors' } as const;

/** Adds what a ledger keeps to a file whose tables of passages stay empty. Returns the id of this catalogue. */
export function prepareLedger(database: DatabaseSync): string {
  const id = () => (database.prepare(`SELECT value FROM meta WHERE key = 'ledger'`).get() as { value: string } | undefined)?.value;
  const known = id();
  if (known !== undefined) return known;
  database.exec('BEGIN IMMEDIATE');
  if (id() === undefined) {
    database.exec(TABLES);
    const put = database.prepare('INSERT INTO meta VALUES (?, ?)');
    put.run('ledger', randomUUID().slice(0, 8));
    put.run('ledger-version', String(LEDGER_VERSION));
    put.run('words-version', String(WORDS_VERSION));
  }
  database.exec('COMMIT');
  return id()!;
}

/** The version of words that a catalogue's units were counted with; the first ones did not say it. */
export function wordsVersionOf(database: DatabaseSync): number {
  const kept = database.prepare(`SELECT value FROM meta WHERE key = 'words-version'`).get() as { value: string } | undefined;
  return Number(kept?.value ?? 1);
}
