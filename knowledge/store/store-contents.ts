import type { RevisionContent } from '../document/document.ts';
import type { KeptEmbedder } from './embedder-mismatch.ts';
import type { PassageStore } from './passage-store.ts';

/** A document as it was committed, and the vectors of its passages by their ids. */
export type StoredDocument = { revision: RevisionContent; vectors: ReadonlyMap<string, Float32Array> };

/** The average passage and row (tokens) that the words of documents are weighed against, by document. */
export type WordLengths = ReadonlyMap<string, { passage: number; record: number }>;

/** What a store keeps beside the documents and what follows from them: settings, corrections, verdicts, jobs. Rows by table. */
export type CarriedRows = Record<string, Record<string, string | number | null>[]>;

export type MovableStore = PassageStore & { readonly place: string; readonly contents: StoreContents };

/** One state of a store, whatever is written to it meanwhile. */
export type StoreSnapshot = {
  /** Null: the file that was written holds everything. Otherwise the store to read it from. */
  store: MovableStore | null;
  /** When it is no longer needed: until then the store keeps what nobody else is shown. */
  release(): Promise<void>;
};

/** Everything of a store, to be carried into another. Errors as PassageStore has them. */
export interface StoreContents {
  /** In the order in which they came. */
  documentIds(): Promise<string[]>;
  /** Null where there is no such document (any more). */
  document(documentId: string): Promise<StoredDocument | null>;
  embedder(): KeptEmbedder | null;
  carried(): Promise<CarriedRows>;
  /** Puts them in the place of those that are kept. */
  carry(rows: CarriedRows): Promise<void>;
  /** A document that came from another store keeps the time when it was read there. */
  keepTime(documentId: string, ingestedAt: string): Promise<void>;
  /** Of every document. */
  lengths(): Promise<WordLengths>;
  /** These documents are weighed so from now on, as they were where they come from: they answer as before. */
  keepLengths(lengths: WordLengths): void;
  /** Brings what depends on all documents up to date, after many came; what was kept stays. */
  settle(signal?: AbortSignal): Promise<void>;
}
