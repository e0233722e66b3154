import type { Scope, TraceStage } from '../document/answer.ts';
import type { Language } from '../document/passage.ts';
import type { StoredPassage, StoredRecord } from '../store/passage-store.ts';
import type { SpellingChange } from './correct-spelling.ts';
import type { QueryWords } from './query-words.ts';
import type { ResolvedCode } from './resolve-codes.ts';

export type RetrievalQuery = {
  /** Self-contained question or search words. */
  text: string;
  scope?: Scope;
  /** How many distinct passages to give back. */
  limit: number;
  trace?: boolean;
};

/** One ranked passage. Where rows of its table matched, they are listed best first (the passage is ranked by the best of all). */
export type RankedPassage = {
  passage: StoredPassage;
  records: StoredRecord[];
  /** Fused score, higher is better, comparable within one retrieval only. */
  score: number;
  /** What the score was made of: "bm25", "cosine", "key", ... raw values. */
  features: Record<string, number>;
};

export type Retrieval = {
  language: Language;
  /** Words of the question that no document holds, and those of the documents that they were taken for. */
  spelling: SpellingChange[];
  /** The question with its codes as the documents write them, and its words as they were taken. */
  said: string;
  /** Codes that the question names, without equipment, each with the writings that the documents have. */
  writings: ResolvedCode[];
  hits: RankedPassage[];
  /** Whether superseded revisions were searched too. */
  revisions: 'current' | 'all';
  /** What the question says to passages of its own language, with the words that may stand in place of its own. */
  own: QueryWords;
  /** What the question says to passages of the other language: by the glossary. */
  translated: QueryWords;
  /** Milliseconds by stage. */
  timings: Record<string, number>;
  trace: TraceStage[];
};

/** Question in, ranked passages out. The same question against the same knowledge gives the same list. */
export interface Retriever {
  retrieve(query: RetrievalQuery, signal?: AbortSignal): Promise<Retrieval>;
}
