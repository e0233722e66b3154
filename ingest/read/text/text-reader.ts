import { readFile } from 'node:fs/promises';
import type { ReadResult } from '../../../knowledge/document/block.ts';
import type { Reader } from '../reader.ts';
import { decodeText } from './decode-text.ts';
import { textBlocks } from './text-blocks.ts';

export const textReader: Reader = {
  format: 'text',
  async read({ path, name }): Promise<ReadResult> {
    const { text, warnings } = decodeText(await readFile(path), name);
    return {
      format: 'text',
      pageCount: null,
      pageLabels: {},
      outline: [],
      properties: {},
      furniture: [],
      blocks: textBlocks(text),
      warnings,
      prepared: null,
    };
  },
};
