import { createHash, randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { hasEnded, type Job, type JobState } from '../../knowledge/document/job.ts';
import { MillwrightError } from '../../knowledge/errors.ts';
import type { JobRequest, JobShelf, JobView, LeaseHolder, StoredJob, StoredJobFile } from '../../knowledge/store/job-shelf.ts';
import { UPLOAD } from './file-ingest.ts';
import type { FoundFile } from './find-files.ts';
import { isDead, thisProcess } from './processes.ts';

const UNFINISHED: readonly JobState[] = ['waiting', 'reading', 'searchable'];
const UNDER_WAY: readonly JobState[] = ['reading', 'searchable'];
const ENDED: readonly JobState[] = ['done', 'failed', 'cancelled'];

export type PathsRequest = {
  kind: 'ingest' | 'watch';
  /** What people read: the paths as they gave them. */
  title: string;
  files: readonly FoundFile[];
  /** Folders below which documents go whose file is gone; null: nothing is removed. */
  prune: readonly string[] | null;
  /** Absolute paths of vanished files whose documents go. */
  gone?: readonly string[];
  wait: boolean;
};

/** The jobs of a data folder: asked for, cancelled, retried, removed, followed. Who works them is JobWorker; both meet in the store,
 *  so that any process may ask and any may work. */
export class JobQueue {
  readonly #jobs: JobShelf;
  readonly #uploads: string;
  readonly #wakers = new Set<() => void>();

  constructor({ jobs, dataFolder }: { jobs: JobShelf; dataFolder: string }) {
    this.#jobs = jobs;
    this.#uploads = path.join(dataFolder, 'uploads');
  }

  /** Called when this process asks for something, so that a worker beside it need not wait for its next look. */
  onAsked(wake: () => void): () => void {
    this.#wakers.add(wake);
    return () => void this.#wakers.delete(wake);
  }

  newId(): string {
    return randomBytes(9).toString('hex');
  }

  /** Where the files of all uploads lie that are not read yet, one folder a job. */
  get uploadsFolder(): string {
    return this.#uploads;
  }

  folderOf(id: string): string {
    return path.join(this.#uploads, id);
  }

  /** Adds a job. What was left of an equal one by a process that died is replaced. Returns its id. */
  async submitPaths({ kind, title, files, prune, gone = [], wait }: PathsRequest): Promise<string> {
    const asked = JSON.stringify([files.map((file) => file.path), prune, gone, wait]);
    const key = createHash('sha256').update(asked).digest('hex');
    await this.#dropLeftBehind(key);
    const id = this.newId();
    const rows = files.map((file, ordinal) => waitingFile(file, file.path, ordinal));
    await this.#add(newJob(id, kind, title, { key, wait, prune, gone, submitter: thisProcess() }), rows);
    return id;
  }

  /** The files lie in `folderOf(id)` already. Once it returns, the job survives a crash. */
  async submitUpload(id: string, files: readonly { path: string; docId: string; bytes: number }[]): Promise<Job> {
    const request = { key: id, wait: true, prune: null, gone: [], submitter: thisProcess() };
    const title = files.map(({ docId }) => docId).join(', ');
    const rows = files.map((file, ordinal) => waitingFile(file, UPLOAD, ordinal));
    await this.#add(newJob(id, 'upload', title, request), rows);
    return this.job(id);
  }

  list(limit: number): Promise<JobView['job'][]> {
    return this.#jobs.list({ limit });
  }

  /** Errors: not_found. */
  async view(id: string, since?: number): Promise<JobView> {
    const view = await this.#jobs.get(id, since);
    if (view === null) throw new MillwrightError(`There is no job "${id}": it may have ended long ago.`, { code: 'not_found' });
    return view;
  }

  async job(id: string): Promise<Job> {
    const { job, files } = await this.view(id);
    return { ...job, files };
  }

  /** Who works the queue now; null: nobody. */
  async holder(): Promise<LeaseHolder | null> {
    const holder = await this.#jobs.lease.holder();
    return holder === null || isDead(holder) ? null : holder;
  }

  /** A waiting job ends at once; a running one at the next safe point. What is stored stays. Errors: not_found, job_ended. */
  async cancel(id: string): Promise<void> {
    const { job } = await this.view(id);
    if (hasEnded(job)) throw new MillwrightError(`The job "${id}" has ended already (${job.state}).`, { code: 'job_ended' });
    if (await this.#jobs.change(id, { cancelling: true }, UNDER_WAY)) {
      if ((await this.holder()) !== null) return this.#wake();
    }
    await this.endCancelled(id);
  }

  /** Marks what is not done as cancelled; for whoever works the job, or where nobody does. */
  async endCancelled(id: string): Promise<void> {
    const { files } = await this.view(id);
    const open = files.filter(({ status }) => status === 'waiting' || status === 'reading');
    await this.#jobs.putFiles(
      id,
      open.map((file) => ({ ...file, status: 'cancelled' as const })),
    );
    await this.#jobs.change(id, { state: 'cancelled', cancelling: false, endedAt: now() }, UNFINISHED);
  }

  /** Puts what failed or was cancelled in line again; why it failed stays beside it until it is read. Errors: not_found,
   *  job_running, bad_request (nothing to retry). */
  async retry(id: string): Promise<void> {
    const { job, files } = await this.view(id);
    if (!hasEnded(job)) throw new MillwrightError(`The job "${id}" has not ended yet: cancel it first, or wait.`, { code: 'job_running' });
    const again = files.filter(({ status }) => status === 'failed' || status === 'cancelled');
    if (again.length === 0 && job.state === 'done')
      throw new MillwrightError(`The job "${id}" has nothing to retry: no file of it failed or was cancelled.`, { code: 'bad_request' });
    await this.#jobs.putFiles(
      id,
      again.map((file) => ({ ...file, status: 'waiting' as const, attempts: 0, pagesDone: 0 })),
    );
    await this.#jobs.change(id, { state: 'waiting', cancelling: false, error: null, searchableAt: null, endedAt: null }, ENDED);
    this.#wake();
  }

  /** Forgets an ended job and what is left of its upload; the documents stay. Errors: not_found, job_running. */
  async remove(id: string): Promise<void> {
    const { job } = await this.view(id);
    if (!hasEnded(job)) throw new MillwrightError(`The job "${id}" has not ended yet: cancel it first.`, { code: 'job_running' });
    await this.#jobs.remove(id);
    if (job.kind === 'upload') await rm(this.folderOf(id), { recursive: true, force: true });
  }

  async #add(job: StoredJob, files: readonly StoredJobFile[]): Promise<void> {
    await this.#jobs.add(job, files);
    this.#wake();
  }

  #wake(): void {
    for (const wake of this.#wakers) wake();
  }

  async #dropLeftBehind(key: string): Promise<void> {
    const worked = (await this.holder()) !== null;
    for (const { id, state, request } of await this.#jobs.list({ limit: Number.POSITIVE_INFINITY, states: UNFINISHED })) {
      if (request.key !== key || !isDead(request.submitter)) continue;
      if (state === 'waiting' || !worked) await this.#jobs.remove(id);
    }
  }
}

export function now(): string {
  return new Date().toISOString();
}

function newJob(id: string, kind: StoredJob['kind'], title: string, request: JobRequest): StoredJob {
  return {
    id,
    kind,
    title,
    request,
    state: 'waiting',
    cancelling: false,
    createdAt: now(),
    startedAt: null,
    searchableAt: null,
    endedAt: null,
    vectors: { done: 0, total: 0 },
    error: null,
  };
}

function waitingFile({ path: file, docId, bytes }: FoundFile, source: string, ordinal: number): StoredJobFile {
  return { ...UNREAD, file: docId, status: 'waiting', path: file, source, bytes, ordinal };
}

const UNREAD = { pagesDone: 0, pagesTotal: null, passages: 0, records: 0, documentIds: [], warnings: [], error: null, attempts: 0, ms: 0 };
