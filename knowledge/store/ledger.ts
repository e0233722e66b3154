import type { RevisionContent } from '../document/document.ts';
import type { Correction, DocumentIdentity, IdentityField } from '../document/identity.ts';
import type { ConflictShelf } from './conflict-shelf.ts';
import type { KeptEmbedder } from './embedder-mismatch.ts';
import type { JobShelf } from './job-shelf.ts';
import type { Catalogue, DocumentFacts, PassageKey, Stewardship, StoreFilter } from './passage-store.ts';
import type { StoreContents } from './store-contents.ts';
import type { TermShelf } from './term-shelf.ts';

/** Kinds of units that are searched by words. */
export const UNIT_KINDS = ['passage', 'record'] as const;
export type UnitKind = (typeof UNIT_KINDS)[number];

/** In how many units each token stands, how many units there are, and their tokens in all. */
export type WordCounts = { units: number; tokens: number; counts: Map<string, number> };
export type EditionWords = Record<UnitKind, WordCounts>;

/** A set of points in the engine, made for one kind of vectors. */
export type KeptCollection = {
  number: number;
  /** Numbers of its dense vectors; null: it holds words only. */
  dimensions: number | null;
};

/** What one search may see: one state of the catalogue. Editions have numbers that only grow, and none is used again. */
export type Sight = {
  collection: KeptCollection | null;
  embedder: KeptEmbedder | null;
  /** Whatever has a higher number came later. */
  newest: number;
  /** Up to `newest`, not to be seen. */
  hidden: number[];
  /** Only these, where there are but few; null: all but the hidden ones. */
  only: number[] | null;
  /** Superseded editions among those that are seen; their words are counted apart. */
  former: number[];
  words: { current: SightWords; former: SightWords };
};
/** Of all current, or all superseded, documents: in how many units the tokens stand, in the order asked. */
export type SightWords = Record<UnitKind, { units: number; counts: number[] }>;

/** What a new edition is built on. */
export type EditionBasis = {
  collection: KeptCollection | null;
  /** With people's corrections. */
  title: string;
  /** Tokens of a unit, the new ones taken in. */
  averages: Record<UnitKind, number>;
  /** The edition that the document has now, and its passages with a vector, by the fingerprint of what was embedded. */
  former: { edition: number; embedded: Map<string, string> } | null;
};

/** What is noted of an edition when it becomes the document's. */
export type NewEdition = {
  edition: number;
  /** Under which its words are written. */
  title: string;
  words: EditionWords;
  averages: Record<UnitKind, number>;
};
export type NotedPassage = { id: string; ordinal: number; fingerprint: string; embedded: boolean };

/** All that is known beside the points of an engine: documents, jobs, settings, and which points belong to which revision.
 *
 *  Points are written as an edition of a document before anybody sees them; one step here makes the edition the document's.
 *  Readers take a Sight first and ask the engine for what is in it: they see one state of all documents, whatever is written
 *  meanwhile. Points of an edition that nobody sees any more are deleted later (`spent`), when no search can still be reading them.
 *  Errors as PassageStore has them. */
export interface Ledger {
  /** Names this catalogue among those that use the same engine. */
  readonly id: string;
  /** By which version of words (words/index-words.ts) its units are counted and its points are written. */
  readonly words: number;
  readonly catalogue: Catalogue;
  readonly stewardship: Pick<Stewardship, 'facts' | 'verdicts' | 'judge'>;
  readonly jobs: JobShelf;
  readonly terms: TermShelf;
  readonly conflicts: ConflictShelf;
  readonly contents: LedgerContents;
  readonly editions: EditionLedger;
  readonly collections: CollectionLedger;
  readonly vectors: { current: VectorLedger; next: NextVectorLedger };
  sight(query: { filter: StoreFilter; tokens: readonly string[] }): Promise<Sight>;
  /** Nothing that nobody is shown is deleted before this time (ms since 1970). */
  hold(until: number): Promise<void>;
  heldUntil(): Promise<number>;
  /** One state of it in a file of its own, for reading. */
  copyTo(file: string): Promise<Ledger>;
  /** The documents that there are of these, each with its edition. */
  shown(documentIds: readonly string[]): Promise<Shown>;
  /** "ok", or what is wrong with it. */
  checkIntegrity(): Promise<string>;
  close(): Promise<void>;
}
/** What the catalogue holds of a store's contents. */
export type LedgerContents = Pick<StoreContents, 'documentIds' | 'carried' | 'carry' | 'keepTime'> & {
  /** A document's revision without what its points hold, and their edition. */
  revision(documentId: string): Promise<{ bare: Omit<RevisionContent, 'passages' | 'records'>; edition: number } | null>;
};
export type Shown = { collection: KeptCollection | null; documents: Map<string, { edition: number; facts: DocumentFacts }> };

export interface EditionLedger {
  basis(document: { documentId: string; identity: Pick<DocumentIdentity, 'title'> }, words: EditionWords): Promise<EditionBasis>;
  /** A new number, for points in this collection. */
  begin(collection: number): Promise<number>;
  /** Tells that it is still being written. False where it was given up meanwhile. */
  touch(edition: number): Promise<boolean>;
  giveUp(edition: number): Promise<void>;
  /** Makes it the document's. False, with nothing changed, where what it was built on is no longer so: build it anew. */
  takeIn(revision: RevisionContent, edition: NewEdition, passages: readonly NotedPassage[]): Promise<boolean>;
  /** False where there is no such document. */
  remove(documentId: string): Promise<boolean>;
  /** Corrects a document. Where its title changes, its words do: `done` is false and `title` what they must be written under;
   *  call again with an edition of the same passages. `embedded`: its passages with a vector. */
  correct(
    documentId: string,
    change: { set?: Correction; clear?: readonly IdentityField[] },
    rewritten?: NewEdition & { former: number; embedded: ReadonlySet<string> },
  ): Promise<{ done: true } | { done: false; title: string }>;
  /** Editions that nobody has been shown since `unseen`, and those that were begun and not written to since `untouched`: they are given
   *  up with this. Times in ms since 1970. */
  spent(unseen: number, untouched: number): Promise<number[]>;
  /** Their points are deleted. */
  forget(editions: readonly number[]): Promise<void>;
  /** An edition's words were written anew for these averages. */
  noteAverages(edition: number, averages: Record<UnitKind, number>): Promise<void>;
  /** Of all documents. */
  live(): Promise<{ edition: number; documentId: string; title: string; averages: Record<UnitKind, number> }[]>;
}

export interface CollectionLedger {
  current(): Promise<KeptCollection | null>;
  next(): Promise<KeptCollection | null>;
  /** A number for a collection that is about to be made; it is spent unless it becomes `current` or `next`. */
  reserve(dimensions: number | null): Promise<KeptCollection>;
  /** Tells that a reserved one is still being filled. */
  touch(number: number): Promise<void>;
  /** False where there is one already. */
  takeIn(number: number, role: 'current' | 'next'): Promise<boolean>;
  /** Puts it in the place of the current one. Where it lacks editions that are seen, nothing is changed, and they are returned. */
  replaceCurrent(number: number, copied: ReadonlySet<number>): Promise<number[]>;
  /** Collections that nobody can still be reading, and those whose number was reserved and never used, since this time. */
  spent(since: number): Promise<number[]>;
  forget(numbers: readonly number[]): Promise<void>;
  /** All that exist for this catalogue. */
  all(): Promise<number[]>;
}

/** Which passages have a vector. */
export interface VectorLedger {
  embedder(): KeptEmbedder | null;
  counts(): Promise<{ passages: number; vectors: number }>;
  /** Passages without one, in a stable order. */
  pending(limit: number): Promise<{ key: PassageKey; edition: number }[]>;
  /** The editions that hold these passages now; null where there is none such. */
  editionsOf(keys: readonly PassageKey[]): Promise<(number | null)[]>;
  /** Notes vectors that the engine holds; those of passages that went meanwhile are left out.
   *  Errors: embedder_mismatch where others are kept. */
  note(embedder: KeptEmbedder, entries: readonly { key: PassageKey; edition: number }[]): Promise<void>;
}

export interface NextVectorLedger extends VectorLedger {
  /** Editions whose points the next collection holds already. */
  held(): Promise<Set<number>>;
  hold(edition: number): Promise<void>;
  /** As NextVectors has it. */
  switchOver(): Promise<boolean>;
  drop(): Promise<void>;
}
