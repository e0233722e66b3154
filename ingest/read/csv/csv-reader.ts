import { readFile } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';
import type { ReadResult } from '../../../knowledge/document/block.ts';
import { MillwrightError } from '../../../knowledge/errors.ts';
import type { SheetRow } from '../office/sheet.ts';
import { sheetBlocks } from '../office/sheet-blocks.ts';
import type { Reader } from '../reader.ts';
import { decodeText } from '../text/decode-text.ts';

const DELIMITERS = [',', ';', '\t', '|'];
const SAMPLE_LINES = 40;
/** Excel's own first line. */
const STATED_DELIMITER = /^\uFEFF?sep=(.)\r?\n/i;

/** Tables as in a sheet: parted by empty lines, lines of one cell before them their title. */
export const csvReader: Reader = {
  format: 'csv',
  async read({ path, name }): Promise<ReadResult> {
    const { text, warnings } = decodeText(await readFile(path), name);
    const rows = parseRows(text, name);
    if (rows.length === 0) throw new MillwrightError(`"${name}" holds no row.`, { code: 'file_empty' });
    const sheet = { name: '', hidden: false, rows, hiddenRows: 0, hiddenColumns: 0, skipped: new Set<number>(), headerRows: [] };
    return {
      format: 'csv',
      pageCount: null,
      pageLabels: {},
      outline: [],
      properties: {},
      furniture: [],
      blocks: sheetBlocks(sheet, null),
      warnings,
      prepared: null,
    };
  },
};

function parseRows(text: string, name: string): SheetRow[] {
  const delimiter = STATED_DELIMITER.exec(text)?.[1];
  let lines: string[][];
  try {
    lines = parse(delimiter === undefined ? text : text.replace(STATED_DELIMITER, ''), {
      bom: true,
      delimiter: delimiter ?? delimiterOf(text),
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: false,
    }) as string[][];
  } catch (error) {
    throw new MillwrightError(`"${name}" is no table that can be read: ${(error as Error).message}. Save it as CSV again.`, {
      code: 'file_damaged',
      cause: error,
    });
  }
  return lines.flatMap((line, number) => {
    const cells = line.flatMap((value, column) => {
      const shown = value.replaceAll(/\s+/g, ' ').trim();
      return shown === '' ? [] : [{ column, text: shown, repeated: false }];
    });
    return cells.length === 0 ? [] : [{ number, cells }];
  });
}

/** The mark that cuts most of the first lines into the same number of parts, most parts first. */
function delimiterOf(text: string): string {
  const lines = text
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '')
    .slice(0, SAMPLE_LINES);
  const scores = DELIMITERS.map((delimiter) => {
    const counts = lines.map((line) => line.replaceAll(/"(?:[^"]|"")*"/g, '').split(delimiter).length - 1);
    const usual = mostFrequent(counts.filter((count) => count > 0));
    return { delimiter, score: usual === 0 ? 0 : counts.filter((count) => count === usual).length * 100 + usual };
  });
  scores.sort((a, b) => b.score - a.score);
  return scores[0]!.score > 0 ? scores[0]!.delimiter : ',';
}

function mostFrequent(counts: readonly number[]): number {
  const times = Map.groupBy(counts, (count) => count);
  return [...times].sort((a, b) => b[1].length - a[1].length || b[0] - a[0])[0]?.[0] ?? 0;
}
