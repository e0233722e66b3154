import { readFile, stat } from 'node:fs/promises';
import type { ReadResult } from '../../../knowledge/document/block.ts';
import { MillwrightError } from '../../../knowledge/errors.ts';
import { attachCaptions } from '../office/attach-captions.ts';
import type { Reader } from '../reader.ts';
import { RtfWalk } from './rtf-walk.ts';

/** Rich Text Format, as WordPad, Word and LibreOffice write it; any code page. */
export const rtfReader: Reader = {
  format: 'rtf',
  async read({ path, name, limits }): Promise<ReadResult> {
    if ((await stat(path)).size > limits.maxUnpackedBytes)
      throw new MillwrightError(
        `"${name}" is larger than ${Math.round(limits.maxUnpackedBytes / 1e6)} MB. Split it, or save it as .docx.`,
        {
          code: 'file_too_large',
        },
      );
    const { blocks, properties, furniture } = new RtfWalk().walk(await readFile(path, 'latin1'));
    return {
      format: 'rtf',
      pageCount: null,
      pageLabels: {},
      outline: [],
      properties,
      furniture,
      blocks: attachCaptions(blocks),
      warnings: [],
      prepared: null,
    };
  },
};
