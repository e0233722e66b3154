import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { MillwrightError } from '../../knowledge/errors.ts';
import { type OpenZip, openZip, type ZipEntry } from '../read/zip-entries.ts';
import { nameProblem, nonDocuments } from './entry-names.ts';
import type { Part, UnpackInput } from './unpack.ts';

/** The documents of a zip, one after the other; a part that cannot be unpacked is given with its reason and the others go on.
 *  What the zip would unfold to is counted before anything is unpacked.
 *  Errors: file_too_large, file_damaged (the list of entries cannot be read). */
export async function* unpackZip({ path: file, name, into, budget }: UnpackInput): AsyncGenerator<Part> {
  const zip = await openZip(file, name);
  try {
    const entries = await listed(zip, name, budget);
    const skipped = nonDocuments(entries.map((entry) => entry.name));
    const seen = new Set<string>();
    for (const [index, { entry, name: given }] of entries.entries()) {
      const whole = `${name}/${given}`;
      const problem = nameProblem(given) ?? (seen.has(given) ? 'another entry of the package has the same name' : null);
      if (problem === null && skipped(given)) continue;
      seen.add(given);
      if (problem !== null) yield { name: given, error: refused(whole, problem) };
      else yield await unpacked(zip, { entry, given, whole, target: path.join(into, String(index)) });
    }
  } finally {
    zip.close();
  }
}

async function listed(zip: OpenZip, name: string, budget: UnpackInput['budget']): Promise<ZipEntry[]> {
  const entries: ZipEntry[] = [];
  for await (const { entry, name: given } of zip.entries()) {
    if (given.endsWith('/')) continue;
    budget.bytes -= entry.uncompressedSize;
    budget.entries -= 1;
    if (budget.bytes < 0 || budget.entries < 0) throw tooLarge(name);
    entries.push({ entry, name: given.normalize('NFC').replace(/^(?:\.\/)+/, '') });
  }
  return entries;
}

async function unpacked(
  zip: OpenZip,
  { entry, given, whole, target }: { entry: ZipEntry['entry']; given: string; whole: string; target: string },
): Promise<Part> {
  if (entry.isEncrypted())
    return {
      name: given,
      error: new MillwrightError(`"${whole}" is protected by a password. Unpack the package with it, and ingest the files.`, {
        code: 'file_encrypted',
      }),
    };
  try {
    await pipeline(await zip.stream(entry), createWriteStream(target));
    return { name: given, path: target, bytes: entry.uncompressedSize };
  } catch (error) {
    await rm(target, { force: true });
    return { name: given, error: writeError(whole, error) };
  }
}

function writeError(whole: string, cause: unknown): MillwrightError {
  if (['ENOSPC', 'EDQUOT'].includes((cause as NodeJS.ErrnoException).code ?? ''))
    return new MillwrightError(
      `"${whole}" was not unpacked: the disk of the data folder is full. Free some space and run the same command again.`,
      {
        code: 'disk_full',
        retryable: true,
        cause,
      },
    );
  const reason = cause instanceof Error ? cause.message.split('\n')[0] : String(cause);
  return new MillwrightError(`"${whole}" cannot be unpacked (${reason}). Pack it again, or fetch it anew.`, {
    code: 'file_damaged',
    cause,
  });
}

function refused(whole: string, problem: string): MillwrightError {
  const shown = whole.length > 300 ? `${whole.slice(0, 300)}…` : whole;
  return new MillwrightError(`"${shown.replaceAll(/\p{Cc}/gu, '?')}" was left out: ${problem}. Rename it and pack it again.`, {
    code: 'file_damaged',
  });
}

function tooLarge(name: string): MillwrightError {
  return new MillwrightError(
    `"${name}" would unfold to more than one package may: 2 GB, 5000 files. Unpack it and ingest the folder, or split it.`,
    {
      code: 'file_too_large',
    },
  );
}
