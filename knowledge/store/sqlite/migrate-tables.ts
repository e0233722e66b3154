import type { DatabaseSync } from 'node:sqlite';
import { DocumentRows } from './document-rows.ts';
import { WORD_TABLES } from './fts/word-tables.ts';
import { RevisionSettler } from './revision-settler.ts';
import { CONTENTS_CHANGE, FROM_1_TO_2, SCHEMA_VERSION } from './schema.ts';
import { WordRows } from './word-rows.ts';
import { WordTotals } from './word-totals.ts';

/** Brings the tables of an older file forward, in the caller's transaction. `version`: the file's own. */
export function migrateTables(database: DatabaseSync, version: number): void {
  if (version < 2) {
    database.exec(FROM_1_TO_2);
    takeRevisionsIn(database);
  }
  if (version < 3) writeWordsAnew(database);
  if (version < 4) countWordsAnew(database);
  database.exec(`PRAGMA user_version = ${SCHEMA_VERSION}`);
}

/** Version 3 folds traditional Han into simplified: index tokens and folded names are made anew, from what the file itself holds. */
function writeWordsAnew(database: DatabaseSync): void {
  const documents = new DocumentRows(database);
  const words = new WordRows(database);
  for (const number of documents.numbers()) {
    const { title } = documents.refresh(number);
    words.rewrite({ document: number, title, former: documents.read(number).superseded });
  }
  database.exec(CONTENTS_CHANGE);
}

/** Version 4 takes deleted rows off the totals of the word tables: scores change, and with them what may be kept of answers. */
function countWordsAnew(database: DatabaseSync): void {
  const totals = new WordTotals(database);
  for (const table of WORD_TABLES) totals.recount(table);
  database.exec(CONTENTS_CHANGE);
}

/** What was listed before becomes the guess, and the rule of revisions is applied to all documents. */
function takeRevisionsIn(database: DatabaseSync): void {
  const documents = new DocumentRows(database);
  const numbers = documents.numbers();
  for (const number of numbers) documents.adopt(number);
  new RevisionSettler(documents, new WordRows(database)).settle(numbers, []);
}
