import type { DatabaseSync } from 'node:sqlite';
import { refuseOtherDimensions } from '../embedder-mismatch.ts';
import type { NextVectors } from '../passage-store.ts';
import type { Guard } from './guard.ts';
import { NEXT_VECTORS } from './schema.ts';
import { VectorTable } from './vector-table.ts';

export type NextVectorsParts = {
  database: DatabaseSync;
  /** The table that is searched. */
  current: VectorTable;
  /** `read` gives a call one state of the file, `write` makes a change that no search sees, `change` one that all see. */
  guards: { read: Guard; write: Guard; change: Guard };
  /** Which vectors there were: whoever keeps copies drops them when it changes. */
  remakes: { count(): number; note(): void };
};

/** The vectors of another embedder, in a table beside the one that is searched. */
export function sqliteNextVectors({ database, current, guards, remakes }: NextVectorsParts): NextVectors {
  const table = new VectorTable(database, 'next_vectors', 'next-embedder');
  const { read, write, change } = guards;
  return {
    embedderId: () => read(() => table.embedder()?.id ?? null),
    pending: async (limit) => read(() => table.pending(limit, `${remakes.count()} ${table.embedder()?.id ?? ''}`)),
    counts: async () => read(() => table.counts()),
    put: async (id, dimensions, entries) => {
      refuseOtherDimensions(dimensions, entries);
      write(() => table.put({ id, dimensions }, entries, 'Beside the vectors in use, the store makes'));
    },
    switchOver: async () =>
      change(() => {
        const { passages, vectors } = table.counts();
        if (vectors < passages) return false;
        current.setEmbedder(table.embedder());
        table.setEmbedder(null);
        // Renaming takes no longer with a million vectors than with ten, and needs no room in the log.
        database.exec(`DROP TABLE vectors; ALTER TABLE next_vectors RENAME TO vectors; ${NEXT_VECTORS}`);
        remakes.note();
        return true;
      }),
    drop: async () =>
      write(() => {
        database.exec('DELETE FROM next_vectors');
        table.setEmbedder(null);
        remakes.note();
      }),
  };
}
