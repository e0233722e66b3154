import type { DatabaseSync } from 'node:sqlite';
import type { CollectionLedger, KeptCollection } from '../../ledger.ts';
import type { FileGuard } from '../file-guard.ts';

export type CollectionRole = 'current' | 'next';

/** Rows of the collections of points. Every method runs inside the caller's transaction. */
export class CollectionRows {
  readonly #database: DatabaseSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  current(): KeptCollection | null {
    return this.of('current');
  }

  of(role: CollectionRole): KeptCollection | null {
    const row = this.#database.prepare('SELECT number, dimensions FROM collections WHERE role = ?').get(role);
    return row === undefined ? null : ({ ...row } as KeptCollection);
  }

  reserve(dimensions: number | null): KeptCollection {
    const insert = this.#database.prepare(`INSERT INTO collections (dimensions, role, touched) VALUES (?, 'spare', ?)`);
    return { number: Number(insert.run(dimensions, Date.now()).lastInsertRowid), dimensions };
  }

  retire(role: CollectionRole): void {
    this.#database.prepare(`UPDATE collections SET role = 'spare', touched = ? WHERE role = ?`).run(Date.now(), role);
  }

  give(number: number, role: CollectionRole): boolean {
    const sql = `UPDATE collections SET role = ?, touched = ? WHERE number = ? AND NOT EXISTS (SELECT 1 FROM collections WHERE role = ?)`;
    return this.#database.prepare(sql).run(role, Date.now(), number, role).changes > 0;
  }

  /** The next collection, or the one with this number, becomes the current one, which holds all that is seen. */
  promote(number: number): void {
    this.retire('current');
    this.#database.prepare(`UPDATE collections SET role = 'current' WHERE number = ?`).run(number);
    this.#database.prepare(`UPDATE editions SET collection = ? WHERE state = 'live'`).run(number);
  }
}

/** The collections of points as the catalogue's file knows them. */
export function ledgerCollections(database: DatabaseSync, guard: FileGuard, rows: CollectionRows): CollectionLedger {
  return {
    current: async () => guard.read(() => rows.current()),
    next: async () => guard.read(() => rows.of('next')),
    reserve: async (dimensions) => guard.atomically(() => rows.reserve(dimensions)),
    touch: async (number) =>
      guard.atomically(() => {
        database.prepare('UPDATE collections SET touched = ? WHERE number = ?').run(Date.now(), number);
      }),
    takeIn: async (number, role) => guard.atomically(() => rows.give(number, role)),
    replaceCurrent: async (number, copied) =>
      guard.atomically(() => {
        const live = database.prepare(`SELECT edition FROM editions WHERE state = 'live'`).all() as { edition: number }[];
        const missing = live.map(({ edition }) => edition).filter((edition) => !copied.has(edition));
        if (missing.length === 0) {
          rows.promote(number);
          guard.noteChange();
        }
        return missing;
      }),
    spent: async (since) =>
      guard.read(() => {
        const spent = database.prepare(`SELECT number FROM collections WHERE role = 'spare' AND touched < ?`).all(since) as {
          number: number;
        }[];
        return spent.map(({ number }) => number);
      }),
    forget: async (numbers) =>
      guard.atomically(() => {
        const forget = database.prepare(`DELETE FROM collections WHERE number = ? AND role = 'spare'`);
        for (const number of numbers) forget.run(number);
      }),
    all: async () =>
      guard.read(() =>
        (database.prepare('SELECT number FROM collections ORDER BY number').all() as { number: number }[]).map(({ number }) => number),
      ),
  };
}
