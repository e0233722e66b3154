import type { DocumentWarning } from '../../knowledge/document/document.ts';
import type { ErrorCode } from '../../knowledge/errors.ts';

export type FileStatus = 'indexed' | 'indexed_with_warnings' | 'unchanged' | 'removed' | 'failed';

/** How one file ended. Every file that was found ends in exactly one of these. */
export type FileOutcome = {
  /** doc_id (of the file; a JSON Lines file counts once, however many documents it holds). */
  file: string;
  status: FileStatus;
  documentIds: string[];
  pages: number;
  passages: number;
  records: number;
  warnings: DocumentWarning[];
  /** Only for `failed`. The message is one line, fit for a person. */
  error?: { code: ErrorCode | (string & {}); message: string };
  ms: number;
};

export type IngestReport = {
  files: FileOutcome[];
  totals: Record<FileStatus, number> & { files: number; pages: number; passages: number; records: number };
  /** Seconds until the words were searchable, and until vectors were complete (null: not waited for). */
  searchableSeconds: number;
  vectorsSeconds: number | null;
};

/** What happens, as it happens; the bar of the command line and the events of the server are drawn from these alone. */
export type IngestEvent =
  | { type: 'found'; files: number; bytes: number }
  | { type: 'file-started'; file: string }
  | { type: 'pages'; file: string; done: number; total: number | null }
  | { type: 'file-done'; outcome: FileOutcome }
  | { type: 'vectors'; done: number; total: number };

/** Counts what the files came to. */
export function reportOf(files: FileOutcome[], searchableSeconds: number, vectorsSeconds: number | null): IngestReport {
  const totals = {
    indexed: 0,
    indexed_with_warnings: 0,
    unchanged: 0,
    removed: 0,
    failed: 0,
    files: files.length,
    pages: 0,
    passages: 0,
    records: 0,
  };
  for (const file of files) {
    totals[file.status] += 1;
    totals.pages += file.pages;
    totals.passages += file.passages;
    totals.records += file.records;
  }
  return { files, totals, searchableSeconds, vectorsSeconds };
}
