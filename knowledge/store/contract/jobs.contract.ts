import { expect, it } from 'vitest';
import type { JobShelf, LeaseHolder, StoredJob, StoredJobFile } from '../job-shelf.ts';
import { type MakeStorePlace, withStore } from './store-place.contract.ts';

const job = (id: string, part: Partial<StoredJob> = {}): StoredJob => ({
  id,
  kind: 'ingest',
  title: '手册 manuals',
  state: 'waiting',
  cancelling: false,
  createdAt: '2026-01-02T03:04:05.000Z',
  startedAt: null,
  searchableAt: null,
  endedAt: null,
  vectors: { done: 0, total: 0 },
  error: null,
  request: { key: id, wait: true, prune: null, gone: [], submitter: { host: 'here', pid: 1 } },
  ...part,
});
const file = (ordinal: number, part: Partial<StoredJobFile> = {}): StoredJobFile => ({
  ordinal,
  file: `${ordinal}.pdf`,
  path: `/plant/${ordinal}.pdf`,
  source: `/plant/${ordinal}.pdf`,
  bytes: 7,
  status: 'waiting',
  pagesDone: 0,
  pagesTotal: null,
  passages: 0,
  records: 0,
  documentIds: [],
  warnings: [],
  error: null,
  attempts: 0,
  ms: 0,
  ...part,
});
const files = async (jobs: JobShelf, id: string, since?: number) => (await jobs.get(id, since))?.files.map(({ ordinal }) => ordinal);

export function jobsContract(make: MakeStorePlace): void {
  it(
    'keeps a job with its files in order, for every process',
    withStore(make, async ({ jobs }, place) => {
      await jobs.add(job('a'), [file(0), file(1, { error: { code: 'file_damaged', message: '坏' } })]);
      const other = (await place.open()).jobs;
      expect(await other.get('a')).toMatchObject({
        job: { ...job('a'), counts: { waiting: 2 }, pages: 0 },
        files: [file(0), { error: { message: '坏' } }],
      });
      expect(await other.get('b')).toBeNull();
      await expect(other.add(job('a'), [])).rejects.toThrow();
      expect(await files(other, 'a')).toEqual([0, 1]);
    }),
  );

  it(
    'tells what changed since a version',
    withStore(make, async ({ jobs }) => {
      await jobs.add(job('a'), [file(0), file(1)]);
      const { version } = (await jobs.get('a'))!;
      expect(await jobs.get('a', version)).toMatchObject({ version, files: [] });
      await jobs.putFiles('a', [file(1, { status: 'indexed', pagesDone: 12 }), file(2, { status: 'unchanged', pagesDone: 5 })]);
      const after = (await jobs.get('a', version))!;
      expect(after.version).toBeGreaterThan(version);
      expect(after).toMatchObject({
        files: [{ ordinal: 1 }, { ordinal: 2 }],
        job: { counts: { waiting: 1, indexed: 1, unchanged: 1 }, pages: 12 },
      });
      await jobs.change('a', { state: 'reading' });
      expect(await jobs.get('a', after.version)).toMatchObject({ files: [], version: after.version + 1, job: { state: 'reading' } });
      expect(await files(jobs, 'a')).toEqual([0, 1, 2]);
      await jobs.putFiles('nobody', [file(0)]);
    }),
  );

  it(
    'changes a job only out of the states that are named',
    withStore(make, async ({ jobs }) => {
      await jobs.add(job('a'), []);
      expect(await jobs.change('a', { state: 'done' }, ['reading'])).toBe(false);
      expect(await jobs.change('a', { state: 'reading', cancelling: true }, ['waiting', 'reading'])).toBe(true);
      expect(await jobs.change('b', { state: 'done' })).toBe(false);
      expect((await jobs.get('a'))!.job).toMatchObject({ state: 'reading', cancelling: true, title: '手册 manuals' });
    }),
  );

  it(
    'lists the newest first, also by state, and forgets',
    withStore(make, async ({ jobs }) => {
      for (const id of ['a', 'b', 'c']) await jobs.add(job(id), [file(0)]);
      await jobs.change('b', { state: 'done' });
      const ids = async (filter: Parameters<JobShelf['list']>[0]) => (await jobs.list(filter)).map(({ id }) => id);
      expect(await ids({ limit: 2 })).toEqual(['c', 'b']);
      expect(await ids({ limit: Number.POSITIVE_INFINITY, states: ['waiting'] })).toEqual(['c', 'a']);
      expect(await ids({ limit: 5, states: [] })).toEqual([]);
      expect([await jobs.remove('c'), await jobs.remove('c')]).toEqual([true, false]);
      await jobs.add(job('c'), []);
      expect(await files(jobs, 'c')).toEqual([]);
    }),
  );

  it(
    'says nothing of jobs to those who search',
    withStore(make, async ({ jobs, catalogue }) => {
      const before = await catalogue.version();
      await jobs.add(job('a'), [file(0)]);
      await jobs.change('a', { state: 'reading' });
      expect(await catalogue.version()).toBe(before);
    }),
  );

  it(
    'gives the lease to one at a time',
    withStore(make, async ({ jobs: { lease } }, place) => {
      const [one, two]: [LeaseHolder, LeaseHolder] = [
        { id: 'one', host: 'h', pid: 1 },
        { id: 'two', host: 'h', pid: 2 },
      ];
      const other = (await place.open()).jobs.lease;
      expect(await lease.holder()).toBeNull();
      expect(await lease.take(one, 60_000)).toEqual(one);
      expect(await other.take(two, 60_000)).toEqual(one);
      expect(await other.take(two, 60_000, 'three')).toEqual(one);
      await other.release(two);
      expect(await other.holder()).toEqual(one);
      expect(await other.take(two, 60_000, 'one')).toEqual(two);
      expect(await lease.take(one, 60_000)).toEqual(two);
      await other.release(two);
      expect(await lease.take(one, -1)).toEqual(one);
      expect(await lease.holder()).toBeNull();
      expect(await other.take(two, 60_000)).toEqual(two);
    }),
  );
}
