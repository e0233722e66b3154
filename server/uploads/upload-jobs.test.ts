import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MillwrightError } from '../../knowledge/errors.ts';
import type { Catalogue } from '../../knowledge/store/passage-store.ts';
import { type IngestUploads, UploadJobs } from './upload-jobs.ts';

/** Settings that outlive the jobs over them, as the store's do. */
function keptSettings(): Catalogue['settings'] {
  const kept = new Map<string, string>();
  return {
    get: async (key) => kept.get(key) ?? null,
    set: async (key, value) => void (value === null ? kept.delete(key) : kept.set(key, value)),
    keys: async (prefix) => [...kept.keys()].filter((key) => key.startsWith(prefix)),
  };
}

const report: IngestUploads = async (files, onEvent) => {
  for (const { docId } of files) {
    const outcome = { file: docId, status: 'indexed', documentIds: ['d'], pages: 1, passages: 1, records: 0, warnings: [], ms: 1 } as const;
    onEvent({ type: 'file-done', outcome: { ...outcome, documentIds: ['d'], warnings: [] } });
  }
  return {} as Awaited<ReturnType<IngestUploads>>;
};

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'millwright-jobs-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function received(jobs: UploadJobs, id: string): Promise<{ path: string; docId: string }[]> {
  await mkdir(jobs.folderOf(id), { recursive: true });
  await writeFile(path.join(jobs.folderOf(id), 'a.txt'), 'x');
  return [{ path: path.join(jobs.folderOf(id), 'a.txt'), docId: 'a.txt' }];
}

function ended(jobs: UploadJobs, id: string): Promise<string> {
  return new Promise((resolve) => {
    if (UploadJobs.hasEnded(jobs.get(id))) resolve(jobs.get(id).state);
    jobs.watch(id, (job) => UploadJobs.hasEnded(job) && resolve(job.state));
  });
}

describe('upload jobs', () => {
  it('end with nothing left of the upload', async () => {
    const jobs = new UploadJobs({ settings: keptSettings(), folder, ingest: report });
    await jobs.add('one', await received(jobs, 'one'));
    expect(await ended(jobs, 'one')).toBe('done');
    expect(await readdir(folder)).toEqual([]);
    await jobs.close();
  });

  it('take up after a crash what was acknowledged, and remove what belongs to no job', async () => {
    const settings = keptSettings();
    const never: IngestUploads = (_files, _onEvent, signal) =>
      new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    const before = new UploadJobs({ settings, folder, ingest: never });
    await before.add('one', await received(before, 'one'));
    await before.add('two', await received(before, 'two'));
    await received(before, 'half-sent');
    await before.close();

    const after = new UploadJobs({ settings, folder, ingest: report });
    const arriving = after.begin();
    await received(after, arriving);
    expect(await after.resume()).toBe(2);
    expect(await Promise.all([ended(after, 'one'), ended(after, 'two')])).toEqual(['done', 'done']);
    expect(await readdir(folder)).toEqual([arriving]);
    await after.close();
  });

  it('say of every waiting file why the whole job failed', async () => {
    const full: IngestUploads = () => Promise.reject(new MillwrightError('The disk is full.', { code: 'disk_full' }));
    const jobs = new UploadJobs({ settings: keptSettings(), folder, ingest: full });
    await jobs.add('one', await received(jobs, 'one'));
    expect(await ended(jobs, 'one')).toBe('failed');
    expect(jobs.get('one').files).toMatchObject([{ status: 'failed', error: { code: 'disk_full' } }]);
    await jobs.close();
  });
});
