import type { Readable } from 'node:stream';

/** One file in an archive. */
export type TarEntry = { name: string; bytes: number };

const BLOCK = 512;
/** Sizes above are written in binary, as GNU tar does. */
const MOST_OCTAL = 0o77777777777;
/** What a name of ustar takes; ours are short. */
const MOST_NAME = 100;

/** The header of a file (POSIX ustar), for an archive that every tar can list. */
export function tarHeader({ name, bytes }: TarEntry): Buffer {
  if (Buffer.byteLength(name) > MOST_NAME) throw new RangeError(`"${name}" is too long a name for an archive.`);
  const header = Buffer.alloc(BLOCK);
  const octal = (value: number, digits: number) => `${value.toString(8).padStart(digits, '0')}\0`;
  header.write(name, 0, 'utf8');
  header.write(octal(0o600, 7), 100, 'latin1');
  header.write(octal(0, 7) + octal(0, 7), 108, 'latin1');
  if (bytes <= MOST_OCTAL) header.write(octal(bytes, 11), 124, 'latin1');
  else {
    header[124] = 0x80;
    header.writeBigUInt64BE(BigInt(bytes), 128);
  }
  header.write(octal(0, 11), 136, 'latin1');
  header.write(' '.repeat(8), 148, 'latin1');
  header.write('0', 156, 'latin1');
  header.write('ustar\0'.concat('00'), 257, 'latin1');
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return header;
}

/** What fills the last block of a file. */
export function tarPadding(bytes: number): Buffer {
  return Buffer.alloc((BLOCK - (bytes % BLOCK)) % BLOCK);
}

/** What ends an archive. */
export const TAR_END = Buffer.alloc(2 * BLOCK);

/** The files of an archive, one after the other; each body must be read to its end before the next. Throws RangeError where it is no
 *  archive of this form, or is cut off. */
export async function* readTar(stream: Readable): AsyncGenerator<{ entry: TarEntry; body: AsyncGenerator<Buffer> }> {
  const source = new Blocks(stream);
  for (;;) {
    const header = await source.take(BLOCK);
    if (header.every((byte) => byte === 0)) return;
    const entry = parsedHeader(header);
    yield { entry, body: source.body(entry.bytes) };
    await source.take(tarPadding(entry.bytes).length);
  }
}

function parsedHeader(header: Buffer): TarEntry {
  const sum = Number.parseInt(header.toString('latin1', 148, 154), 8);
  const blank = Buffer.from(header).fill(' ', 148, 156);
  if (sum !== blank.reduce((total, byte) => total + byte, 0)) throw new RangeError('a header does not fit its checksum');
  const bytes = header[124] === 0x80 ? Number(header.readBigUInt64BE(128)) : Number.parseInt(header.toString('latin1', 124, 135), 8);
  return { name: header.toString('utf8', 0, MOST_NAME).replace(/\0.*$/s, ''), bytes };
}

/** A stream cut into pieces of given lengths. */
class Blocks {
  readonly #chunks: AsyncIterator<Buffer>;
  #rest: Buffer = Buffer.alloc(0);

  constructor(stream: Readable) {
    this.#chunks = stream[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  }

  async take(bytes: number): Promise<Buffer> {
    const parts: Buffer[] = [];
    for await (const part of this.body(bytes)) parts.push(part);
    return parts.length === 1 ? parts[0]! : Buffer.concat(parts);
  }

  async *body(bytes: number): AsyncGenerator<Buffer> {
    for (let missing = bytes; missing > 0; ) {
      if (this.#rest.length === 0) {
        const { done, value } = await this.#chunks.next();
        if (done) throw new RangeError('it ends too early');
        this.#rest = value;
      }
      const part = this.#rest.subarray(0, missing);
      this.#rest = this.#rest.subarray(part.length);
      missing -= part.length;
      yield part;
    }
  }
}
