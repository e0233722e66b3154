import { readFile } from 'node:fs/promises';
import type { ReadResult } from '../../../knowledge/document/block.ts';
import type { Reader } from '../reader.ts';
import { decodeText } from '../text/decode-text.ts';
import { markdownBlocks } from './markdown-blocks.ts';

/** "---" lines with "key: value" between them at the very top: properties, not text. */
const FRONT_MATTER = /^---\r?\n([\s\S]*?)\r?\n---\r?\n/;

export const markdownReader: Reader = {
  format: 'markdown',
  async read({ path, name }): Promise<ReadResult> {
    const { text, warnings } = decodeText(await readFile(path), name);
    const front = FRONT_MATTER.exec(text);
    const properties: Record<string, string> = {};
    for (const [, key, value] of (front?.[1] ?? '').matchAll(/^([\w-]+):\s*(.+)$/gm))
      properties[key!.toLowerCase()] = value!.trim().replaceAll(/^["']|["']$/g, '');
    return {
      format: 'markdown',
      pageCount: null,
      pageLabels: {},
      outline: [],
      properties,
      furniture: [],
      blocks: markdownBlocks(front ? text.slice(front[0].length) : text),
      warnings,
      prepared: null,
    };
  },
};
