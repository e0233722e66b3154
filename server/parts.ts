import type { Answerer } from '../answer/answerer.ts';
import type { AnswerRecords } from '../answer/record/answer-records.ts';
import type { StatementVerifier } from '../answer/verify/statement-verifier.ts';
import type { Ingestor } from '../ingest/jobs/ingestor.ts';
import type { JobQueue } from '../ingest/jobs/job-queue.ts';
import type { JobWorker } from '../ingest/jobs/job-worker.ts';
import type { Embedder } from '../knowledge/embed/embedder.ts';
import type { Retriever } from '../knowledge/retrieve/retriever.ts';
import type { AnswerShelf } from '../knowledge/store/answer-shelf.ts';
import type { PassageStore } from '../knowledge/store/passage-store.ts';

/** What the doors open onto. Put together by main.ts; tests put together their own. */
export type ServerParts = {
  store: PassageStore;
  embedder: Embedder;
  retriever: Retriever;
  answerer: Answerer;
  answers: AnswerShelf;
  records: AnswerRecords;
  verifier: StatementVerifier;
  ingestor: Ingestor;
  queue: JobQueue;
  worker(onError: (error: unknown) => void): JobWorker;
  /** Folder of the knowledge: uploads and cached page images live under it. */
  dataFolder: string;
};

export type ServerOptions = {
  version: string;
  /** Folder of the built page; null: no page (API only). */
  pageFolder: string | null;
  /** True: every call needs a bearer key (the server listens on more than loopback). */
  keyNeeded: boolean;
  /** A key that counts besides the kept ones. */
  apiKey?: string | null;
  /** Largest upload, bytes a file. */
  maxUploadBytes: number;
  /** Calls a minute and client; only counted where keys are needed. */
  callsPerMinute: number;
  /** Questions that the page offers to begin with; [] where none fit. */
  suggestions: readonly string[];
  log: Log;
};

/** The few words that the server says of itself: ids and counts, never questions, texts or keys. */
export type Log = {
  info(fields: Record<string, unknown>, message: string): void;
  error(fields: Record<string, unknown>, message: string): void;
};
