import type { DatabaseSync } from 'node:sqlite';
import { DocumentRows } from './document-rows.ts';
import { RevisionSettler } from './revision-settler.ts';
import { FROM_1_TO_2, SCHEMA_VERSION } from './schema.ts';

/** Brings the tables of an older file forward, in the caller's transaction. `version`: the file's own. */
export function migrateTables(database: DatabaseSync, version: number): void {
  if (version < 2) {
    database.exec(FROM_1_TO_2);
    takeRevisionsIn(database);
  }
  database.exec(`PRAGMA user_version = ${SCHEMA_VERSION}`);
}

/** What was listed before becomes the guess, and the rule of revisions is applied to all documents. */
function takeRevisionsIn(database: DatabaseSync): void {
  const documents = new DocumentRows(database);
  const numbers = documents.numbers();
  for (const number of numbers) documents.adopt(number);
  new RevisionSettler(database, documents).settle(numbers, []);
}
