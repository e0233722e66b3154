import { readFile } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';
import type { ReadResult, TableCell } from '../../../knowledge/document/block.ts';
import { MillwrightError } from '../../../knowledge/errors.ts';
import { tableBlock } from '../markdown/markdown-blocks.ts';
import type { Reader } from '../reader.ts';
import { decodeText } from '../text/decode-text.ts';

const DELIMITERS = [',', ';', '\t', '|'];
const SAMPLE_LINES = 20;

/** One table; its first row is the header, unless it holds numbers alone. */
export const csvReader: Reader = {
  format: 'csv',
  async read({ path, name }): Promise<ReadResult> {
    const { text, warnings } = decodeText(await readFile(path), name);
    const rows = parseRows(text, name);
    if (rows.length === 0) throw new MillwrightError(`"${name}" holds no row.`, { code: 'file_empty' });
    const cells = rows.map((row) =>
      row.map((value): TableCell => ({ text: value.replaceAll(/\s+/g, ' ').trim(), spans: [], repeated: false })),
    );
    const header = rows[0]!.some((value) => /\p{L}/u.test(value)) ? 1 : 0;
    return {
      format: 'csv',
      pageCount: null,
      pageLabels: {},
      outline: [],
      properties: {},
      furniture: [],
      blocks: [tableBlock(cells, header)],
      warnings,
      prepared: null,
    };
  },
};

function parseRows(text: string, name: string): string[][] {
  try {
    return parse(text, {
      bom: true,
      delimiter: delimiterOf(text),
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
    }) as string[][];
  } catch (error) {
    throw new MillwrightError(`"${name}" is no table that can be read: ${(error as Error).message}. Save it as CSV again.`, {
      code: 'file_damaged',
      cause: error,
    });
  }
}

/** The mark that cuts the first lines into the same number of parts, most parts first. */
function delimiterOf(text: string): string {
  const lines = text
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '')
    .slice(0, SAMPLE_LINES);
  const scores = DELIMITERS.map((delimiter) => {
    const counts = lines.map((line) => line.replaceAll(/"(?:[^"]|"")*"/g, '').split(delimiter).length - 1);
    const first = counts[0] ?? 0;
    return { delimiter, score: first === 0 ? 0 : counts.filter((count) => count === first).length * 100 + first };
  });
  scores.sort((a, b) => b.score - a.score);
  return scores[0]!.score > 0 ? scores[0]!.delimiter : ',';
}
