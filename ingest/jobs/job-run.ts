import { rm } from 'node:fs/promises';
import type { NewConflicts } from '../../knowledge/document/conflict.ts';
import type { JobFile } from '../../knowledge/document/job.ts';
import { MillwrightError } from '../../knowledge/errors.ts';
import type { JobShelf, JobView, StoredJobFile } from '../../knowledge/store/job-shelf.ts';
import { UPLOAD } from './file-ingest.ts';
import type { FileOutcome, IngestEvent } from './ingest-report.ts';
import type { Ingestor } from './ingestor.ts';
import { type JobQueue, now } from './job-queue.ts';

/** A file during whose reading the process died so often is given up: it would take the process down for ever. */
const MOST_CRASHES = 3;
/** Pages of a file under way are kept so often. */
const PAGES_MS = 1_000;

/** Looks for what documents that were just read say against others. */
export type ConflictSearch = (documentIds: readonly string[], signal: AbortSignal) => Promise<NewConflicts>;

type Parts = { id: string; jobs: JobShelf; ingestor: Ingestor; queue: JobQueue; conflicts?: ConflictSearch };

/** Reads the files of one job that are not done, each step kept before the next begins. */
export class JobRun {
  readonly #parts: Parts;
  readonly #files = new Map<number, StoredJobFile>();
  readonly #pagesKeptAt = new Map<number, number>();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Stopped by the signal, the job waits for the next who works the queue; unless it was cancelled: then it ends. */
  async run(signal: AbortSignal): Promise<void> {
    const { id, jobs, queue } = this.#parts;
    const { job, files } = await queue.view(id);
    if (job.cancelling) return queue.endCancelled(id);
    if (!(await jobs.change(id, { state: 'reading', startedAt: job.startedAt ?? now() }, ['waiting', 'reading']))) return;
    for (const file of files) this.#files.set(file.ordinal, file);
    try {
      if (job.startedAt === null) await this.#prune(job);
      await this.#readAll(signal);
      if (signal.aborted) await this.#stopped();
      else await this.#readDone(job, signal);
    } catch (error) {
      await this.#failed(error);
      if (reasonOf(error).code === 'internal') throw error;
    }
  }

  async #readAll(signal: AbortSignal): Promise<void> {
    const crashed = [...this.#files.values()].filter(({ status }) => status === 'reading');
    const { given = [], suspects = [] } = Object.groupBy(crashed, ({ attempts }) => (attempts >= MOST_CRASHES ? 'given' : 'suspects'));
    await this.#keep(given.map(givenUp));
    // Alone and first: if the process dies again, it is known of which.
    await this.#read(suspects, 1, signal);
    const waiting = [...this.#files.values()].filter(({ status }) => status === 'waiting');
    await this.#read(waiting, undefined, signal);
  }

  async #read(files: readonly StoredJobFile[], processes: number | undefined, signal: AbortSignal): Promise<void> {
    if (files.length === 0 || signal.aborted) return;
    const tasks = files.map(({ path, file, bytes, source }) => ({ file: { path, docId: file, bytes }, source }));
    const listener = (event: IngestEvent, index: number) => this.#follow(event, files[index]!.ordinal, signal);
    await this.#parts.ingestor.readFiles(tasks, listener, { signal, ...(processes ? { processes } : {}) });
  }

  async #follow(event: IngestEvent, ordinal: number, signal: AbortSignal): Promise<void> {
    const file = this.#files.get(ordinal)!;
    if (event.type === 'file-started') await this.#keep([{ ...file, status: 'reading', attempts: file.attempts + 1 }]);
    if (event.type === 'pages') {
      const { done: pagesDone, total: pagesTotal } = event;
      Object.assign(file, { pagesDone, pagesTotal });
      const at = performance.now();
      if (at - (this.#pagesKeptAt.get(ordinal) ?? 0) < PAGES_MS) return;
      this.#pagesKeptAt.set(ordinal, at);
      await this.#keep([file]);
    }
    if (event.type === 'file-done') await this.#done(file, event.outcome, signal);
  }

  async #done(file: StoredJobFile, outcome: FileOutcome, signal: AbortSignal): Promise<void> {
    this.#pagesKeptAt.delete(file.ordinal);
    // Not the file's fault: it waits as it did before.
    if (signal.aborted && outcome.error?.code === 'cancelled')
      return this.#keep([{ ...file, status: 'waiting', attempts: Math.max(0, file.attempts - 1) }]);
    await this.#keep([{ ...file, ...doneFile(outcome) }]);
    if (file.source === UPLOAD && outcome.status !== 'failed') await rm(file.path, { force: true });
  }

  async #stopped(): Promise<void> {
    const { id, jobs, queue } = this.#parts;
    const { job } = await queue.view(id);
    if (job.cancelling) await queue.endCancelled(id);
    else await jobs.change(id, { state: 'waiting' }, ['reading']);
  }

  async #readDone({ id, request, kind }: JobView['job'], signal: AbortSignal): Promise<void> {
    const { jobs, ingestor, queue } = this.#parts;
    const files = [...this.#files.values()];
    if (request.prune !== null) {
      const tasks = files.map(({ path, file, bytes, source }) => ({ file: { path, docId: file, bytes }, source }));
      await this.#append(await ingestor.pruneUnnamed(tasks));
    }
    const failed = files.filter(({ status }) => status === 'failed').length;
    if (kind === 'upload' && failed === 0) await rm(queue.folderOf(id), { recursive: true, force: true });
    const at = now();
    if (failed === files.length && failed > 0) return void (await jobs.change(id, { state: 'failed', searchableAt: at, endedAt: at }));
    await jobs.change(id, { searchableAt: at });
    const conflicts = await this.#conflicts(signal);
    const found = conflicts === null ? {} : { conflicts };
    if (request.wait) await jobs.change(id, { state: 'searchable', ...found });
    else await jobs.change(id, { state: 'done', endedAt: now(), ...found });
  }

  /** Null where nothing was read. Where they could not be looked for, the documents are in all the same, and the job says so. */
  async #conflicts(signal: AbortSignal): Promise<NewConflicts | null> {
    const read = [...this.#files.values()].flatMap(({ status, documentIds }) => (status.startsWith('indexed') ? documentIds : []));
    if (read.length === 0 || this.#parts.conflicts === undefined) return null;
    return this.#parts.conflicts(read, signal).catch((error: unknown) => {
      if (error instanceof MillwrightError) return { found: 0, complete: false };
      throw error;
    });
  }

  async #failed(error: unknown): Promise<void> {
    const reason = reasonOf(error);
    const open = [...this.#files.values()].filter(({ status }) => status === 'waiting' || status === 'reading');
    await this.#keep(open.map((file) => ({ ...file, status: 'failed', error: reason })));
    await this.#parts.jobs.change(this.#parts.id, { state: 'failed', error: reason, endedAt: now() });
  }

  async #prune({ request }: JobView['job']): Promise<void> {
    const { ingestor } = this.#parts;
    await this.#append(await ingestor.removeGone(request.gone));
    if (request.prune === null) return;
    const present = new Set([...this.#files.values()].map(({ path }) => path));
    await this.#append(await ingestor.prune(request.prune, present));
  }

  async #append(outcomes: readonly FileOutcome[]): Promise<void> {
    const first = this.#files.size;
    await this.#keep(
      outcomes.map((outcome, index) => ({
        ...doneFile(outcome),
        file: outcome.file,
        ordinal: first + index,
        path: '',
        source: '',
        bytes: 0,
        attempts: 0,
      })),
    );
  }

  async #keep(files: readonly StoredJobFile[]): Promise<void> {
    if (files.length === 0) return;
    for (const file of files) this.#files.set(file.ordinal, file);
    await this.#parts.jobs.putFiles(this.#parts.id, files);
  }
}

type Done = Omit<JobFile, 'file' | 'attempts'>;

function doneFile({ status, pages, passages, records, documentIds, warnings, error, ms }: FileOutcome): Done {
  return { status, pagesDone: pages, pagesTotal: pages, passages, records, documentIds, warnings, error: error ?? null, ms };
}

function givenUp(file: StoredJobFile): StoredJobFile {
  const message = `"${file.file}" was given up: Millwright itself ended ${file.attempts} times while it read this file. Free some memory and retry it, or print it to a new PDF.`;
  return { ...file, status: 'failed', error: { code: 'process_crashed', message } };
}

/** What is kept and shown of an error. */
export function reasonOf(error: unknown): { code: string; message: string } {
  if (error instanceof MillwrightError) return { code: error.code, message: error.message };
  return { code: 'internal', message: 'Something went wrong inside; the log says what. Retry the job, and report it if it stays.' };
}
