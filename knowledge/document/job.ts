import { z } from 'zod';
import { NewConflicts } from './conflict.ts';
import { DocumentWarning } from './document.ts';

/** `waiting`: nothing done yet, or to be done again. `reading`: files are being read. `searchable`: all words are found, vectors follow. */
export const JobState = z.enum(['waiting', 'reading', 'searchable', 'done', 'failed', 'cancelled']).meta({ id: 'JobState' });
export type JobState = z.infer<typeof JobState>;

const ENDED: readonly JobState[] = ['done', 'failed', 'cancelled'];
export function hasEnded({ state }: { state: JobState }): boolean {
  return ENDED.includes(state);
}

const Reason = z.object({ code: z.string(), message: z.string() });

/** One file of a job. `waiting` and `reading` are on the way; the rest is how it ended. */
export const JobFile = z
  .object({
    /** doc_id of the file. */
    file: z.string(),
    status: z.enum(['waiting', 'reading', 'indexed', 'indexed_with_warnings', 'unchanged', 'removed', 'failed', 'cancelled']),
    pagesDone: z.int(),
    pagesTotal: z.int().nullable(),
    passages: z.int(),
    records: z.int(),
    documentIds: z.array(z.string()),
    warnings: z.array(DocumentWarning),
    /** Why it failed; while it is tried again, why it failed before. */
    error: Reason.nullable(),
    /** How often reading it was begun: more than once after a crash or a retry. */
    attempts: z.int(),
    ms: z.int(),
  })
  .meta({ id: 'JobFile' });
export type JobFile = z.infer<typeof JobFile>;
export type JobFileStatus = JobFile['status'];

/** A job without its files. */
export const JobSummary = z
  .object({
    id: z.string(),
    /** Who asked: a command, an upload, a watched folder. */
    kind: z.enum(['ingest', 'upload', 'watch']),
    /** What was asked for: the paths, or the names of the uploaded files. */
    title: z.string(),
    state: JobState,
    /** It stops at the next safe point. */
    cancelling: z.boolean(),
    createdAt: z.string(),
    startedAt: z.string().nullable(),
    /** When all its words could be found. */
    searchableAt: z.string().nullable(),
    endedAt: z.string().nullable(),
    /** Files by status; those that are 0 left out. */
    counts: z.partialRecord(JobFile.shape.status, z.int()),
    /** Pages read so far. */
    pages: z.int(),
    /** Passages with a vector, of all that the store holds, as last seen. */
    vectors: z.object({ done: z.int(), total: z.int() }),
    /** What its documents say against others; absent until that was looked for. */
    conflicts: NewConflicts.optional(),
    /** What stopped the job as a whole. */
    error: Reason.nullable(),
  })
  .meta({ id: 'JobSummary' });
export type JobSummary = z.infer<typeof JobSummary>;

export const Job = JobSummary.extend({ files: z.array(JobFile) }).meta({ id: 'Job' });
export type Job = z.infer<typeof Job>;
