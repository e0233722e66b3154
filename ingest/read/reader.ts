import type { DocumentFormat, ReadResult } from '../../knowledge/document/block.ts';
import type { PageRecognition } from './recognize/page-recognition.ts';

export type ReadInput = {
  /** Absolute path of a local file that nobody changes while it is read. */
  path: string;
  /** What people call it (doc_id or upload name): for messages and guesses. */
  name: string;
  limits: ReadLimits;
  /** Reads pictures of text; absent: pages without text stay unread. */
  recognition?: PageRecognition;
  /** SHA-256 of the file's bytes, hex: under it readings of its pages are kept; absent: they are not kept. */
  fingerprint?: string;
  /** Called after each page (sheet, slide) of formats that have pages: how many are done, of how many. */
  onPage?: (done: number, total: number) => void;
};

/** Bounds that a reader itself keeps (the child process that runs it has a deadline and a memory limit besides). */
export type ReadLimits = {
  maxPages: number;
  /** Uncompressed bytes that an archive (DOCX, XLSX) may unfold to. */
  maxUnpackedBytes: number;
  /** A PDF with text of its own and more pictures than this is read without their words: each takes a second or three, and a manual of a
   *  thousand pages with its screenshots would be searchable after many minutes instead of a quarter of one. */
  mostPictures: number;
};

export const DEFAULT_READ_LIMITS: ReadLimits = { maxPages: 20_000, maxUnpackedBytes: 400_000_000, mostPictures: 40 };

/** Turns one format into Blocks in reading order, running heads, page numbers and contents pages left out.
 *  Errors: file_empty, file_encrypted, file_damaged, file_too_large; each names the file and says what to do. */
export interface Reader {
  readonly format: DocumentFormat;
  read(input: ReadInput): Promise<ReadResult>;
}
