import type { Asset } from '../document/asset.ts';
import type { DocumentSummary, RevisionContent } from '../document/document.ts';
import type { Correction, IdentityFact, IdentityField } from '../document/identity.ts';
import type { Passage, TableRecord } from '../document/passage.ts';
import type { Verdict } from '../document/revisions/standing.ts';
import type { ConflictShelf } from './conflict-shelf.ts';
import type { JobShelf } from './job-shelf.ts';
import type { TermShelf } from './term-shelf.ts';

/** Names a passage across documents. */
export type PassageKey = { documentId: string; passageId: string };

/** Narrows a search. Each field given must match; within a field any value may match. [] matches nothing. */
export type StoreFilter = {
  /** Opaque document ids. */
  documents?: readonly string[];
  /** Equipment names, compared folded (knowledge/text/fold.ts): case, width, hyphens and spaces apart. */
  equipment?: readonly string[];
  types?: readonly string[];
  languages?: readonly string[];
  /** `current` (the default) leaves out what a later revision has superseded, however few or many those are: they take no
   *  candidate's place. `all` lets everything through. */
  revisions?: 'current' | 'all';
};

export type StoreQuery = {
  /** Tokens of the question (knowledge/text/tokens.ts), each with its weight (1 = as asked, less for expansions). */
  terms: readonly { token: string; weight: number }[];
  /** Unit vector of the question; absent: no dense candidates and every `dense` null. */
  vector?: Float32Array;
  /** Normalised keys (codes, parameter numbers) that the question names. */
  keys: readonly string[];
  filter?: StoreFilter;
  /** How many candidates each of the ways (lexical passages, lexical records, dense) may bring. */
  limit: number;
};

/** A passage, or one row of its table, that may answer. */
export type Candidate = {
  key: PassageKey;
  /** Set where the unit is a row. */
  recordId: string | null;
  /** BM25 over the weighted fields (higher is better, 0 where no term matches); filled for every candidate. */
  lexical: number;
  /** Cosine of question and passage (a row has its passage's); null without vector. */
  dense: number | null;
  /** The keys of the query that this row or passage carries. */
  matchedKeys: string[];
};

export type VectorJob = { key: PassageKey; text: string };

/** Keeps the passages of the current revision of each document, and searches them.
 *
 *  Atomic: `commit` and `remove` happen whole or not at all, for readers in this and other processes, through kill -9.
 *  After `commit` resolves, the revision survives a power cut; its words are searchable at once, its vectors come later.
 *  Committing a document again replaces what it held: the former revision is no longer searched or read.
 *  Which documents are superseded (knowledge/document/revisions) is settled in the same step as the commit, the removal, the
 *  correction or the verdict that changes it: no reader sees two revisions of one document as current, or none, on the way.
 *  Errors: store_full and bad_request (a revision with an id twice, or a row of no passage), both with nothing changed;
 *  store_busy (retryable), store_closed, embedder_mismatch. */
export interface PassageStore {
  commit(revision: RevisionContent): Promise<void>;
  /** False where there is no such document. */
  remove(documentId: string): Promise<boolean>;
  /** Candidates of all ways, each unit once, best lexical first, then best dense; equal scores by key: the order is total. */
  search(query: StoreQuery, signal?: AbortSignal): Promise<Candidate[]>;
  /** The passages asked for, in that order, missing ones left out. */
  passages(keys: readonly PassageKey[]): Promise<StoredPassage[]>;
  records(keys: readonly { documentId: string; recordId: string }[]): Promise<StoredRecord[]>;
  readonly vectors: VectorShelf;
  readonly catalogue: Catalogue;
  readonly stewardship: Stewardship;
  readonly jobs: JobShelf;
  readonly terms: TermShelf;
  readonly conflicts: ConflictShelf;
  close(): Promise<void>;
}

/** A document as its passages carry it: how many vectors there are is the catalogue's to count. */
export type DocumentFacts = Omit<DocumentSummary, 'vectors'>;
export type StoredPassage = Passage & { document: DocumentFacts };
export type StoredRecord = TableRecord & { documentId: string };

/** The vectors of the passages that are searched: filled in the background, in any order, resumable at any moment. */
export interface VectorShelf extends VectorFilling {
  /** Vectors of another embedder, made beside these. */
  readonly next: NextVectors;
  /** The cosine of a unit vector with the vector of each passage, in that order; null where there is none.
   *  Errors: embedder_mismatch where its dimensions differ from those kept. */
  cosines(vector: Float32Array, keys: readonly PassageKey[]): Promise<(number | null)[]>;
}

/** Vectors that are being made, one a passage. */
export interface VectorFilling {
  /** The id of the embedder that the vectors were made by; null before the first. */
  embedderId(): string | null;
  /** Passages that have no vector yet, in a stable order. The text is what is embedded: title, section path and text. */
  pending(limit: number): Promise<VectorJob[]>;
  counts(): Promise<{ passages: number; vectors: number }>;
  /** Keeps vectors of passages that still exist (others are dropped without error).
   *  Errors: embedder_mismatch where `embedderId` or the dimensions differ from those kept (names the reindex command). */
  put(embedderId: string, dimensions: number, entries: readonly { key: PassageKey; vector: Float32Array }[]): Promise<void>;
}

/** The vectors that will be searched next. Nobody finds anything by them, and what is searched stays as it is, until `switchOver`.
 *  They outlive their process: whoever opens the store next goes on where it stopped. */
export interface NextVectors extends VectorFilling {
  /** Puts them in place of those that are searched, in one step for every reader. False, with nothing changed, where a passage
   *  still has none (it came meanwhile): make it and try again. */
  switchOver(): Promise<boolean>;
  /** Drops them. */
  drop(): Promise<void>;
}

/** What people say of documents: it stands in place of what was read and of what the rule of revisions says, and outlives
 *  both re-ingest and removal (a document that comes back finds it again). */
export interface Stewardship {
  /** Every fact of a document with its evidence, in the order of IDENTITY_FIELDS; null where there is no such document. */
  facts(documentId: string): Promise<IdentityFact[] | null>;
  /** Sets corrections and clears others (their guesses come back), in one step with all that follows: filters, words, revisions.
   *  Errors: not_found. */
  correct(documentId: string, change: { set?: Correction; clear?: readonly IdentityField[] }): Promise<void>;
  /** Verdicts about a document. */
  verdicts(documentId: string): Promise<Verdict[]>;
  /** Says that one document supersedes the other, or that both are current; null: what the rule says counts again.
   *  Errors: not_found; bad_request (a document and itself, or a circle of verdicts). */
  judge(pair: { newer: string; older: string; verdict: Verdict['verdict'] | null }): Promise<void>;
}

/** What is known of the documents themselves. Narrow, and free of anything that only SQLite could do. */
export interface Catalogue {
  /** Sorted by file name. */
  list(): Promise<DocumentSummary[]>;
  get(documentId: string): Promise<DocumentSummary | null>;
  /** Documents whose current revision was made of a file with this SHA-256, sorted by file name. */
  withFingerprint(fingerprint: string): Promise<DocumentSummary[]>;
  /** All equipment names of current documents with the number of documents that carry each, sorted. */
  equipment(): Promise<{ name: string; documents: number }[]>;
  /** In how many passages of current documents each token (knowledge/text/tokens.ts) stands, titles and paths included, and how
   *  many such passages there are. */
  frequencies(tokens: readonly string[]): Promise<{ passages: number; counts: number[] }>;
  /** All passages of a document in reading order; [] where there is no such document. */
  passagesOf(documentId: string): Promise<PassageKey[]>;
  /** The passage and its neighbours of the same document in reading order, up to `reach` on either side; [] where there is none such. */
  neighbours(key: PassageKey, reach: number): Promise<PassageKey[]>;
  /** Changes with every commit, remove and vector: equal versions mean equal search results. */
  version(): Promise<number>;
  /** Changes with every commit, removal, correction, verdict and asset list, not with vectors: equal numbers mean the same documents,
   *  words and machines. */
  contents(): Promise<number>;
  /** The plant's machines: a list that a steward loads; it outlives the documents. */
  assets: {
    /** In the order of the list. */
    list(): Promise<Asset[]>;
    /** Puts the whole list in the place of the former one, in one step. Errors: bad_request (a tag twice), with nothing changed. */
    replace(assets: readonly Asset[]): Promise<void>;
  };
  settings: {
    get(key: string): Promise<string | null>;
    set(key: string, value: string | null): Promise<void>;
    keys(prefix: string): Promise<string[]>;
  };
}
