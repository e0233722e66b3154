import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { goodPdf } from '../ingest/jobs/fixtures/broken-files.ts';
import { hasEnded, Job, type JobFile } from '../knowledge/document/job.ts';
import { SqlitePassageStore } from '../knowledge/store/sqlite/sqlite-passage-store.ts';
import { jsonLines, type RunningCli, runCli, startCli } from './fixtures/run-cli.ts';

const FILES = 30;
/** Killed when at least so many are stored. */
const STORED = 4;

let folder: string;
let data: string;
const running: RunningCli[] = [];
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'millwright-killed-job-'));
  data = path.join(folder, 'data');
});
afterEach(async () => {
  for (const { child, ended } of running.splice(0)) {
    child.kill('SIGKILL');
    await ended;
  }
  await rm(folder, { recursive: true, force: true });
});

const pdf = (index: number) => goodPdf(`Pump P-${index}: tighten the bolts to ${index + 20} N·m.`);
const isDone = ({ status }: JobFile) => status !== 'waiting' && status !== 'reading';

/** Serves the data folder; where it listens. */
async function serve(): Promise<{ api: string; server: RunningCli }> {
  const server = startCli(['serve', '--port', '0', '--data', data]);
  running.push(server);
  const url = await new Promise<string>((resolve) => {
    let text = '';
    server.child.stderr!.on('data', (part: string) => {
      text += part;
      const found = /http:\S+/.exec(text)?.[0];
      if (found) resolve(found);
    });
  });
  return { api: `${url}/api/v1`, server };
}

async function jobWhen(api: string, id: string, wanted: (job: Job) => boolean): Promise<Job> {
  for (;;) {
    const job = Job.parse(await (await fetch(`${api}/jobs/${id}`)).json());
    if (wanted(job)) return job;
    await wait(30);
  }
}

async function expectAllOnce(): Promise<void> {
  const store = await SqlitePassageStore.open({ path: path.join(data, 'millwright.db') });
  try {
    const list = await store.catalogue.list();
    expect(list.map(({ file }) => file).sort()).toEqual(Array.from({ length: FILES }, (_, index) => `${index}.pdf`).sort());
    expect(new Set(list.map(({ fingerprint }) => fingerprint)).size).toBe(FILES);
    expect(list.every(({ passages, vectors }) => passages === 1 && vectors === 1)).toBe(true);
    expect(await store.checkIntegrity()).toBe('ok');
  } finally {
    await store.close();
  }
}

describe('a job whose process is killed', () => {
  it('is completed by the server that starts next: nothing twice, nothing lost', async () => {
    const first = await serve();
    const body = new FormData();
    for (let index = 0; index < FILES; index += 1) body.append('files', new Blob([new Uint8Array(pdf(index))]), `${index}.pdf`);
    const { id } = Job.parse(await (await fetch(`${first.api}/documents`, { method: 'POST', body })).json());
    await jobWhen(first.api, id, ({ files }) => files.filter(isDone).length >= STORED);
    first.server.child.kill('SIGKILL');
    await first.server.ended;

    const second = await serve();
    const ended = await jobWhen(second.api, id, hasEnded);
    expect(ended).toMatchObject({ state: 'done', counts: { indexed: expect.any(Number) } });
    expect(ended.files.every(({ status }) => status === 'indexed' || status === 'unchanged')).toBe(true);
    // Only what was under way when it died was begun again, and only that may have been stored without being noted.
    expect(ended.files.filter(({ attempts }) => attempts > 1).length).toBeLessThanOrEqual(2);
    expect(ended.files.filter(({ status, attempts }) => status === 'unchanged' && attempts === 1)).toEqual([]);
    expect(await readdir(path.join(data, 'uploads'))).toEqual([]);
    second.server.child.kill('SIGTERM');
    await second.server.ended;
    await expectAllOnce();
  }, 600_000);

  it('is shown by the command line, and taken up by "jobs retry" after "jobs cancel"', async () => {
    const plant = path.join(folder, 'plant');
    await mkdir(plant);
    for (let index = 0; index < FILES; index += 1) await writeFile(path.join(plant, `${index}.pdf`), pdf(index));
    const { child, ended } = startCli(['ingest', plant, '--json', '--data', data]);
    let text = '';
    child.stdout!.on('data', (part: string) => {
      text += part;
      if (text.split('"file-done"').length > STORED) child.kill('SIGKILL');
    });
    await ended;

    const [left] = jsonLines<Job>((await runCli('jobs', '--json', '--data', data)).stdout);
    expect(left).toMatchObject({ kind: 'ingest', title: plant, state: 'reading' });
    const id = left!.id;
    expect((await runCli('jobs', 'cancel', id.slice(0, 6), '--data', data)).code).toBe(0);
    const cancelled = Job.parse(JSON.parse((await runCli('jobs', 'show', id, '--json', '--data', data)).stdout));
    expect(cancelled.state).toBe('cancelled');
    const stored = cancelled.files.filter(({ status }) => status === 'indexed').length;
    expect(stored).toBeGreaterThanOrEqual(STORED);
    const retried = await runCli('jobs', 'retry', id, '--json', '--data', data);
    expect(retried).toMatchObject({ code: 0, stderr: '' });
    const started = jsonLines<{ type: string }>(retried.stdout).filter(({ type }) => type === 'file-started');
    expect(started).toHaveLength(FILES - stored);
    await expectAllOnce();
    expect(await runCli('jobs', 'remove', id, '--data', data)).toMatchObject({ code: 0, stderr: `forgot ${id}\n` });
    expect((await runCli('jobs', 'show', id, '--data', data)).stderr).toMatch(/^Error: There is no job/);
  }, 600_000);
});
