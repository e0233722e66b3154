import { randomUUID } from 'node:crypto';
import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { hasEnded } from '../../knowledge/document/job.ts';
import { MillwrightError } from '../../knowledge/errors.ts';
import type { JobShelf, JobView, LeaseHolder } from '../../knowledge/store/job-shelf.ts';
import type { VectorShelf } from '../../knowledge/store/passage-store.ts';
import type { Ingestor } from './ingestor.ts';
import { type JobQueue, now } from './job-queue.ts';
import { type ConflictSearch, JobRun, reasonOf } from './job-run.ts';
import { isDead, thisProcess } from './processes.ts';

/** How often a process that has nothing to do looks for jobs of other processes, and one that works for what it should stop. */
const LOOK_MS = 400;
/** Without a sign of life for so long the holder has lost the queue; a dead process of this machine loses it at once. A large commit
 *  or a batch of vectors keeps a process from renewing for some seconds. */
const LEASE_MS = 30_000;
const RENEW_MS = 5_000;
/** Vectors that no job waits for (--no-wait, removed jobs) are looked for so often. */
const VECTORS_LOOK_MS = 60_000;
const PROGRESS_MS = 1_000;
/** Ended jobs are kept so long, for people and programs that ask late. */
const KEPT_ENDED_JOBS = 200;

export type WorkOptions = {
  signal: AbortSignal;
  /** Ends when this job has ended; absent: works on, and fills vectors that no job waits for. */
  until?: string;
  /** Called once, where another process works the queue. */
  onHeld?: (holder: LeaseHolder) => void;
};
type Parts = {
  jobs: JobShelf;
  vectors: VectorShelf;
  ingestor: Ingestor;
  queue: JobQueue;
  /** Absent: jobs do not look for conflicts. */
  conflicts?: ConflictSearch;
  /** Gets what goes wrong inside while a job is worked; absent: `work` fails with it. */
  onError?: (error: unknown) => void;
};

/** Works the queue of a data folder, oldest job first; at most one process at a time. All files are read before vectors are made, so
 *  that words are found as soon as can be. */
export class JobWorker {
  readonly #parts: Parts;
  readonly #holder: LeaseHolder = { ...thisProcess(), id: randomUUID() };
  #renewedAt = Number.NEGATIVE_INFINITY;
  #vectorsLookedAt = Number.NEGATIVE_INFINITY;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Resolves when the signal or `until` says so. Errors: the store's. What goes wrong in a job ends that job alone. */
  async work({ signal, until, onHeld }: WorkOptions): Promise<void> {
    const { jobs, queue } = this.#parts;
    let asked = Promise.withResolvers<void>();
    const forget = queue.onAsked(() => asked.resolve());
    let told = false;
    try {
      while (!signal.aborted) {
        if (until !== undefined && hasEnded((await queue.view(until)).job)) return;
        asked = Promise.withResolvers();
        const open = await jobs.list({ limit: Number.POSITIVE_INFINITY, states: ['waiting', 'reading', 'searchable'] });
        const work = open.length > 0 || (until === undefined && (await this.#vectorsOpen()));
        const holder = work ? await this.#take() : null;
        if (holder?.id === this.#holder.id) await this.#workOn(open.reverse(), signal);
        else {
          if (holder !== null && !told) onHeld?.(holder);
          told ||= holder !== null;
          const pause = new AbortController();
          const timer = wait(LOOK_MS, undefined, { signal: AbortSignal.any([signal, pause.signal]) }).catch(() => undefined);
          await Promise.race([asked.promise, timer]);
          pause.abort();
        }
      }
    } finally {
      forget();
      await jobs.lease.release(this.#holder);
    }
  }

  /** Removes uploaded files that belong to no job: an upload that broke off. `receiving`: those on the way. */
  async sweepUploads(receiving: ReadonlySet<string>): Promise<void> {
    const { jobs, queue } = this.#parts;
    for (const id of await readdir(queue.uploadsFolder).catch(() => [])) {
      if (!receiving.has(id) && (await jobs.get(id)) === null && !receiving.has(id)) {
        await rm(path.join(queue.uploadsFolder, id), { recursive: true, force: true });
      }
    }
  }

  async #take(): Promise<LeaseHolder> {
    const { lease } = this.#parts.jobs;
    const other = await lease.holder();
    const dead = other !== null && isDead(other) ? other.id : undefined;
    this.#renewedAt = performance.now();
    return lease.take(this.#holder, LEASE_MS, dead);
  }

  async #workOn(open: readonly JobView['job'][], signal: AbortSignal): Promise<void> {
    const next = open.find(({ state }) => state !== 'searchable');
    if (next) await this.#read(next.id, signal);
    else await this.#fill(signal);
    const { jobs } = this.#parts;
    const rest = await jobs.list({ limit: 1, states: ['waiting', 'reading', 'searchable'] });
    if (rest.length === 0) await jobs.lease.release(this.#holder);
  }

  async #read(id: string, signal: AbortSignal): Promise<void> {
    const { jobs, ingestor, queue, conflicts } = this.#parts;
    const stop = new AbortController();
    const guard = this.#guard(stop, async () => (await jobs.get(id, Number.MAX_SAFE_INTEGER))?.job.cancelling !== false);
    try {
      await new JobRun({ id, jobs, ingestor, queue, ...(conflicts && { conflicts }) }).run(AbortSignal.any([signal, stop.signal]));
    } catch (error) {
      if (this.#parts.onError === undefined) throw error;
      this.#parts.onError(error);
    } finally {
      clearInterval(guard);
    }
    await this.#forgetOld();
  }

  /** Makes vectors until there are all, or a job has files to read. */
  async #fill(signal: AbortSignal): Promise<void> {
    const { jobs, ingestor } = this.#parts;
    const waiting = () => jobs.list({ limit: Number.POSITIVE_INFINITY, states: ['searchable'] });
    const begun = await waiting();
    const stop = new AbortController();
    const guard = this.#guard(stop, async () => {
      for (const { id, cancelling } of await waiting()) if (cancelling) await this.#parts.queue.endCancelled(id);
      const someLeft = begun.length === 0 || (await waiting()).length > 0;
      return !someLeft || (await jobs.list({ limit: 1, states: ['waiting', 'reading'] })).length > 0;
    });
    const either = AbortSignal.any([signal, stop.signal]);
    let toldAt = Number.NEGATIVE_INFINITY;
    let told: Promise<unknown> = Promise.resolve();
    const tell = (vectors: { done: number; total: number }) => {
      if (performance.now() - toldAt < PROGRESS_MS && vectors.done < vectors.total) return;
      toldAt = performance.now();
      told = Promise.all(begun.map(({ id }) => jobs.change(id, { vectors }, ['searchable'])));
    };
    try {
      await ingestor.fillVectors(tell, either);
      await told;
      if (!either.aborted) for (const { id } of begun) await jobs.change(id, { state: 'done', endedAt: now() }, ['searchable']);
    } catch (error) {
      await told;
      await this.#failed(begun, error);
    } finally {
      clearInterval(guard);
    }
  }

  async #failed(begun: readonly JobView['job'][], error: unknown): Promise<void> {
    this.#parts.onError?.(error);
    const reason = reasonOf(error);
    for (const { id } of begun) await this.#parts.jobs.change(id, { state: 'failed', error: reason, endedAt: now() }, ['searchable']);
  }

  async #vectorsOpen(): Promise<boolean> {
    if (performance.now() - this.#vectorsLookedAt < VECTORS_LOOK_MS) return false;
    this.#vectorsLookedAt = performance.now();
    const { passages, vectors } = await this.#parts.vectors.counts();
    return vectors < passages;
  }

  /** While there is work: renews the lease, and stops where that is lost or `shouldStop` says so. */
  #guard(stop: AbortController, shouldStop: () => Promise<boolean>): NodeJS.Timeout {
    let looking = false;
    return setInterval(async () => {
      if (looking || stop.signal.aborted) return;
      looking = true;
      try {
        if (performance.now() - this.#renewedAt > RENEW_MS && (await this.#take()).id !== this.#holder.id) stop.abort();
        if (await shouldStop()) stop.abort();
      } catch (error) {
        // A store that is busy or closed for a moment: the work itself says so if it stays.
        if (!(error instanceof MillwrightError)) this.#parts.onError?.(error);
      } finally {
        looking = false;
      }
    }, LOOK_MS);
  }

  async #forgetOld(): Promise<void> {
    const { jobs, queue } = this.#parts;
    const ended = await jobs.list({ limit: Number.POSITIVE_INFINITY, states: ['done', 'failed', 'cancelled'] });
    for (const { id } of ended.slice(KEPT_ENDED_JOBS)) await queue.remove(id);
  }
}
