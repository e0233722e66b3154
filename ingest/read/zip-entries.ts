import { promisify } from 'node:util';
import { type Entry, open, type ZipFile } from 'yauzl';
import { MillwrightError } from '../../knowledge/errors.ts';

const openZip = promisify(open as (path: string, options: object, done: (error: Error | null, zip: ZipFile) => void) => void);
const MAX_ENTRIES = 20_000;

/** The entries of a zip whose names `wanted` lets through, unpacked. The whole archive may not unfold to more than `maxBytes`,
 *  whatever is wanted: who unpacks the rest later is safe too. Errors: file_too_large, file_damaged. */
export async function zipEntries(
  path: string,
  name: string,
  maxBytes: number,
  wanted: (entry: string) => boolean,
): Promise<Map<string, Buffer>> {
  const zip = await openZip(path, { lazyEntries: true, validateEntrySizes: true }).catch((error: unknown) => {
    throw damaged(name, error);
  });
  try {
    return await readEntries(zip, name, maxBytes, wanted);
  } finally {
    zip.close();
  }
}

function readEntries(zip: ZipFile, name: string, maxBytes: number, wanted: (entry: string) => boolean): Promise<Map<string, Buffer>> {
  const found = new Map<string, Buffer>();
  let unpacked = 0;
  let count = 0;
  return new Promise((resolve, reject) => {
    zip.on('error', (error) => reject(damaged(name, error)));
    zip.on('end', () => resolve(found));
    zip.on('entry', (entry: Entry) => {
      unpacked += entry.uncompressedSize;
      count += 1;
      if (unpacked > maxBytes || count > MAX_ENTRIES) {
        reject(
          new MillwrightError(
            `"${name}" would unfold to more than ${Math.round(maxBytes / 1e6)} MB: it is no usual document. Save it anew in its program.`,
            { code: 'file_too_large' },
          ),
        );
        return;
      }
      if (!wanted(entry.fileName)) {
        zip.readEntry();
        return;
      }
      readEntry(zip, entry).then(
        (bytes) => {
          found.set(entry.fileName, bytes);
          zip.readEntry();
        },
        (error: unknown) => reject(damaged(name, error)),
      );
    });
    zip.readEntry();
  });
}

function readEntry(zip: ZipFile, entry: Entry): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    zip.openReadStream(entry, (error, stream) => {
      if (error) {
        reject(error);
        return;
      }
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('error', reject);
      stream.on('end', () => resolve(Buffer.concat(chunks)));
    });
  });
}

function damaged(name: string, cause: unknown): MillwrightError {
  return new MillwrightError(
    `"${name}" is damaged (${(cause as Error).message}). Open it in its program and save it anew, or copy it again.`,
    { code: 'file_damaged', cause },
  );
}
