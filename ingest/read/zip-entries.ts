import { promisify } from 'node:util';
import { type Entry, open, type ZipFile } from 'yauzl';
import { MillwrightError } from '../../knowledge/errors.ts';
import { decodeText } from './text/decode-text.ts';

const openFile = promisify(open as (path: string, options: object, done: (error: Error | null, zip: ZipFile) => void) => void);
const MAX_ENTRIES = 20_000;
const UTF8_FLAG = 0x800;

export type ZipEntry = {
  entry: Entry;
  /** Decoded by content (UTF-8, or the encoding of the machine that packed it: Chinese systems write GBK without saying so); "/" between parts. */
  name: string;
};

/** A zip that is open: its entries can be listed once, then unpacked in any order. Close it. */
export class OpenZip {
  readonly #zip: ZipFile;
  readonly #file: string;

  constructor(zip: ZipFile, file: string) {
    this.#zip = zip;
    this.#file = file;
  }

  /** One after the other as they are listed. Errors: file_damaged. */
  async *entries(): AsyncGenerator<ZipEntry> {
    for (;;) {
      const entry = await this.#next();
      if (entry === null) return;
      yield { entry, name: nameOf(entry) };
    }
  }

  #next(): Promise<Entry | null> {
    const zip = this.#zip;
    return new Promise((resolve, reject) => {
      const settle = (finish: () => void) => {
        zip.removeAllListeners('entry').removeAllListeners('end').removeAllListeners('error');
        finish();
      };
      zip.on('entry', (entry: Entry) => settle(() => resolve(entry)));
      zip.on('end', () => settle(() => resolve(null)));
      zip.on('error', (error) => settle(() => reject(damaged(this.#file, error))));
      zip.readEntry();
    });
  }

  /** The unpacked bytes; ends with an error where they are more or fewer than the archive says. */
  stream(entry: Entry): Promise<NodeJS.ReadableStream & AsyncIterable<Buffer>> {
    return new Promise((resolve, reject) => {
      this.#zip.openReadStream(entry, (error, stream) => (error ? reject(error) : resolve(stream)));
    });
  }

  /** One entry whole. Errors: file_damaged. */
  async bytes(entry: Entry): Promise<Buffer> {
    const chunks: Buffer[] = [];
    try {
      for await (const chunk of await this.stream(entry)) chunks.push(chunk);
    } catch (error) {
      throw damaged(this.#file, error);
    }
    return Buffer.concat(chunks);
  }

  close(): void {
    this.#zip.close();
  }
}

/** Errors: file_damaged. */
export async function openZip(path: string, name: string): Promise<OpenZip> {
  const options = { lazyEntries: true, validateEntrySizes: true, decodeStrings: false, autoClose: false };
  const zip = await openFile(path, options).catch((error: unknown) => {
    throw damaged(name, error);
  });
  return new OpenZip(zip, name);
}

function nameOf({ fileName, generalPurposeBitFlag }: Entry): string {
  const raw = fileName as unknown as Buffer;
  const text = (generalPurposeBitFlag & UTF8_FLAG) !== 0 ? raw.toString('utf8') : decodeText(raw, '').text;
  return text.replaceAll('\\', '/');
}

/** The entries of a zip whose names `wanted` lets through, unpacked. The whole archive may not unfold to more than `maxBytes`,
 *  whatever is wanted, and this is known before anything is unpacked. Errors: file_too_large, file_encrypted, file_damaged. */
export async function zipEntries(
  path: string,
  name: string,
  maxBytes: number,
  wanted: (entry: string) => boolean,
): Promise<Map<string, Buffer>> {
  const zip = await openZip(path, name);
  try {
    let unpacked = 0;
    let count = 0;
    // Of two parts of one name, office programs read the first.
    const found = new Map<string, Entry>();
    for await (const each of zip.entries()) {
      unpacked += each.entry.uncompressedSize;
      count += 1;
      if (unpacked > maxBytes || count > MAX_ENTRIES) throw tooLarge(name, maxBytes);
      if (!wanted(each.name) || found.has(each.name)) continue;
      if (each.entry.isEncrypted()) throw encrypted(name);
      found.set(each.name, each.entry);
    }
    const parts = new Map<string, Buffer>();
    for (const [part, entry] of found) parts.set(part, await zip.bytes(entry));
    return parts;
  } finally {
    zip.close();
  }
}

function tooLarge(name: string, maxBytes: number): MillwrightError {
  return new MillwrightError(
    `"${name}" would unfold to more than ${Math.round(maxBytes / 1e6)} MB or ${MAX_ENTRIES} parts: it is no usual document. Save it anew in its program.`,
    { code: 'file_too_large' },
  );
}

function encrypted(name: string): MillwrightError {
  return new MillwrightError(`"${name}" is protected by a password. Open it with the password and save a copy without.`, {
    code: 'file_encrypted',
  });
}

function damaged(name: string, cause: unknown): MillwrightError {
  const reason = cause instanceof Error ? cause.message.split('\n')[0] : String(cause);
  return new MillwrightError(`"${name}" is damaged (${reason}). Open it in its program and save it anew, or copy it again.`, {
    code: 'file_damaged',
    cause,
  });
}
