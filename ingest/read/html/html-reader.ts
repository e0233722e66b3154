import { readFile } from 'node:fs/promises';
import type { ReadResult } from '../../../knowledge/document/block.ts';
import type { Reader } from '../reader.ts';
import { decodeText } from '../text/decode-text.ts';
import { htmlBlocks } from './html-blocks.ts';

const CHARSET = /<meta[^>]+charset\s*=\s*["']?\s*([\w-]+)/i;

export const htmlReader: Reader = {
  format: 'html',
  async read({ path, name }): Promise<ReadResult> {
    const { text, warnings } = decodeHtml(await readFile(path), name);
    const { blocks, title } = htmlBlocks(text);
    return {
      format: 'html',
      pageCount: null,
      pageLabels: {},
      outline: [],
      properties: title === null ? {} : { title },
      furniture: [],
      blocks,
      warnings,
      prepared: null,
    };
  },
};

/** What the page says of its own encoding counts, if it is no UTF-8. */
function decodeHtml(bytes: Uint8Array, name: string): ReturnType<typeof decodeText> {
  const declared = CHARSET.exec(Buffer.from(bytes.subarray(0, 2048)).toString('latin1'))?.[1];
  if (declared !== undefined && !/^utf-?8$/i.test(declared)) {
    try {
      return { text: new TextDecoder(declared, { fatal: true }).decode(bytes), warnings: [] };
    } catch {
      // It does not hold what it says: guessed below, with a warning.
    }
  }
  return decodeText(bytes, name);
}
