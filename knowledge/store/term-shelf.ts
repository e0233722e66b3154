import type { MinedTerm } from '../terms/mined-term.ts';
import type { TermEdit } from '../terms/term-edit.ts';

/** A document as it was committed last; `revision` names that commit. */
export type UnlearnedDocument = { documentId: string; revision: string };
/** What one document says. */
export type LearnedTerms = { documentId: string; terms: MinedTerm[] };

/** The plant's own words: what its documents call things, and what people say of that. Learned terms go with their document;
 *  edits outlive every document. Every method happens whole or not at all. Errors: store_full, store_busy, store_closed. */
export interface TermShelf {
  /** Documents of whose present commit nothing is learned yet, in a stable order. */
  unlearned(): Promise<UnlearnedDocument[]>;
  /** Keeps what a document says, and adds its words to the known ones. Nothing is kept where the document was committed again or
   *  removed meanwhile. */
  learn(document: UnlearnedDocument, learned: { terms: readonly MinedTerm[]; words: Iterable<string> }): Promise<void>;
  /** By document; those that say nothing are left out. */
  learned(): Promise<LearnedTerms[]>;
  /** Words that documents held at some time, in the order in which they came, from number `after` on (0: all); `last`: the number of
   *  the newest. */
  words(after: number): Promise<{ words: string[]; last: number }>;
  /** In the order in which they were made. */
  edits(): Promise<TermEdit[]>;
  /** Takes edits away, then puts others: one with the id of a former one takes its place. */
  edit(change: { put?: readonly TermEdit[]; remove?: readonly string[] }): Promise<void>;
  /** Changes with every change of learned terms and edits: equal texts mean the same glossary. */
  version(): Promise<string>;
}
