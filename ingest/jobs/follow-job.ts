import { setTimeout as wait } from 'node:timers/promises';
import { hasEnded } from '../../knowledge/document/job.ts';
import type { JobView, StoredJobFile } from '../../knowledge/store/job-shelf.ts';
import type { FileOutcome, IngestEvent, IngestReport } from './ingest-report.ts';
import { reportOf } from './ingest-report.ts';
import type { JobQueue } from './job-queue.ts';

export type FollowOptions = { everyMs: number; signal?: AbortSignal };

/** The job whenever it changed, whichever process works it; the first time with all its files, then with those that changed. The
 *  last view is of the ended job. Ends early at the signal, or where the job is removed. */
export async function* followJob(queue: JobQueue, id: string, { everyMs, signal }: FollowOptions): AsyncGenerator<JobView> {
  let version = 0;
  let view: JobView | null = await queue.view(id);
  while (view !== null && signal?.aborted !== true) {
    if (view.version !== version) {
      version = view.version;
      yield view;
      if (hasEnded(view.job)) return;
    }
    await wait(everyMs, undefined, signal ? { signal } : {}).catch(() => undefined);
    view = await queue.view(id, version).catch(() => null);
  }
}

/** Turns the views of a job into what happens to its files, and in the end into a report. Begin with a view from before it is
 *  worked: files that ended earlier (a retry) are told as done, not as started. */
export class JobEvents {
  readonly #files = new Map<number, StoredJobFile>();
  #found = false;
  #vectors = '';

  /** What happened since the view before. */
  *of({ job, files }: JobView): Generator<IngestEvent> {
    if (!this.#found) yield { type: 'found', files: files.length, bytes: files.reduce((sum, { bytes }) => sum + bytes, 0) };
    this.#found = true;
    for (const file of files) {
      yield* fileEvents(this.#files.get(file.ordinal), file);
      this.#files.set(file.ordinal, file);
    }
    const vectors = `${job.vectors.done}/${job.vectors.total}`;
    if (job.vectors.total > 0 && vectors !== this.#vectors) yield { type: 'vectors', ...job.vectors };
    this.#vectors = vectors;
  }

  /** Of the last view. */
  report({ job }: JobView): IngestReport {
    const seconds = (at: string | null) =>
      at === null || job.startedAt === null ? null : (Date.parse(at) - Date.parse(job.startedAt)) / 1000;
    const searchable = seconds(job.searchableAt ?? job.endedAt) ?? 0;
    const vectors = job.request.wait && job.state === 'done' ? seconds(job.endedAt) : null;
    return reportOf([...this.#files.values()].map(outcomeOf), searchable, vectors);
  }
}

function* fileEvents(before: StoredJobFile | undefined, file: StoredJobFile): Generator<IngestEvent> {
  const ended = file.status !== 'waiting' && file.status !== 'reading';
  if (file.status === 'waiting' || (ended && before?.status === file.status && before.attempts === file.attempts)) return;
  const earlier = before === undefined && ended;
  if (!earlier && before?.status !== 'reading' && file.attempts > 0) yield { type: 'file-started', file: file.file };
  if (ended) yield { type: 'file-done', outcome: outcomeOf(file) };
  else if (file.pagesDone > 0) yield { type: 'pages', file: file.file, done: file.pagesDone, total: file.pagesTotal };
}

function outcomeOf(file: StoredJobFile): FileOutcome {
  const { status, error, documentIds, passages, records, warnings, ms } = file;
  const outcome = { file: file.file, documentIds, pages: file.pagesDone, passages, records, warnings, ms };
  if (status === 'waiting' || status === 'reading' || status === 'cancelled')
    return { ...outcome, status: 'failed', error: { code: 'cancelled', message: `"${file.file}" was not ingested: cancelled.` } };
  return { ...outcome, status, ...(status === 'failed' && error ? { error } : {}) };
}
