import type { DatabaseSync } from 'node:sqlite';
import type { Dismissal, FoundConflict, KeptConflict } from '../../document/conflict.ts';
import type { ConflictShelf } from '../conflict-shelf.ts';
import type { Guard } from './guard.ts';

/** Made whenever the file is opened. */
export const CONFLICT_TABLE = `
CREATE TABLE IF NOT EXISTS conflicts (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  found_at TEXT NOT NULL,
  sides TEXT NOT NULL,
  dismissed TEXT
) STRICT;`;

const KEEP = 'INSERT INTO conflicts (id, found_at, sides) VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET sides = excluded.sides';
type Row = { id: string; found_at: string; sides: string; dismissed: string | null };

/** Conflicts in the same file as the documents. `read` gives a call one state of the file; `write` is one transaction. */
export function sqliteConflicts(database: DatabaseSync, { read, write }: { read: Guard; write: Guard }): ConflictShelf {
  return {
    all: async () =>
      read(() =>
        (database.prepare('SELECT id, found_at, sides, dismissed FROM conflicts ORDER BY number').all() as Row[]).map(
          ({ id, found_at: foundAt, sides, dismissed }): KeptConflict => ({
            id,
            foundAt,
            sides: JSON.parse(sides) as FoundConflict['sides'],
            dismissed: dismissed === null ? null : (JSON.parse(dismissed) as Dismissal),
          }),
        ),
      ),
    keep: async (found) =>
      write(() => {
        const keep = database.prepare(KEEP);
        const now = new Date().toISOString();
        for (const { id, sides } of found) keep.run(id, now, JSON.stringify(sides));
      }),
    dismiss: async (id, dismissal) =>
      write(() => {
        const said = dismissal === null ? null : JSON.stringify(dismissal);
        return Number(database.prepare('UPDATE conflicts SET dismissed = ? WHERE id = ?').run(said, id).changes) > 0;
      }),
    remove: async (ids) =>
      write(() => {
        for (const id of ids) database.prepare('DELETE FROM conflicts WHERE id = ?').run(id);
      }),
  };
}
