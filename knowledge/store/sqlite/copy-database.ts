import { backup, DatabaseSync } from 'node:sqlite';
import { storeError } from './open-database.ts';

/** In one step: in several, a writer between them makes it begin again. */
const ALL_PAGES = 2_000_000_000;

/** Copies one state of a database that others may be reading and writing. Errors: those of the store. */
export async function copyDatabase(from: string, to: string): Promise<void> {
  let database: DatabaseSync | null = null;
  try {
    database = new DatabaseSync(from, { readOnly: true });
    await backup(database, to, { rate: ALL_PAGES });
  } catch (error) {
    throw storeError(error, from);
  } finally {
    database?.close();
  }
}
