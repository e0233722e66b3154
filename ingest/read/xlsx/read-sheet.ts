import { walkXml } from '../xml-text.ts';
import { shownNumber } from './number-format.ts';
import type { Workbook } from './workbook.ts';

export type SheetCell = { column: number; text: string; repeated: boolean };
/** Rows by their number in the sheet (from 0), cells by column. */
export type SheetRows = Map<number, Map<number, SheetCell>>;

/** A merged area larger than this many cells is a background, not a cell. */
const MAX_MERGED_CELLS = 10_000;

export function readSheet(xml: Buffer, part: string, workbook: Workbook): { rows: SheetRows; hiddenRows: number } {
  const rows: SheetRows = new Map();
  const merges: string[] = [];
  let hiddenRows = 0;
  let hidden = false;
  let cell: { row: number; column: number; type: string; style: number; value: string } | null = null;
  let inValue = false;
  let last = { row: -1, column: -1 };
  walkXml(xml, part, {
    open: (tag, attributes) => {
      if (tag === 'row') {
        hidden = attributes.hidden === '1' || attributes.hidden === 'true';
        if (hidden) hiddenRows += 1;
        last = { row: attributes.r === undefined ? last.row + 1 : Number(attributes.r) - 1, column: -1 };
      } else if (tag === 'c') {
        const column = attributes.r === undefined ? last.column + 1 : columnOf(attributes.r);
        last = { ...last, column };
        cell = { row: last.row, column, type: attributes.t ?? 'n', style: Number(attributes.s ?? 0), value: '' };
      } else if (tag === 'mergeCell' && attributes.ref) merges.push(attributes.ref);
      inValue = tag === 'v' || (tag === 't' && cell !== null);
    },
    text: (value) => {
      if (inValue && cell !== null) cell.value += value;
    },
    close: (tag) => {
      if (tag === 'v' || tag === 't') inValue = false;
      if (tag !== 'c' || cell === null) return;
      const text = shown(cell, workbook).replaceAll(/\s+/g, ' ').trim();
      if (text !== '' && !hidden) put(rows, cell.row, { column: cell.column, text, repeated: false });
      cell = null;
    },
  });
  for (const merge of merges) spread(rows, merge);
  return { rows, hiddenRows };
}

function shown({ type, style, value }: { type: string; style: number; value: string }, workbook: Workbook): string {
  if (type === 's') return workbook.strings[Number(value)] ?? '';
  if (type === 'b') return value === '1' ? 'TRUE' : 'FALSE';
  if (type !== 'n' || value === '') return value;
  return shownNumber(value, workbook.formats[style] ?? 0, workbook.from1904);
}

function put(rows: SheetRows, row: number, cell: SheetCell): void {
  const cells = rows.get(row) ?? new Map<number, SheetCell>();
  rows.set(row, cells.set(cell.column, cell));
}

/** A merged cell's text stands in each place that it covers. */
function spread(rows: SheetRows, reference: string): void {
  const match = /^([A-Z]+)(\d+):([A-Z]+)(\d+)$/.exec(reference);
  if (match === null) return;
  const [top, bottom] = [Number(match[2]) - 1, Number(match[4]) - 1];
  const [left, right] = [columnOf(match[1]!), columnOf(match[3]!)];
  const text = rows.get(top)?.get(left)?.text;
  if (text === undefined || (bottom - top + 1) * (right - left + 1) > MAX_MERGED_CELLS) return;
  for (let row = top; row <= bottom; row += 1) {
    for (let column = left; column <= right; column += 1)
      if (row !== top || column !== left) put(rows, row, { column, text, repeated: true });
  }
}

/** "AB12" -> 27. */
function columnOf(reference: string): number {
  let column = 0;
  for (const letter of /^[A-Z]+/.exec(reference)?.[0] ?? 'A') column = column * 26 + letter.charCodeAt(0) - 64;
  return column - 1;
}
