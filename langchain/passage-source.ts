import type { Document, DocumentInterface } from '@langchain/core/documents';
import type { Scope } from '../knowledge/document/answer.ts';
import type { Box } from '../knowledge/document/box.ts';

/** Where a passage stands. Pages count from 1; null, with no boxes, for formats without pages. */
export type PassageMetadata = {
  documentId: string;
  /** The document's name: its path below the ingested folder. */
  file: string;
  title: string;
  revision: string | null;
  revisionDate: string | null;
  superseded: boolean;
  equipment: string[];
  sectionPath: string[];
  passageId: string;
  page: number | null;
  pageEnd: number | null;
  /** One a text line, fractions of the page from its top left corner. */
  boxes: Box[];
  /** Higher is better, comparable within one retrieval only. */
  score: number;
  /** The passage speaks to language models instead of to readers: leave it out of a prompt. Absent: it does not. */
  addressesModel?: true;
};

export type PassageDocument = DocumentInterface<PassageMetadata>;

/** Gives passages to a question, best first. */
export interface PassageSource {
  passages(query: string, options: { limit: number; scope: Scope | null }): Promise<Document<PassageMetadata>[]>;
}
