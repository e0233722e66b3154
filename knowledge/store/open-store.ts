import { existsSync } from 'node:fs';
import path from 'node:path';
import type { PassageStore } from './passage-store.ts';
import { SqlitePassageStore } from './sqlite/sqlite-passage-store.ts';
import type { StoreContents, StoreSnapshot } from './store-contents.ts';

/** A Qdrant that keeps the passages. */
export type QdrantChoice = {
  /** Nodes of one cluster, or the one server. */
  urls: readonly string[];
  apiKey: string | null;
  /** The first part of the names of its collections. */
  collection: string;
  shards: number;
  replicas: number;
  /** The most that a search waits for an answer. */
  timeoutMs: number;
};

export type StoreChoice = { kind: 'sqlite' } | ({ kind: 'qdrant' } & QdrantChoice);

export type OpenedStore = PassageStore & {
  /** Where its passages are, for people. */
  readonly place: string;
  readonly contents: StoreContents;
  /** Writes what the store keeps in its own file to another, while others go on writing. */
  snapshot(file: string): Promise<StoreSnapshot>;
  /** "ok", or what is wrong with it. */
  checkIntegrity(): Promise<string>;
};

/** The files that a store keeps in its folder: everything, or all but the passages. */
export const STORE_FILES = { sqlite: 'millwright.db', qdrant: 'catalogue.db' } as const;

export type OpenStore = {
  /** Absolute; exists. */
  folder: string;
  /** Dimensions of the vectors that will come, where they are known by the first commit. */
  dimensions: () => number | null;
  /** What stays in the embedded store beside is as it should be. */
  expected?: boolean;
  /** It is only read out, to be carried elsewhere: words that another version made do not matter. */
  readingOut?: boolean;
};

/** Opens the store that is chosen, over the files of a folder. Errors: those of PassageStore, and of a server that cannot be used. */
export async function openStore(
  choice: StoreChoice,
  { folder, dimensions, expected = false, readingOut = false }: OpenStore,
): Promise<OpenedStore> {
  const file = path.join(folder, STORE_FILES[choice.kind]);
  if (choice.kind === 'sqlite') return SqlitePassageStore.open({ path: file });
  const embedded = path.join(folder, STORE_FILES.sqlite);
  if (!expected && !existsSync(file) && existsSync(embedded))
    process.emitWarning(`The documents in "${embedded}" are not in Qdrant: "millwright migrate --to qdrant" brings them there.`, {
      type: 'MillwrightWarning',
    });
  const [{ SqliteLedger }, { QdrantPassageStore }] = await Promise.all([
    import('./sqlite/ledger/sqlite-ledger.ts'),
    import('./qdrant/qdrant-passage-store.ts'),
  ]);
  const { urls, apiKey, timeoutMs, collection: prefix, shards, replicas } = choice;
  const ledger = await SqliteLedger.open({ path: file });
  return QdrantPassageStore.open({
    server: { urls, apiKey, timeoutMs },
    shape: { prefix, shards, replicas },
    ledger,
    dimensions,
    readingOut,
  });
}
