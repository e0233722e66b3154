import { randomBytes } from 'node:crypto';
import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import type { FileOutcome, IngestEvent, IngestReport } from '../../ingest/jobs/ingest-report.ts';
import { MillwrightError } from '../../knowledge/errors.ts';
import type { Catalogue } from '../../knowledge/store/passage-store.ts';
import { Job, type JobFile } from '../api/schemas.ts';
import { problemOf } from '../problems.ts';

export type UploadedFile = { path: string; docId: string };

/** Ingests uploaded files; resolves when their vectors are complete too. */
export type IngestUploads = (files: UploadedFile[], onEvent: (event: IngestEvent) => void, signal: AbortSignal) => Promise<IngestReport>;

/** Ended jobs are kept so long, for programs that ask late. */
const KEPT_ENDED_JOBS = 200;
const PREFIX = 'job:';
const ENDED = new Set<Job['state']>(['done', 'failed', 'cancelled']);

/** Uploads, one job after the other. A job whose upload was acknowledged is on disk (its files) and in the catalogue
 *  (its state): after a crash `resume` takes up what was not finished. */
export class UploadJobs {
  readonly #settings: Catalogue['settings'];
  readonly #folder: string;
  readonly #ingest: IngestUploads;
  readonly #jobs = new Map<string, Job>();
  readonly #watchers = new Map<string, Set<(job: Job) => void>>();
  readonly #receiving = new Set<string>();
  readonly #stopped = new AbortController();
  #tail: Promise<void> = Promise.resolve();

  /** `folder` holds the uploaded files of jobs under way, one sub-folder a job. */
  constructor({ settings, folder, ingest }: { settings: Catalogue['settings']; folder: string; ingest: IngestUploads }) {
    this.#settings = settings;
    this.#folder = folder;
    this.#ingest = ingest;
  }

  /** The id of an upload that is about to be received into its `folderOf`. */
  begin(): string {
    const id = randomBytes(12).toString('base64url');
    this.#receiving.add(id);
    return id;
  }

  folderOf(jobId: string): string {
    return path.join(this.#folder, jobId);
  }

  /** The files lie in `folderOf(id)` already. Returns once the job is kept. */
  async add(id: string, files: UploadedFile[]): Promise<Job> {
    const job: Job = {
      id,
      state: 'waiting',
      createdAt: new Date().toISOString(),
      files: files.map(waitingFile),
      vectors: { done: 0, total: 0 },
    };
    await this.#keep(job);
    this.#receiving.delete(id);
    this.#queue(job);
    return job;
  }

  /** Loads kept jobs; those that had not ended run again (what was indexed already is found unchanged).
   *  Files of no such job (an upload that broke off, a crash just after the end) are removed. */
  async resume(): Promise<number> {
    const kept = await Promise.all((await this.#settings.keys(PREFIX)).map((key) => this.#settings.get(key)));
    const jobs = kept.flatMap((text) => (text === null ? [] : [Job.parse(JSON.parse(text))]));
    jobs.sort((a, b) => a.createdAt.localeCompare(b.createdAt));
    for (const job of jobs) this.#jobs.set(job.id, job);
    const unfinished = jobs.filter(({ state }) => !ENDED.has(state));
    await this.#sweep();
    for (const job of unfinished) this.#queue(job);
    return unfinished.length;
  }

  get(id: string): Job {
    const job = this.#jobs.get(id);
    if (job === undefined) throw new MillwrightError(`There is no job "${id}": it may have ended long ago.`, { code: 'not_found' });
    return job;
  }

  /** Calls back at each change until the job has ended; returns how to stop. */
  watch(id: string, onChange: (job: Job) => void): () => void {
    const watchers = this.#watchers.get(id) ?? new Set();
    this.#watchers.set(id, watchers.add(onChange));
    return () => void watchers.delete(onChange);
  }

  static hasEnded(job: Job): boolean {
    return ENDED.has(job.state);
  }

  /** Stops after the file at hand; what is left is resumed at the next start. */
  async close(): Promise<void> {
    this.#stopped.abort();
    await this.#tail;
  }

  #queue(job: Job): void {
    this.#tail = this.#tail.then(() => (this.#stopped.signal.aborted ? undefined : this.#run(job)));
  }

  async #run(job: Job): Promise<void> {
    const folder = this.folderOf(job.id);
    try {
      await this.#change(job, { state: 'reading' });
      const files = job.files.map(({ file }) => ({ docId: file, path: path.join(folder, file) }));
      await this.#ingest(files, (event) => this.#follow(job, event), this.#stopped.signal);
      if (this.#stopped.signal.aborted) return;
      const allFailed = job.files.every(({ status }) => status === 'failed');
      await this.#end(job, allFailed ? 'failed' : 'done');
    } catch (error) {
      if (this.#stopped.signal.aborted) return;
      const { code, detail } = problemOf(error);
      for (const file of job.files) {
        if (file.status === 'waiting' || file.status === 'reading')
          Object.assign(file, { status: 'failed', error: { code, message: detail } });
      }
      await this.#end(job, 'failed').catch(() => this.#tell(job));
    }
  }

  /** First kept, then its files removed, then told: whoever hears of the end finds nothing left of the upload. */
  async #end(job: Job, state: Job['state']): Promise<void> {
    job.state = state;
    await this.#keep(job);
    await rm(this.folderOf(job.id), { recursive: true, force: true });
    this.#tell(job);
  }

  /** Looks anew at each: the server may be receiving already. */
  async #sweep(): Promise<void> {
    for (const name of await readdir(this.#folder).catch(() => [])) {
      const job = this.#jobs.get(name);
      const wanted = this.#receiving.has(name) || (job !== undefined && !ENDED.has(job.state));
      if (!wanted) await rm(path.join(this.#folder, name), { recursive: true, force: true });
    }
  }

  #follow(job: Job, event: IngestEvent): void {
    const file = 'file' in event ? job.files.find((each) => each.file === event.file) : undefined;
    if (event.type === 'file-started' && file) file.status = 'reading';
    if (event.type === 'pages' && file) Object.assign(file, { pagesDone: event.done, pagesTotal: event.total });
    if (event.type === 'file-done') applyOutcome(job, event.outcome);
    if (event.type === 'vectors') {
      job.vectors = { done: event.done, total: event.total };
      if (job.state === 'reading' && job.files.every(({ status }) => status !== 'waiting' && status !== 'reading'))
        job.state = 'searchable';
    }
    this.#tell(job);
  }

  async #change(job: Job, change: Partial<Job>): Promise<void> {
    Object.assign(job, change);
    await this.#keep(job);
    this.#tell(job);
  }

  async #keep(job: Job): Promise<void> {
    await this.#settings.set(`${PREFIX}${job.id}`, JSON.stringify(job));
    this.#jobs.set(job.id, job);
    const ended = [...this.#jobs.values()].filter((each) => ENDED.has(each.state));
    for (const old of ended.slice(0, Math.max(0, ended.length - KEPT_ENDED_JOBS))) {
      await this.#settings.set(`${PREFIX}${old.id}`, null);
      this.#jobs.delete(old.id);
    }
  }

  #tell(job: Job): void {
    for (const watcher of this.#watchers.get(job.id) ?? []) watcher(job);
    if (ENDED.has(job.state)) this.#watchers.delete(job.id);
  }
}

function waitingFile({ docId }: UploadedFile): JobFile {
  return { file: docId, status: 'waiting', pagesDone: 0, pagesTotal: null, documentIds: [], warnings: [], error: null };
}

function applyOutcome(job: Job, outcome: FileOutcome): void {
  const file = job.files.find((each) => each.file === outcome.file);
  if (file === undefined) return;
  const { status, documentIds, warnings, pages } = outcome;
  Object.assign(file, { status, documentIds, warnings, pagesDone: pages, pagesTotal: pages, error: outcome.error ?? null });
}
