import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { Readable, type Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { MillwrightError } from '../../errors.ts';
import { BACKUP_FORMAT, MANIFEST_NAME, Manifest, STORE_NAME } from './manifest.ts';
import { readTar } from './tar.ts';

const UNPACKED = '.millwright-restore-';

/** Unpacks a backup beside what a data folder holds and proves that nothing of it is missing or changed. Nothing else in the folder is
 *  touched before `putInPlace`.
 *  Errors: file_missing, file_damaged (cut off, changed, or no backup), store_newer (made by a later Millwright), disk_full. */
export async function unpackBackup(file: string, dataFolder: string): Promise<UnpackedBackup> {
  if (!existsSync(file)) throw new MillwrightError(`There is no backup "${file}".`, { code: 'file_missing' });
  await mkdir(dataFolder, { recursive: true });
  await dropLeftovers(dataFolder);
  const folder = await mkdtemp(path.join(dataFolder, UNPACKED));
  try {
    return { folder, manifest: await unpack(file, folder) };
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw explained(file, error);
  }
}
export type UnpackedBackup = { folder: string; manifest: Manifest };

/** Moves what was unpacked to where it belongs; the database last, which makes the folder one of documents. `except`: left where it is. */
export async function putInPlace({ folder, manifest }: UnpackedBackup, dataFolder: string, except: readonly string[] = []): Promise<void> {
  const names = manifest.files.map(({ name }) => name).filter((name) => !except.includes(name));
  for (const name of names.sort((a, b) => Number(a === STORE_NAME) - Number(b === STORE_NAME))) {
    const target = path.join(dataFolder, name);
    await mkdir(path.dirname(target), { recursive: true });
    // What another database left in its log is not this one's.
    if (name.endsWith('.db')) for (const log of ['-wal', '-shm']) await rm(target + log, { force: true });
    await rename(path.join(folder, name), target);
  }
}

/** What a restore that was killed left behind. */
async function dropLeftovers(dataFolder: string): Promise<void> {
  for (const name of await readdir(dataFolder))
    if (name.startsWith(UNPACKED)) await rm(path.join(dataFolder, name), { recursive: true, force: true });
}

async function unpack(file: string, folder: string): Promise<Manifest> {
  const archive = createReadStream(file).on('error', () => undefined);
  const plain: Transform = createGunzip();
  const packed = pipeline(archive, plain);
  packed.catch(() => undefined);
  let manifest: Manifest | null = null;
  const found = new Set<string>();
  for await (const { entry, body } of readTar(plain)) {
    if (manifest === null) {
      if (entry.name !== MANIFEST_NAME) throw new RangeError('it does not begin with its list of contents');
      manifest = read(await textOf(body));
      continue;
    }
    const listed = manifest.files.find(({ name }) => name === entry.name);
    if (listed === undefined || listed.bytes !== entry.bytes) throw new RangeError(`"${entry.name}" is not as its list of contents says`);
    if ((await extract(body, path.join(folder, entry.name))) !== listed.sha256) throw new RangeError(`"${entry.name}" was changed`);
    found.add(entry.name);
  }
  const missing = manifest?.files.find(({ name }) => !found.has(name));
  if (manifest === null || missing !== undefined || !found.has(STORE_NAME))
    throw new RangeError(`"${missing?.name ?? STORE_NAME}" is missing`);
  return manifest;
}

function read(text: string): Manifest {
  const plain = JSON.parse(text) as { format?: unknown; version?: unknown };
  if (typeof plain.format === 'number' && plain.format > BACKUP_FORMAT)
    throw new MillwrightError(
      `The backup was made by a newer Millwright (${String(plain.version)}, format ${plain.format}; this one knows ${BACKUP_FORMAT}). Install that version first.`,
      { code: 'store_newer' },
    );
  const parsed = Manifest.safeParse(plain);
  if (!parsed.success) throw new RangeError('its list of contents is not one');
  return parsed.data;
}

async function textOf(body: AsyncIterable<Buffer>): Promise<string> {
  const parts: Buffer[] = [];
  for await (const chunk of body) parts.push(chunk);
  return Buffer.concat(parts).toString('utf8');
}

/** Returns its SHA-256. */
async function extract(body: AsyncIterable<Buffer>, target: string): Promise<string> {
  const hash = createHash('sha256');
  await mkdir(path.dirname(target), { recursive: true });
  const hashed = async function* () {
    for await (const chunk of body) {
      hash.update(chunk);
      yield chunk;
    }
  };
  await pipeline(Readable.from(hashed()), createWriteStream(target, { mode: 0o600, flush: true }));
  return hash.digest('hex');
}

function explained(file: string, error: unknown): unknown {
  if (error instanceof MillwrightError) return error;
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ENOSPC')
    return new MillwrightError(`The disk is full: "${file}" could not be unpacked. Free some space.`, { code: 'disk_full', cause: error });
  return new MillwrightError(`"${file}" is damaged, or no backup of Millwright: ${message}. Nothing was restored; use another backup.`, {
    code: 'file_damaged',
    cause: error,
  });
}
