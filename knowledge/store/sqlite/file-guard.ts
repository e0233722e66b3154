import type { DatabaseSync } from 'node:sqlite';
import { MillwrightError } from '../../errors.ts';
import { storeError } from './open-database.ts';
import { CONTENTS_CHANGE } from './schema.ts';

/** Every use of an open file goes through here: what a call sees, what a change carries along, and what an error means. */
export class FileGuard {
  readonly #path: string;
  readonly #database: DatabaseSync;
  #open = true;

  constructor(path: string, database: DatabaseSync) {
    this.#path = path;
    this.#database = database;
  }

  close(): void {
    if (!this.#open) return;
    this.#open = false;
    this.#database.close();
  }

  /** Errors: store_closed, and those of SQLite as ours. */
  readonly run = <T>(work: () => T): T => {
    if (!this.#open) throw new MillwrightError('The store is closed.', { code: 'store_closed' });
    try {
      return work();
    } catch (error) {
      throw storeError(error, this.#path);
    }
  };

  /** All statements of a call see one state of the file, whatever another process commits between them. */
  readonly read = <T>(work: () => T): T =>
    this.run(() => {
      this.#database.exec('BEGIN');
      try {
        return work();
      } finally {
        if (this.#database.isTransaction) this.#database.exec('COMMIT');
      }
    });

  /** Whole or not at all. */
  readonly atomically = <T>(work: () => T): T =>
    this.run(() => {
      this.#database.exec('BEGIN IMMEDIATE');
      try {
        const result = work();
        this.#database.exec('COMMIT');
        return result;
      } catch (error) {
        if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
        throw error;
      }
    });

  /** A change of what is searched: it raises the version that readers compare. */
  readonly change = <T>(work: () => T): T =>
    this.atomically(() => {
      const result = work();
      this.noteChange();
      return result;
    });

  /** A change of the documents or their words: readers that remember what there is look again. */
  readonly changeContents = <T>(work: () => T): T =>
    this.atomically(() => {
      const result = work();
      this.noteContents();
      return result;
    });

  /** For work that may find nothing to change: to be called inside its transaction. */
  noteChange(): void {
    this.#database.exec(`UPDATE meta SET value = CAST(value AS INTEGER) + 1 WHERE key = 'version'`);
  }

  /** As noteChange. */
  noteContents(): void {
    this.#database.exec(CONTENTS_CHANGE);
    this.noteChange();
  }
}
