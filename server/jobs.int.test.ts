import { mkdtemp, readdir, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { EventSourceParserStream } from 'eventsource-parser/stream';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { serve, type TestServer } from '../test/serve.ts';
import { Job, JobList, Problem } from './api/schemas.ts';

let dataFolder: string;
let server: TestServer;
beforeAll(async () => {
  dataFolder = await mkdtemp(path.join(os.tmpdir(), 'millwright-jobs-'));
  server = await serve(dataFolder);
});
afterAll(async () => {
  await server?.close();
  await rm(dataFolder, { recursive: true, force: true });
});
afterEach(() => server.parts.store.jobs.lease.release(BUSY));

/** Another process of this machine that works the queue: jobs wait. */
const BUSY = { id: 'busy', host: os.hostname(), pid: process.pid };
const hold = () => server.parts.store.jobs.lease.take(BUSY, 60_000);

async function upload(files: Record<string, string>): Promise<Job> {
  const body = new FormData();
  for (const [name, content] of Object.entries(files)) body.append('files', new Blob([content]), name);
  return Job.parse(await (await fetch(`${server.api}/documents`, { method: 'POST', body })).json());
}
const get = async (id: string) => Job.parse(await (await fetch(`${server.api}/jobs/${id}`)).json());
const send = (method: string, rest: string) => fetch(`${server.api}/jobs/${rest}`, { method });
const list = async (query = '') => JobList.parse(await (await fetch(`${server.api}/jobs${query}`)).json());

async function* events(rest: string): AsyncGenerator<{ event: string | undefined; data: unknown }> {
  const response = await fetch(`${server.api}/jobs${rest}`, { headers: { accept: 'text/event-stream' } });
  for await (const { event, data } of response.body!.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream()))
    yield { event, data: JSON.parse(data) };
}
async function ended(id: string): Promise<Job> {
  let last: unknown;
  for await (const { event, data } of events(`/${id}`)) {
    expect(event).toBe('job');
    last = data;
  }
  return Job.parse(last);
}
async function expectProblem(response: Response, status: number, code: string): Promise<void> {
  expect(response.headers.get('content-type')).toContain('application/problem+json');
  expect(Problem.parse(await response.json())).toMatchObject({ status, code });
}

describe('/jobs', () => {
  it('lists the newest first, without their files, and who works the queue', async () => {
    const first = await upload({ 'one.txt': 'Fan F-2: clean the grille weekly.' });
    const second = await upload({ '二.txt': '风机 F-2 每周清洁格栅。' });
    for (const { id } of [first, second]) expect((await ended(id)).state).toBe('done');
    const { jobs, holder } = await list();
    expect(jobs.map(({ id }) => id)).toEqual([second.id, first.id]);
    expect(jobs[0]).toMatchObject({ kind: 'upload', title: '二.txt', counts: { indexed: 1 } });
    expect(jobs[0]).not.toHaveProperty('files');
    expect(holder).toBeNull();
    expect((await list('?limit=1')).jobs).toHaveLength(1);
    await expectProblem(await fetch(`${server.api}/jobs?limit=none`), 400, 'bad_request');
  });

  it('cancels what waits, retries it, and forgets it once it has ended', async () => {
    await hold();
    const { id } = await upload({ 'waits.txt': 'Valve V-1: open slowly.' });
    expect((await list()).holder).toEqual({ host: BUSY.host, pid: BUSY.pid });
    await expectProblem(await send('DELETE', id), 409, 'job_running');
    await expectProblem(await send('POST', `${id}/retry`), 409, 'job_running');
    expect(Job.parse(await (await send('POST', `${id}/cancel`)).json())).toMatchObject({
      state: 'cancelled',
      files: [{ status: 'cancelled' }],
    });
    await expectProblem(await send('POST', `${id}/cancel`), 409, 'job_ended');
    expect(Job.parse(await (await send('POST', `${id}/retry`)).json())).toMatchObject({ state: 'waiting', files: [{ status: 'waiting' }] });
    await server.parts.store.jobs.lease.release(BUSY);
    expect(await ended(id)).toMatchObject({ state: 'done', files: [{ status: 'indexed' }] });
    await expectProblem(await send('POST', `${id}/retry`), 400, 'bad_request');
    expect((await send('DELETE', id)).status).toBe(204);
    await expectProblem(await send('DELETE', id), 404, 'not_found');
  });

  it('keeps of an upload what failed, with the reason, until it is retried or forgotten', async () => {
    const { id } = await upload({ 'fake.pdf': 'not a PDF at all', 'good.txt': 'Fan F-3: oil the bearing.' });
    const job = await ended(id);
    expect(job).toMatchObject({ state: 'done', counts: { failed: 1, indexed: 1 } });
    expect(await readdir(path.join(dataFolder, 'uploads', id))).toEqual(['fake.pdf']);
    await send('POST', `${id}/retry`);
    expect((await ended(id)).files[0]!.error).toEqual(job.files[0]!.error);
    await send('DELETE', id);
    expect(await readdir(path.join(dataFolder, 'uploads'))).toEqual([]);
  });

  it('tells each change of the list as events, also of jobs that another process asked for', async () => {
    const stream = events('');
    expect((await stream.next()).value).toMatchObject({ event: 'jobs' });
    const { id } = await upload({ 'told.txt': 'Pump P-7: check the seal.' });
    for await (const { data } of stream) {
      const job = JobList.parse(data).jobs.find((each) => each.id === id);
      if (job?.state === 'done') break;
    }
    expect((await get(id)).state).toBe('done');
  });

  it.each(['', '/cancel', '/retry'])('says that there is no such job (%s)', async (rest) => {
    await expectProblem(await send(rest === '' ? 'GET' : 'POST', `nobody${rest}`), 404, 'not_found');
  });
});
