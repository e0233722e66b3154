import type { DatabaseSync } from 'node:sqlite';
import type { JobFile, JobFileStatus } from '../../document/job.ts';
import type { JobChange, JobShelf, JobView, LeaseHolder, StoredJob, StoredJobFile, WorkLease } from '../job-shelf.ts';
import type { Guard } from './guard.ts';

/** Tables of their own beside those of the documents, made whenever the file is opened: no other table refers to them. */
export const JOB_TABLES = `
CREATE TABLE IF NOT EXISTS jobs (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  state TEXT NOT NULL,
  version INTEGER NOT NULL,
  content TEXT NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS jobs_by_state ON jobs(state, number);
CREATE TABLE IF NOT EXISTS job_files (
  job INTEGER NOT NULL REFERENCES jobs(number) ON DELETE CASCADE,
  ordinal INTEGER NOT NULL,
  status TEXT NOT NULL,
  pages INTEGER NOT NULL,
  version INTEGER NOT NULL,
  content TEXT NOT NULL,
  PRIMARY KEY (job, ordinal)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS job_lease (
  only INTEGER PRIMARY KEY CHECK (only = 1),
  holder TEXT NOT NULL,
  expires INTEGER NOT NULL
) STRICT;`;

type Row = { number: number; state: StoredJob['state']; version: number; content: string };
type Guards = { read: Guard; write: Guard };
type Count = { status: JobFileStatus; files: number; pages: number };

/** The queue in the same file as the documents. `read` gives a call one state of the file; `write` is one transaction. */
export function sqliteJobs(database: DatabaseSync, { read, write }: Guards): JobShelf {
  const rowOf = (id: string) =>
    database.prepare('SELECT number, state, version, content FROM jobs WHERE id = ?').get(id) as Row | undefined;
  const counts = 'SELECT status, count(*) AS files, sum(pages) AS pages FROM job_files WHERE job = ? GROUP BY status';
  const viewed = ({ number, content }: Row): JobView['job'] => {
    const rows = database.prepare(counts).all(number) as Count[];
    return {
      ...(JSON.parse(content) as StoredJob),
      counts: Object.fromEntries(rows.map(({ status, files }) => [status, files])),
      pages: rows.reduce((sum, { pages }) => sum + pages, 0),
    };
  };
  const put = (number: number, version: number, files: readonly StoredJobFile[]) => {
    const insert = database.prepare('INSERT OR REPLACE INTO job_files VALUES (?, ?, ?, ?, ?, ?)');
    for (const file of files) insert.run(number, file.ordinal, file.status, pagesOf(file), version, JSON.stringify(file));
  };
  return {
    add: async (job, files) =>
      write(() => {
        const insert = database.prepare('INSERT INTO jobs (id, state, version, content) VALUES (?, ?, 1, ?)');
        put(Number(insert.run(job.id, job.state, JSON.stringify(job)).lastInsertRowid), 1, files);
      }),
    list: async ({ limit, states }) =>
      read(() => {
        const among = states === undefined ? '' : 'WHERE state IN (SELECT value FROM json_each(:states))';
        const sql = `SELECT number, state, version, content FROM jobs ${among} ORDER BY number DESC LIMIT :limit`;
        const values = { limit: Number.isFinite(limit) ? limit : -1, ...(states ? { states: JSON.stringify(states) } : {}) };
        return (database.prepare(sql).all(values) as Row[]).map(viewed);
      }),
    get: async (id, since = 0) =>
      read(() => {
        const row = rowOf(id);
        if (row === undefined) return null;
        const sql = 'SELECT content FROM job_files WHERE job = ? AND version > ? ORDER BY ordinal';
        const files = row.version <= since ? [] : (database.prepare(sql).all(row.number, since) as { content: string }[]);
        return { job: viewed(row), files: files.map(({ content }) => JSON.parse(content) as StoredJobFile), version: row.version };
      }),
    change: async (id, change: JobChange, from) =>
      write(() => {
        const row = rowOf(id);
        if (row === undefined || (from !== undefined && !from.includes(row.state))) return false;
        const job = { ...(JSON.parse(row.content) as StoredJob), ...change };
        const sql = 'UPDATE jobs SET state = ?, content = ?, version = version + 1 WHERE number = ?';
        database.prepare(sql).run(job.state, JSON.stringify(job), row.number);
        return true;
      }),
    putFiles: async (id, files) =>
      write(() => {
        const row = rowOf(id);
        if (row === undefined) return;
        database.prepare('UPDATE jobs SET version = version + 1 WHERE number = ?').run(row.number);
        put(row.number, row.version + 1, files);
      }),
    remove: async (id) => write(() => database.prepare('DELETE FROM jobs WHERE id = ?').run(id).changes > 0),
    lease: sqliteLease(database, { read, write }),
  };
}

function pagesOf({ status, pagesDone }: JobFile): number {
  return status === 'unchanged' || status === 'removed' ? 0 : pagesDone;
}

function sqliteLease(database: DatabaseSync, { read, write }: Guards): WorkLease {
  const current = (): LeaseHolder | null => {
    const row = database.prepare('SELECT holder FROM job_lease WHERE expires > ?').get(Date.now()) as { holder: string } | undefined;
    return row === undefined ? null : (JSON.parse(row.holder) as LeaseHolder);
  };
  return {
    take: async (holder, ms, instead) =>
      write(() => {
        const other = current();
        if (other !== null && other.id !== holder.id && other.id !== instead) return other;
        database.prepare('INSERT OR REPLACE INTO job_lease VALUES (1, ?, ?)').run(JSON.stringify(holder), Date.now() + ms);
        return holder;
      }),
    holder: async () => read(current),
    release: async (holder) =>
      write(() => {
        if (current()?.id === holder.id) database.exec('DELETE FROM job_lease');
      }),
  };
}
