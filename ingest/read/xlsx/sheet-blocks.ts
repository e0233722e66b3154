import type { Block, TableCell } from '../../../knowledge/document/block.ts';
import { tableBlock, textBlock } from '../markdown/markdown-blocks.ts';
import type { SheetCell, SheetRows } from './read-sheet.ts';

type Row = { number: number; cells: SheetCell[] };

/** Rows that follow each other are one region; a region of one filled column (or row) is text, others are tables.
 *  Lines of one cell above a table (its title) are text before it. */
export function sheetBlocks(rows: SheetRows, page: number): Block[] {
  return regions(rows).flatMap((region) => regionBlocks(region, page));
}

function regions(rows: SheetRows): Row[][] {
  const sorted = [...rows]
    .sort((a, b) => a[0] - b[0])
    .map(([number, cells]): Row => ({ number, cells: [...cells.values()].sort((a, b) => a.column - b.column) }));
  const found: Row[][] = [];
  for (const row of sorted) {
    const last = found.at(-1);
    if (last && row.number === last.at(-1)!.number + 1) last.push(row);
    else found.push([row]);
  }
  return found;
}

/** Distinct texts of a row: a merged title across the sheet is one. */
function distinct(row: Row): number {
  return row.cells.filter(({ repeated }) => !repeated).length;
}

function regionBlocks(region: Row[], page: number): Block[] {
  let first = 0;
  while (first < region.length && distinct(region[first]!) === 1) first += 1;
  const table = region.slice(first);
  const titles = region.slice(0, first).map((row) => textBlock(row.cells[0]!.text, { page }));
  if (table.length === 0) return titles;
  const columns = [...new Set(table.flatMap(({ cells }) => cells.map(({ column }) => column)))].sort((a, b) => a - b);
  if (table.length === 1 || columns.length < 2)
    return [...titles, ...table.flatMap(({ cells }) => cells.map(({ text }) => textBlock(text, { page })))];
  const grid = table.map(({ cells }) => {
    const byColumn = new Map(cells.map((cell) => [cell.column, cell]));
    return columns.map(
      (column): TableCell => ({ text: byColumn.get(column)?.text ?? '', spans: [], repeated: byColumn.get(column)?.repeated ?? false }),
    );
  });
  const header = headerRows(grid);
  return [...titles, { ...tableBlock(grid, header), page, pageEnd: page }];
}

/** The first row names the columns, unless it holds a number; a row with merged cells above it is header too. */
function headerRows(grid: TableCell[][]): number {
  const isNames = (row: TableCell[] | undefined) =>
    row?.every(({ text }) => text === '' || !/^[-+]?[\d.,]+%?$/.test(text)) && row.some(({ text }) => text !== '');
  if (!isNames(grid[0])) return 0;
  return grid[0]!.some(({ repeated }) => repeated) && isNames(grid[1]) && grid.length > 2 ? 2 : 1;
}
