import type { Dismissal, FoundConflict, KeptConflict } from '../document/conflict.ts';

/** Conflicts between documents that somebody should look at, and what people say of them. What people say outlives the documents:
 *  where the same words come back, it counts again. Every method happens whole or not at all. Errors: store_full, store_busy, store_closed. */
export interface ConflictShelf {
  /** In the order in which they were found. */
  all(): Promise<KeptConflict[]>;
  /** Adds those that are not kept yet; of the others renews the passages, and nothing else. */
  keep(found: readonly FoundConflict[]): Promise<void>;
  /** Null takes back what was said. False where there is no such conflict. */
  dismiss(id: string, dismissal: Dismissal | null): Promise<boolean>;
  remove(ids: readonly string[]): Promise<void>;
}
