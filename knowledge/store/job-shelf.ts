import type { JobFile, JobState, JobSummary } from '../document/job.ts';

/** A file of a job as it is kept: also where it lies. */
export type StoredJobFile = JobFile & {
  /** Its place in the job, from 0; files are worked in this order. */
  ordinal: number;
  /** Absolute. */
  path: string;
  /** What the document's `source` becomes: an absolute path, or "upload". */
  source: string;
  bytes: number;
};

/** A process of a machine. */
export type ProcessName = { host: string; pid: number };

export type JobRequest = {
  /** Equal keys ask for the same: paths and options. */
  key: string;
  /** Ends when vectors are complete (false: when words are found). */
  wait: boolean;
  /** Folders below which documents are removed whose file is gone; null: nothing is removed. */
  prune: readonly string[] | null;
  /** Absolute paths of files that vanished: their documents are removed, unless the file is there again. */
  gone: readonly string[];
  submitter: ProcessName;
};

/** What a job keeps beside its counts, which come from its files. */
export type StoredJob = Omit<JobSummary, 'counts' | 'pages'> & { request: JobRequest };
export type JobChange = Partial<Omit<StoredJob, 'id' | 'request'>>;

export type JobView = {
  job: JobSummary & { request: JobRequest };
  /** In order; only those that changed after the asked version. */
  files: StoredJobFile[];
  /** Grows with every change of the job or its files. */
  version: number;
};

/** The one who may work the queue of a store. */
export type LeaseHolder = ProcessName & { id: string };

/** Jobs and their files, kept through crashes, and who may work them. Every method happens whole or not at all, for this and
 *  other processes. A `version` tells what changed since, so that any process can follow a job.
 *  Errors: store_full, store_busy, store_closed. */
export interface JobShelf {
  add(job: StoredJob, files: readonly StoredJobFile[]): Promise<void>;
  /** The newest `limit` jobs, newest first; `states`: only those (and then all where `limit` is Infinity). */
  list(filter: { limit: number; states?: readonly JobState[] }): Promise<JobView['job'][]>;
  /** Null where there is none. `since`: a version seen before; absent: all files. */
  get(id: string, since?: number): Promise<JobView | null>;
  /** False where there is no such job, or where it is in none of the states `from`: then nothing is changed. */
  change(id: string, change: JobChange, from?: readonly JobState[]): Promise<boolean>;
  /** Adds files, or changes those whose place is taken. */
  putFiles(id: string, files: readonly StoredJobFile[]): Promise<void>;
  /** False where there is none. */
  remove(id: string): Promise<boolean>;
  readonly lease: WorkLease;
}

/** At most one holder at a time works the queue; who does not renew loses it. */
export interface WorkLease {
  /** Takes or renews it for `ms` from now: where it is free, run out, held by `holder` already, or held by `instead` (who is known
   *  to be dead). Returns who holds it then. */
  take(holder: LeaseHolder, ms: number, instead?: string): Promise<LeaseHolder>;
  /** Who holds it; null where nobody does or it ran out. */
  holder(): Promise<LeaseHolder | null>;
  release(holder: LeaseHolder): Promise<void>;
}
