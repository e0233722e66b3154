import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Job } from '../../knowledge/document/job.ts';
import { MillwrightError } from '../../knowledge/errors.ts';
import { goodPdf } from './fixtures/broken-files.ts';
import { Workshop } from './fixtures/workshop.ts';
import { followJob } from './follow-job.ts';
import type { JobQueue } from './job-queue.ts';

let workshop: Workshop;
let queue: JobQueue;
beforeEach(async () => {
  workshop = await Workshop.make();
  queue = await workshop.queue();
});
afterEach(() => workshop.dispose());

const page = (words: string) => `# Handbook\n\n${words}\n`;
const statuses = ({ files }: Job) => files.map(({ file, status }) => `${file} ${status}`);
const jobs = async () => (await workshop.store()).jobs;

/** Works until the job has ended, as a fresh process would. */
async function finish(id: string): Promise<Job> {
  await (await workshop.worker(queue)).work({ signal: new AbortController().signal, until: id });
  return queue.job(id);
}

/** A process id of this machine that nobody has any more. */
async function deadPid(): Promise<number> {
  const child = spawn(process.execPath, ['-e', '']);
  await once(child, 'exit');
  return child.pid!;
}

/** Leaves a job as a process does that is killed while it reads the files with these ordinals. */
async function killedWhileReading(id: string, ordinals: readonly number[], attempts: number): Promise<void> {
  const shelf = await jobs();
  await shelf.change(id, { state: 'reading', startedAt: new Date().toISOString() });
  const { files } = await queue.view(id);
  await shelf.putFiles(
    id,
    files.filter(({ ordinal }) => ordinals.includes(ordinal)).map((file) => ({ ...file, status: 'reading' as const, attempts })),
  );
}

describe('The queue', () => {
  it('reads the files of a job, keeps how each ended, and makes the vectors', async () => {
    await workshop.write('a.md', page('Impeller'));
    await workshop.write('b.pdf', goodPdf('Change the oil.').subarray(0, 700));
    const id = await workshop.submit(queue);
    expect(await queue.job(id)).toMatchObject({ state: 'waiting', counts: { waiting: 2 } });
    const job = await finish(id);
    expect(statuses(job)).toEqual(['a.md indexed', 'b.pdf failed']);
    expect(job).toMatchObject({ state: 'done', counts: { indexed: 1, failed: 1 }, vectors: { done: 1, total: 1 }, cancelling: false });
    expect(job.files[1]).toMatchObject({ attempts: 1, error: { code: 'file_damaged' } });
    expect(Date.parse(job.endedAt!)).toBeGreaterThanOrEqual(Date.parse(job.searchableAt!));
    expect(await queue.holder()).toBeNull();
  });

  it('takes in documents whose conflicts cannot be looked for, and says that they were not', async () => {
    await workshop.write('a.md', page('Impeller'));
    const id = await workshop.submit(queue);
    const busy = async () => {
      throw new MillwrightError('The store is busy.', { code: 'store_busy', retryable: true });
    };
    await (await workshop.worker(queue, busy)).work({ signal: new AbortController().signal, until: id });
    expect(await queue.job(id)).toMatchObject({ state: 'done', counts: { indexed: 1 }, conflicts: { found: 0, complete: false } });
  });

  it('goes on after a crash where it stopped: what is done is not read again', async () => {
    for (const name of ['a', 'b', 'c']) await workshop.write(`${name}.md`, page(name));
    const id = await workshop.submit(queue);
    await finish(id);
    const { files } = await queue.view(id);
    await (await jobs()).change(id, { state: 'reading', endedAt: null, searchableAt: null });
    await (await jobs()).putFiles(id, [{ ...files[1]!, status: 'reading' }]);
    await rm(path.join(workshop.files, 'a.md'));
    const job = await finish(id);
    expect(statuses(job)).toEqual(['a.md indexed', 'b.md unchanged', 'c.md indexed']);
    expect(job.files.map(({ attempts }) => attempts)).toEqual([1, 2, 1]);
    expect(await (await workshop.store()).catalogue.list()).toHaveLength(3);
  });

  it('gives up a file during which the process died again and again, and reads the others', async () => {
    for (const name of ['a', 'b', 'c']) await workshop.write(`${name}.md`, page(name));
    const id = await workshop.submit(queue);
    await killedWhileReading(id, [0], 3);
    await (await jobs()).putFiles(id, [{ ...(await queue.view(id)).files[1]!, status: 'reading', attempts: 2 }]);
    const job = await finish(id);
    expect(statuses(job)).toEqual(['a.md failed', 'b.md indexed', 'c.md indexed']);
    expect(job.files[0]!.error).toMatchObject({ code: 'process_crashed', message: expect.stringContaining('3 times') });
    await queue.retry(id);
    expect((await finish(id)).files[0]).toMatchObject({ status: 'indexed', attempts: 1, error: null });
  });

  it('cancels a running job at the next safe point, keeps what is stored, and reads the rest when retried', async () => {
    for (let index = 0; index < 30; index += 1) await workshop.write(`${index}.pdf`, goodPdf(`Words of ${index}`));
    const id = await workshop.submit(queue);
    const finished = finish(id);
    for await (const { job } of followJob(queue, id, { everyMs: 5 })) {
      if ((job.counts.indexed ?? 0) > 0 && !job.cancelling && job.state === 'reading') await queue.cancel(id);
    }
    const job = await finished;
    expect(job).toMatchObject({ state: 'cancelled', cancelling: false });
    const { indexed = 0, cancelled = 0 } = job.counts;
    expect({ all: indexed + cancelled, some: indexed > 0, rest: cancelled > 0 }).toEqual({ all: 30, some: true, rest: true });
    expect(await (await workshop.store()).catalogue.list()).toHaveLength(indexed);
    await expect(queue.cancel(id)).rejects.toMatchObject({ code: 'job_ended' });
    await queue.retry(id);
    const again = await finish(id);
    expect(again).toMatchObject({ state: 'done', counts: { indexed: 30 } });
    expect(again.files.every(({ attempts }) => attempts === 1)).toBe(true);
  });

  it('cancels at once what nobody works, and forgets only what has ended', async () => {
    await workshop.write('a.md', page('Impeller'));
    const [waiting, left] = [await workshop.submit(queue), await workshop.submit(queue, { wait: false })];
    await killedWhileReading(left, [0], 1);
    await expect(queue.remove(waiting)).rejects.toMatchObject({ code: 'job_running' });
    await expect(queue.retry(left)).rejects.toMatchObject({ code: 'job_running' });
    for (const id of [waiting, left]) {
      await queue.cancel(id);
      expect(await queue.job(id)).toMatchObject({ state: 'cancelled', counts: { cancelled: 1 } });
      await queue.remove(id);
      await expect(queue.job(id)).rejects.toMatchObject({ code: 'not_found' });
    }
  });

  it('retries what failed alone, with the reason beside it until it is read', async () => {
    await workshop.write('a.md', page('Impeller'));
    const broken = await workshop.write('b.pdf', goodPdf('Change the oil.').subarray(0, 700));
    const id = await workshop.submit(queue);
    await finish(id);
    await queue.retry(id);
    expect(await queue.job(id)).toMatchObject({
      state: 'waiting',
      files: [{ status: 'indexed' }, { status: 'waiting', error: { code: 'file_damaged' } }],
    });
    await writeFile(broken, goodPdf('Change the oil.'));
    const job = await finish(id);
    expect(job).toMatchObject({
      state: 'done',
      files: [
        { status: 'indexed', attempts: 1 },
        { status: 'indexed', error: null },
      ],
    });
    await expect(queue.retry(id)).rejects.toMatchObject({ code: 'bad_request' });
  });

  it('recognises the same content under another name, in one job and across jobs', async () => {
    for (const name of ['a', 'b']) await workshop.write(`${name}.pdf`, goodPdf('The same words'));
    const first = await finish(await workshop.submit(queue));
    expect(statuses(first)).toEqual(['a.pdf indexed', 'b.pdf unchanged']);
    await workshop.write('c.pdf', goodPdf('The same words'));
    const second = await finish(await workshop.submit(queue));
    expect(statuses(second)).toEqual(['a.pdf unchanged', 'b.pdf unchanged', 'c.pdf unchanged']);
    expect(second.files[2]!.warnings).toMatchObject([{ code: 'same_content', message: expect.stringContaining('a.pdf') }]);
  });

  it('removes with the job what is gone, and names it', async () => {
    await workshop.write('a.md', page('Impeller'));
    const gone = await workshop.write('b.md', page('Gasket'));
    await finish(await workshop.submit(queue));
    await rm(gone);
    expect(statuses(await finish(await workshop.submit(queue, { prune: true })))).toEqual(['a.md unchanged', 'b.md removed']);
  });

  it('keeps of an upload only what failed, until that is read or forgotten', async () => {
    const id = queue.newId();
    await mkdir(queue.folderOf(id), { recursive: true });
    const files = [
      { docId: 'a.md', content: page('Impeller') },
      { docId: 'b.pdf', content: 'no PDF' },
    ].map(({ docId, content }) => ({ docId, content, path: path.join(queue.folderOf(id), docId), bytes: content.length }));
    for (const { path: file, content } of files) await writeFile(file, content);
    await mkdir(path.join(queue.uploadsFolder, 'broken-off'));
    await queue.submitUpload(id, files);
    await (await workshop.worker(queue)).sweepUploads(new Set());
    expect(statuses(await finish(id))).toEqual(['a.md indexed', 'b.pdf failed']);
    expect(await readdir(queue.uploadsFolder, { recursive: true })).toEqual([id, path.join(id, 'b.pdf')]);
    await queue.remove(id);
    expect(await readdir(queue.uploadsFolder)).toEqual([]);
  });
});

describe('Who works the queue', () => {
  it('is one process at a time; another waits and says who it is', async () => {
    await workshop.write('a.md', page('Impeller'));
    const { lease } = await jobs();
    const other = { id: 'other', host: os.hostname(), pid: process.pid };
    await lease.take(other, 60_000);
    const id = await workshop.submit(queue);
    const held = Promise.withResolvers<unknown>();
    const worked = (await workshop.worker(queue)).work({ signal: new AbortController().signal, until: id, onHeld: held.resolve });
    expect(await held.promise).toEqual(other);
    expect((await queue.job(id)).state).toBe('waiting');
    await lease.release(other);
    await worked;
    expect((await queue.job(id)).state).toBe('done');
  });

  it('is anyone again as soon as the process is dead', async () => {
    await workshop.write('a.md', page('Impeller'));
    await (await jobs()).lease.take({ id: 'dead', host: os.hostname(), pid: await deadPid() }, 3_600_000);
    expect(await queue.holder()).toBeNull();
    expect((await finish(await workshop.submit(queue))).state).toBe('done');
  });

  it('replaces the equal job that a dead process left behind, and no other', async () => {
    await workshop.write('a.md', page('Impeller'));
    const [left, alive] = [await workshop.submit(queue), await workshop.submit(queue)];
    const { job } = await queue.view(left);
    const request = { ...job.request, submitter: { host: os.hostname(), pid: await deadPid() } };
    await (await jobs()).remove(left);
    await (await jobs()).add({ ...job, request }, []);
    const again = await workshop.submit(queue);
    expect((await queue.list(10)).map(({ id }) => id)).toEqual([again, alive]);
  });

  it('reads all jobs before it makes vectors', async () => {
    const first = await workshop.write('a.md', page('Impeller'));
    const one = await workshop.submit(queue);
    await rm(first);
    await workshop.write('b.md', page('Gasket'));
    const two = await workshop.submit(queue);
    await workshop.write('a.md', page('Impeller'));
    await finish(one);
    const [a, b] = [await queue.job(one), await queue.job(two)];
    expect([a.state, b.state]).toEqual(['done', 'done']);
    expect(Date.parse(b.searchableAt!)).toBeLessThanOrEqual(Date.parse(a.endedAt!));
  });

  it('leaves a job to the next when it is asked to stop', async () => {
    for (let index = 0; index < 30; index += 1) await workshop.write(`${index}.pdf`, goodPdf(`Words of ${index}`));
    const id = await workshop.submit(queue);
    const stop = new AbortController();
    const worked = (await workshop.worker(queue)).work({ signal: stop.signal });
    for await (const { job } of followJob(queue, id, { everyMs: 5 })) {
      if ((job.counts.indexed ?? 0) === 0) continue;
      stop.abort();
      break;
    }
    await worked;
    const left = await queue.job(id);
    expect(left.state).toBe('waiting');
    expect(left.files.every(({ status }) => status === 'waiting' || status === 'indexed')).toBe(true);
    expect(await queue.holder()).toBeNull();
    const job = await finish(id);
    expect(job).toMatchObject({ state: 'done', counts: { indexed: 30 } });
    expect(job.files.every(({ attempts }) => attempts === 1)).toBe(true);
  });
});
