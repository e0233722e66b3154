import { DatabaseSync } from 'node:sqlite';
import { MillwrightError } from '../../errors.ts';
import { migrateTables } from './migrate-tables.ts';
import { ASSETS, createTables, LATER_INDEXES, NEXT_VECTORS, SCHEMA_VERSION } from './schema.ts';
import { CONFLICT_TABLE } from './sqlite-conflicts.ts';
import { JOB_TABLES } from './sqlite-jobs.ts';
import { TERM_TABLES } from './sqlite-terms.ts';

/** How long a statement waits for another process's transaction; a large revision takes a few seconds to write. */
const BUSY_MS = 15_000;

export type OpenOptions = {
  path: string;
  readOnly?: boolean;
  /** The file may not grow beyond this; a commit that would fails with store_full. */
  maxBytes?: number;
};

/** Opens the file (and makes its tables, where it is new), with the settings that durability rests on.
 *  Errors: store_newer, store_damaged, store_busy. */
export function openDatabase({ path, readOnly = false, maxBytes }: OpenOptions): DatabaseSync {
  let database: DatabaseSync | null = null;
  try {
    database = new DatabaseSync(path, { readOnly, timeout: BUSY_MS, enableForeignKeyConstraints: true });
    if (!readOnly) database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 4000;');
    database.exec('PRAGMA cache_size = -65536; PRAGMA mmap_size = 1073741824; PRAGMA temp_store = MEMORY;');
    prepareSchema(database, path, readOnly);
    if (!readOnly) database.exec(`${LATER_INDEXES};${NEXT_VECTORS};${ASSETS};${JOB_TABLES};${TERM_TABLES};${CONFLICT_TABLE}`);
    if (maxBytes !== undefined) {
      const { page_size: pageBytes } = database.prepare('PRAGMA page_size').get() as { page_size: number };
      database.exec(`PRAGMA max_page_count = ${Math.max(1, Math.floor(maxBytes / pageBytes))}`);
    }
    return database;
  } catch (error) {
    database?.close();
    throw storeError(error, path);
  }
}

function prepareSchema(database: DatabaseSync, path: string, readOnly: boolean): void {
  const version = () => (database.prepare('PRAGMA user_version').get() as { user_version: number }).user_version;
  if (version() > SCHEMA_VERSION) {
    throw new MillwrightError(
      `"${path}" was written by a newer Millwright (schema ${version()}, this one knows ${SCHEMA_VERSION}). Install that version, or use another data folder.`,
      {
        code: 'store_newer',
      },
    );
  }
  if (version() === SCHEMA_VERSION) return;
  if (database.prepare('SELECT 1 FROM sqlite_schema').get() !== undefined && version() === 0) throw unusable(path);
  if (readOnly) {
    throw new MillwrightError(
      `"${path}" was written by an older Millwright (schema ${version()}, this one knows ${SCHEMA_VERSION}). Run "millwright documents" on its folder once: that brings it forward.`,
      { code: 'store_older' },
    );
  }
  // Whole or not at all: an error closes the file, and the transaction ends with it. Another process may have been first.
  database.exec('BEGIN IMMEDIATE');
  if (version() === 0) createTables(database);
  else if (version() < SCHEMA_VERSION) migrateTables(database, version());
  database.exec('COMMIT');
}

const FULL = 13;
const BUSY = new Set([5, 6]);
const DAMAGED = new Set([11, 26]);

/** What an error of SQLite means here; errors of ours pass unchanged. */
export function storeError(error: unknown, path: string): unknown {
  const code = (error as { errcode?: number } | null)?.errcode;
  if (code === undefined) return error;
  const primary = code & 0xff;
  if (primary === FULL) {
    return new MillwrightError(
      `The store "${path}" could not grow: the disk (or the limit set for it) is full. Free some space and run the same command again; everything stored before is kept.`,
      { code: 'store_full', retryable: true, cause: error },
    );
  }
  if (BUSY.has(primary)) {
    return new MillwrightError(
      `The store "${path}" is busy: another process has been writing for more than ${BUSY_MS / 1000} s. Try again when it has finished.`,
      { code: 'store_busy', retryable: true, cause: error },
    );
  }
  if (DAMAGED.has(primary)) {
    return unusable(path, error);
  }
  return new MillwrightError(
    `The store "${path}" could not be used: ${(error as Error).message}. Check that the folder exists and may be written.`,
    { code: 'store_damaged', cause: error },
  );
}

function unusable(path: string, cause?: unknown): MillwrightError {
  return new MillwrightError(
    `"${path}" is damaged or no store of Millwright. Restore it from a backup, or move it away and ingest the documents again.`,
    { code: 'store_damaged', cause },
  );
}
