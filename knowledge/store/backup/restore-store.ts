import { existsSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { MillwrightError } from '../../errors.ts';
import { moveStore } from '../move/move-store.ts';
import { openStore, STORE_FILES, type StoreChoice } from '../open-store.ts';
import { SqlitePassageStore } from '../sqlite/sqlite-passage-store.ts';
import type { WordLengths } from '../store-contents.ts';
import { LENGTHS_NAME, Lengths, type Manifest, STORE_NAME } from './manifest.ts';
import { putInPlace, type UnpackedBackup, unpackBackup } from './restore.ts';

export type Restore = {
  file: string;
  /** Absolute. */
  dataFolder: string;
  /** Where the passages go. */
  choice: StoreChoice;
  /** In the place of what is there. */
  force: boolean;
};

/** Restores a backup into a data folder and, where that keeps the passages, a Qdrant. Whatever goes wrong before the last step leaves
 *  what was there.
 *  Errors: those of unpackBackup, bad_request (the place is not empty), and the store's. */
export async function restoreBackup({ file, dataFolder, choice, force }: Restore): Promise<Manifest> {
  if (!force) await refuseTaken(choice, dataFolder);
  const unpacked = await unpackBackup(file, dataFolder);
  try {
    await refuseBroken(file, unpacked);
    if (choice.kind === 'qdrant') await intoQdrant(unpacked, choice, dataFolder);
    await putInPlace(unpacked, dataFolder, [LENGTHS_NAME, ...(choice.kind === 'qdrant' ? [STORE_NAME] : [])]);
    return unpacked.manifest;
  } finally {
    await rm(unpacked.folder, { recursive: true, force: true });
  }
}

async function refuseTaken(choice: StoreChoice, folder: string): Promise<void> {
  if (!existsSync(path.join(folder, STORE_FILES[choice.kind]))) return;
  const store = await openStore(choice, { folder, dimensions: () => null, expected: true });
  try {
    const { length } = await store.contents.documentIds();
    if (length > 0)
      throw new MillwrightError(
        `"${folder}" holds ${length} documents already. Restore into an empty folder (--data), or add --force to put the backup in their place.`,
        { code: 'bad_request' },
      );
  } finally {
    await store.close();
  }
}

/** Its checksums are right; whether it is a store that this version can use shows only here. */
async function refuseBroken(file: string, { folder, manifest }: UnpackedBackup): Promise<void> {
  const store = await SqlitePassageStore.open({ path: path.join(folder, STORE_NAME) });
  try {
    const { length } = await store.contents.documentIds();
    if ((await store.checkIntegrity()) !== 'ok' || length !== manifest.documents)
      throw new MillwrightError(`"${file}" holds a damaged store. Nothing was restored; use another backup.`, { code: 'file_damaged' });
  } finally {
    await store.close();
  }
}

async function intoQdrant({ folder }: UnpackedBackup, choice: StoreChoice, dataFolder: string): Promise<void> {
  const from = await SqlitePassageStore.open({ path: path.join(folder, STORE_NAME) });
  try {
    const dimensions = () => from.contents.embedder()?.dimensions ?? null;
    const to = await openStore(choice, { folder: dataFolder, dimensions, expected: true });
    try {
      const lengths = await lengthsIn(folder);
      await moveStore({ from, to, resume: true, ...(lengths && { lengths }) });
    } finally {
      await to.close();
    }
  } finally {
    await from.close();
  }
}

/** Null where the embedded store was backed up, or by a Millwright that did not keep them. */
async function lengthsIn(folder: string): Promise<WordLengths | null> {
  const file = path.join(folder, LENGTHS_NAME);
  return existsSync(file) ? new Map(Lengths.parse(JSON.parse(await readFile(file, 'utf8')))) : null;
}
