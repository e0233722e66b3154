import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { mkdtemp, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { MillwrightError } from '../../errors.ts';
import { moveStore } from '../move/move-store.ts';
import type { OpenedStore } from '../open-store.ts';
import { copyDatabase } from '../sqlite/copy-database.ts';
import { SqlitePassageStore } from '../sqlite/sqlite-passage-store.ts';
import { BACKUP_FORMAT, LENGTHS_NAME, MANIFEST_NAME, type Manifest, STORE_NAME } from './manifest.ts';
import { TAR_END, tarHeader, tarPadding } from './tar.ts';

/** Fast: the database shrinks to a third at level 1 already. */
const COMPRESSION = { level: 1 };
/** Files and folders of the data folder that go along with the documents. What is missing here is made anew from them. */
const BESIDE = ['answers.db', 'files'] as const;

export type BackUp = {
  store: OpenedStore;
  dataFolder: string;
  /** Where the backup goes; it is there whole or not at all. */
  file: string;
  version: string;
};
type Part = Manifest['files'][number] & { path: string };

/** Writes everything into one file while others go on reading and writing: one state of all documents, with the files that they were read
 *  from. Errors: bad_request (there is such a file already), disk_full, and the store's. */
export async function backUp({ store, dataFolder, file, version }: BackUp): Promise<Manifest> {
  if (existsSync(file)) throw new MillwrightError(`There is "${file}" already: name a new file for the backup.`, { code: 'bad_request' });
  const work = await mkdtemp(path.join(path.dirname(path.resolve(file)), '.millwright-backup-')).catch((error: unknown) => {
    throw unwritable(file, error);
  });
  try {
    const [database, lengths] = [path.join(work, STORE_NAME), path.join(work, LENGTHS_NAME)];
    const counted = await snapshotOf(store, { database, lengths, file: path.join(work, 'snapshot.db') });
    const beside = await besideIn(dataFolder, work);
    const files: Part[] = [];
    const own = [database, lengths].filter((each) => existsSync(each)).map((each) => ({ name: path.basename(each), path: each }));
    for (const { name, path: from } of [...own, ...beside]) files.push(await part(name, from));
    const made = { format: BACKUP_FORMAT, version, madeAt: new Date().toISOString(), ...counted };
    const manifest: Manifest = { ...made, files: files.map(({ name, bytes, sha256 }) => ({ name, bytes, sha256 })) };
    const partial = path.join(work, 'backup.tar.gz');
    await write(partial, manifest, files);
    await rename(partial, file);
    return manifest;
  } catch (error) {
    throw unwritable(file, error);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** Whatever keeps the passages, the backup holds them as the embedded store does. `lengths`: written only where the store has any. */
async function snapshotOf(
  store: OpenedStore,
  { database, lengths, file }: { database: string; lengths: string; file: string },
): Promise<Pick<Manifest, 'documents' | 'passages' | 'vectors'>> {
  const snapshot = await store.snapshot(file);
  try {
    if (snapshot.store === null) await rename(file, database);
    const target = await SqlitePassageStore.open({ path: database });
    try {
      if (snapshot.store !== null) {
        await moveStore({ from: snapshot.store, to: target, resume: false });
        await writeFile(lengths, JSON.stringify([...(await snapshot.store.contents.lengths())]));
      }
      return { documents: (await target.catalogue.list()).length, ...(await target.vectors.counts()) };
    } finally {
      await target.close();
    }
  } finally {
    await snapshot.release();
  }
}

/** A database is copied as its users would find it; other files never change once they are there. */
async function besideIn(dataFolder: string, work: string): Promise<{ name: string; path: string }[]> {
  const found: { name: string; path: string }[] = [];
  for (const name of BESIDE) {
    const from = path.join(dataFolder, name);
    const kind = await stat(from).catch(() => null);
    if (kind?.isFile()) {
      await copyDatabase(from, path.join(work, name));
      found.push({ name, path: path.join(work, name) });
    } else if (kind?.isDirectory()) {
      const inside = await readdir(from, { recursive: true, withFileTypes: true });
      for (const each of inside.filter((entry) => entry.isFile())) {
        const whole = path.join(each.parentPath, each.name);
        found.push({ name: path.relative(dataFolder, whole).split(path.sep).join('/'), path: whole });
      }
    }
  }
  return found.sort((a, b) => (a.name < b.name ? -1 : 1));
}

async function part(name: string, from: string): Promise<Part> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of createReadStream(from) as AsyncIterable<Buffer>) {
    hash.update(chunk);
    bytes += chunk.length;
  }
  return { name, bytes, sha256: hash.digest('hex'), path: from };
}

async function write(to: string, manifest: Manifest, files: readonly Part[]): Promise<void> {
  await pipeline(
    Readable.from(archive(manifest, files)),
    createGzip(COMPRESSION),
    createWriteStream(to, { flags: 'wx', mode: 0o600, flush: true }),
  );
}

async function* archive(manifest: Manifest, files: readonly Part[]): AsyncGenerator<Buffer> {
  const head = Buffer.from(JSON.stringify(manifest, null, 2), 'utf8');
  yield* [tarHeader({ name: MANIFEST_NAME, bytes: head.length }), head, tarPadding(head.length)];
  for (const { name, bytes, path: from } of files) {
    yield tarHeader({ name, bytes });
    yield* createReadStream(from, { end: Math.max(0, bytes - 1) }) as AsyncIterable<Buffer>;
    yield tarPadding(bytes);
  }
  yield TAR_END;
}

function unwritable(file: string, error: unknown): unknown {
  const { code, message } = error as NodeJS.ErrnoException;
  if (error instanceof MillwrightError || code === undefined) return error;
  if (code === 'ENOSPC')
    return new MillwrightError(`The disk of "${file}" is full. Free some space and run the same command again.`, {
      code: 'disk_full',
      cause: error,
    });
  return new MillwrightError(`The backup "${file}" cannot be written: ${message}. Choose another place.`, {
    code: 'file_unreadable',
    cause: error,
  });
}
