import { createHash, type Hash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { access, mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { MillwrightError } from '../../knowledge/errors.ts';
import { isRunning } from './processes.ts';

/** SHA-256 (hex) and number of a file's bytes. Errors: file_missing, file_unreadable. */
export async function fingerprintOf(file: string, name: string): Promise<{ fingerprint: string; bytes: number }> {
  const hash = createHash('sha256');
  const stream = createReadStream(file);
  try {
    await pipeline(stream, hash);
  } catch (error) {
    throw sourceError(error, name);
  }
  return { fingerprint: hash.digest('hex'), bytes: stream.bytesRead };
}

/** How a draft is called while it is copied: by the process that copies. */
const DRAFT = /\.(?<pid>\d+)\.part$/;

/** The files that documents were made of, kept by content: pages can be drawn and originals handed out
 *  however the source moves on. A file is there whole or not at all. */
export class Originals {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  pathOf(fingerprint: string): string {
    return path.join(this.#folder, fingerprint.slice(0, 2), fingerprint);
  }

  async has(fingerprint: string): Promise<boolean> {
    return access(this.pathOf(fingerprint)).then(
      () => true,
      () => false,
    );
  }

  /** Copies the file in, unless it is there. Nothing is left behind by an error: disk_full, file_missing, file_unreadable
   *  (also where the file is no longer what the fingerprint was taken of). */
  async keep(source: string, fingerprint: string, name: string): Promise<string> {
    const target = this.pathOf(fingerprint);
    if (await this.has(fingerprint)) return target;
    const draft = `${target}.${process.pid}.part`; // as DRAFT reads it
    try {
      await mkdir(path.dirname(target), { recursive: true });
      const hash = createHash('sha256');
      await pipeline(createReadStream(source), hashedBy(hash), createWriteStream(draft, { flush: true }));
      if (hash.digest('hex') !== fingerprint) throw changed(name);
      await rename(draft, target);
      await syncFolder(path.dirname(target));
      return target;
    } catch (error) {
      await rm(draft, { force: true });
      throw sourceError(error, name);
    }
  }

  /** Deletes the drafts of processes that were killed while they copied. */
  async sweep(): Promise<void> {
    const names = await readdir(this.#folder, { recursive: true }).catch(() => []);
    for (const name of names) {
      const pid = DRAFT.exec(name)?.groups?.pid;
      if (pid !== undefined && !isRunning(Number(pid))) await rm(path.join(this.#folder, name), { force: true });
    }
  }

  async drop(fingerprint: string): Promise<void> {
    await rm(this.pathOf(fingerprint), { force: true });
  }
}

/** A rename survives a power cut once its folder is written; systems that cannot sync folders keep their own order. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function hashedBy(hash: Hash) {
  return async function* (chunks: AsyncIterable<Buffer>) {
    for await (const chunk of chunks) {
      hash.update(chunk);
      yield chunk;
    }
  };
}

function changed(name: string): MillwrightError {
  return new MillwrightError(`"${name}" changed while it was being ingested. Run the same command again when it has been written.`, {
    code: 'file_unreadable',
    retryable: true,
  });
}

function sourceError(error: unknown, name: string): MillwrightError {
  if (error instanceof MillwrightError) return error;
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new MillwrightError(
      `"${name}" was not stored: the disk of the data folder is full. Free some space and run the same command again; everything stored before is kept.`,
      { code: 'disk_full', retryable: true, cause: error },
    );
  }
  if (code === 'ENOENT')
    return new MillwrightError(`"${name}" is gone: it was moved or deleted while it was being ingested.`, {
      code: 'file_missing',
      cause: error,
    });
  if (code === 'EACCES' || code === 'EPERM' || code === 'EISDIR')
    return new MillwrightError(`"${name}" may not be read. Give this user the right to read it.`, {
      code: 'file_unreadable',
      cause: error,
    });
  return new MillwrightError(`"${name}" could not be copied into the data folder: ${(error as Error).message}.`, {
    code: 'file_unreadable',
    cause: error,
  });
}
