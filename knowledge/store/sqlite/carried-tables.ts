import type { DatabaseSync } from 'node:sqlite';
import type { CarriedRows } from '../store-contents.ts';

/** Tables whose rows stand by themselves: they go along when a store moves. */
export const CARRIED_TABLES = ['settings', 'corrections', 'verdicts', 'assets', 'term_edits', 'conflicts', 'jobs', 'job_files'] as const;
/** Tables that the documents fill when they are committed, and those that belong to one file alone. A new table of the schema belongs in
 *  one of the two lists; a test says so. */
export const DERIVED_TABLES = [
  ...[
    'documents',
    'equipment',
    'passages',
    'records',
    'keys',
    'vectors',
    'next_vectors',
    'revision_keys',
    'meta',
    'job_lease',
    'learned_terms',
    'plant_words',
  ],
  ...['collections', 'editions', 'next_editions', 'ledger_passages', 'ledger_vectors', 'ledger_next_vectors', 'token_units', 'unit_totals'],
] as const;

export function carriedRows(database: DatabaseSync): CarriedRows {
  const rowsOf = (table: string) =>
    database
      .prepare(`SELECT * FROM ${table}`)
      .all()
      .map((row) => ({ ...row })) as CarriedRows[string];
  return Object.fromEntries(CARRIED_TABLES.map((table) => [table, rowsOf(table)]));
}

/** Runs inside the caller's transaction. */
export function carryRows(database: DatabaseSync, rows: CarriedRows): void {
  for (const table of CARRIED_TABLES.toReversed()) database.exec(`DELETE FROM ${table}`);
  for (const table of CARRIED_TABLES) {
    for (const row of rows[table] ?? []) {
      const columns = Object.keys(row);
      const insert = `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`;
      database.prepare(insert).run(...Object.values(row));
    }
  }
}

export function keepIngestTime(database: DatabaseSync, documentId: string, ingestedAt: string): void {
  database.prepare(`UPDATE documents SET summary = json_set(summary, '$.ingestedAt', ?) WHERE id = ?`).run(ingestedAt, documentId);
}
