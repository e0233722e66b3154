import type { Block, TableCell } from '../../../knowledge/document/block.ts';
import { tableBlock, textBlock } from '../make-block.ts';
import type { Sheet, SheetRow } from './sheet.ts';

const MAX_HEADER_ROWS = 4;
/** A single cell so long below a table is a remark about it. */
const REMARK_CHARACTERS = 40;
const NUMBER = /^[-+]?[\d.,]+%?$/;
/** So many of the other rows write a column as the first row does: then that one is no header. */
const SAME_SHARE = 0.6;
const SAMPLE_ROWS = 50;

type Region = { rows: SheetRow[]; columns: number[] };
/** Header of the table before, for a part that goes on below an empty row. */
type Header = { columns: string; rows: TableCell[][] };

/** Rows that follow each other are one region, tables beside each other with an empty column between are two; a region of one
 *  filled column (or row) is text, others are tables. Lines of one cell above a table (its title) are text before it. */
export function sheetBlocks(sheet: Sheet, page: number | null): Block[] {
  let header: Header | null = null;
  return regions(sheet).flatMap((region) => {
    const made = regionBlocks(region, { page, header, named: sheet.headerRows });
    header = made.header ?? header;
    return made.blocks;
  });
}

function regions({ rows, skipped }: Sheet): Region[] {
  const isNext = (before: number, number: number) => {
    let next = before + 1;
    while (next < number && skipped.has(next)) next += 1;
    return next === number;
  };
  const found: SheetRow[][] = [];
  for (const row of rows) {
    const last = found.at(-1);
    if (last && isNext(last.at(-1)!.number, row.number)) last.push(row);
    else found.push([row]);
  }
  return found.flatMap(besideEachOther);
}

/** Parted at empty columns where both sides are tables of their own. */
function besideEachOther(rows: SheetRow[]): Region[] {
  const used = new Set<number>();
  for (const { cells } of rows) for (const { column } of cells) used.add(column);
  const columns = [...used].sort((a, b) => a - b);
  const groups: number[][] = [];
  for (const column of columns) {
    const last = groups.at(-1);
    if (last && column === last.at(-1)! + 1) last.push(column);
    else groups.push([column]);
  }
  if (groups.length < 2 || groups.some((group) => group.length < 2) || rows.length < 2) return [{ rows, columns }];
  return groups.map((group) => {
    const [left, right] = [group[0]!, group.at(-1)!];
    const own = rows.map(({ number, cells }) => ({ number, cells: cells.filter(({ column }) => column >= left && column <= right) }));
    return { rows: own.filter(({ cells }) => cells.length > 0), columns: group };
  });
}

/** Distinct texts of a row: a merged title across the sheet is one. */
function distinct(row: SheetRow): number {
  return row.cells.filter(({ repeated }) => !repeated).length;
}

type Facts = { page: number | null; header: Header | null; named: readonly number[] };

function regionBlocks({ rows, columns }: Region, { page, header, named }: Facts): { blocks: Block[]; header: Header | null } {
  let first = 0;
  while (first < rows.length && distinct(rows[first]!) <= 1 && !named.includes(rows[first]!.number)) first += 1;
  let end = rows.length;
  while (end > first + 1 && isRemark(rows[end - 1]!)) end -= 1;
  const table = rows.slice(first, end);
  const asText = (each: SheetRow[]) =>
    each.flatMap(({ cells }) => cells.filter(({ repeated }) => !repeated).map(({ text }) => textBlock(text, { page })));
  const inherits = header !== null && header.columns === columns.join() && !isHeader(table[0], named) && first === 0;
  if (table.length === 0 || columns.length < 2 || (table.length === 1 && !inherits)) return { blocks: asText(rows), header: null };
  const filled = columns.filter((column) => table.some(({ cells }) => cells.some((cell) => cell.column === column)));
  const grid = table.map((row) => gridRow(row, filled));
  const own = headerRows(grid, table, named);
  // A part below an empty row goes on with the header above it, unless it names its columns itself.
  const goesOn =
    header !== null &&
    header.columns === filled.join() &&
    first === 0 &&
    !named.some((number) => table.some((row) => row.number === number)) &&
    hasDigit(grid[0]!);
  const whole = goesOn ? [...header!.rows, ...grid] : grid;
  const count = goesOn ? header!.rows.length : own;
  const block = { ...tableBlock(whole, count), page, pageEnd: page };
  return {
    blocks: [...asText(rows.slice(0, first)), block, ...asText(rows.slice(end))],
    header: goesOn ? header : count > 0 ? { columns: filled.join(), rows: grid.slice(0, count) } : null,
  };
}

function isHeader(row: SheetRow | undefined, named: readonly number[]): boolean {
  return row !== undefined && (named.includes(row.number) || !row.cells.some(({ text }) => /\d/.test(text)));
}

function hasDigit(row: readonly TableCell[]): boolean {
  return row.some(({ text }) => /\d/.test(text));
}

function isRemark(row: SheetRow): boolean {
  return distinct(row) === 1 && row.cells[0]!.text.length > REMARK_CHARACTERS;
}

function gridRow({ cells }: SheetRow, columns: readonly number[]): TableCell[] {
  const byColumn = new Map(cells.map((cell) => [cell.column, cell]));
  return columns.map((column) => {
    const cell = byColumn.get(column);
    return { text: cell?.text ?? '', spans: [], repeated: cell?.repeated ?? false };
  });
}

/** The row that a filter or named table stands on ends the header. Else the first row names the columns, unless it holds a
 *  number or is written as the rows below it; rows that divide merged cells above them are header too. */
function headerRows(grid: TableCell[][], table: readonly SheetRow[], named: readonly number[]): number {
  const stated = table.findIndex(({ number }) => named.includes(number));
  if (stated >= 0 && stated < MAX_HEADER_ROWS) return stated + 1;
  if (!areNames(grid[0]) || isWrittenAsBelow(grid)) return 0;
  let rows = 1;
  while (rows < MAX_HEADER_ROWS && rows < grid.length - 1 && isDivided(grid[rows - 1]!, grid[rows]!) && areNames(grid[rows])) rows += 1;
  return rows;
}

function areNames(row: readonly TableCell[] | undefined): boolean {
  return row?.some(({ text }) => text !== '') === true && row.every(({ text }) => !NUMBER.test(text));
}

/** Merged cells end here: some over columns whose names stand in the row below, or from above into it. */
function isDivided(above: readonly TableCell[], below: readonly TableCell[]): boolean {
  const across = above.some(
    (cell, column) => column > 0 && cell.repeated && cell.text === above[column - 1]!.text && below[column]!.text !== cell.text,
  );
  return (
    across ||
    (below.some((cell, column) => cell.repeated && cell.text === above[column]!.text) &&
      below.some(({ repeated, text }) => !repeated && text !== ''))
  );
}

/** "E-407" above "E-408" and "E-409": codes, not names. */
function isWrittenAsBelow(grid: readonly TableCell[][]): boolean {
  const rest = grid.slice(1, SAMPLE_ROWS);
  if (rest.length < 2) return false;
  return grid[0]!.some(({ text }, column) => {
    if (!/\d/.test(text)) return false;
    const shape = shapeOf(text);
    return rest.filter((row) => shapeOf(row[column]!.text) === shape).length >= SAME_SHARE * rest.length;
  });
}

function shapeOf(text: string): string {
  return text.replaceAll(/\d+/g, '9').replaceAll(/\p{L}+/gu, 'a');
}
