import type { TableCell } from '../../../knowledge/document/block.ts';

const NUMBER = /^[-+±<>≤≥~≈]?\s?[\d.,\s]+\s?(?:%|°C?|[\p{L}µ/·²³]{1,6})?$/u;
const MAX_NAME = 40;
/** Two columns of words are as often names with their values as a table with a header. */
const NAMED_COLUMNS = 3;

/** How many of the first rows name the columns, where the format does not say. `bold`: rows whose cells all are. */
export function guessHeaderRows(grid: readonly TableCell[][], bold: readonly boolean[] = []): number {
  const first = grid[0];
  if (first === undefined || grid.length < 2 || !areNames(first)) return 0;
  const stressed = bold[0] === true && bold.some((each) => !each);
  const overNumbers = first.some((_, column) => column > 0 && isNumberColumn(grid, column));
  const listed = first.length >= NAMED_COLUMNS && grid.length >= 3 && first.every(({ text }) => text !== '' && text.length <= MAX_NAME);
  if (!stressed && !overNumbers && !listed) return 0;
  let rows = 1;
  // A cell over several columns is divided by the row below it.
  while (rows < grid.length - 1 && rows < 4 && goesOn(grid, rows) && areNames(grid[rows]!)) rows += 1;
  return rows;
}

function areNames(row: readonly TableCell[]): boolean {
  const filled = row.filter(({ text }) => text !== '');
  return filled.length >= Math.max(1, row.length / 2) && filled.every(({ text }) => !NUMBER.test(text));
}

function isNumberColumn(grid: readonly TableCell[][], column: number): boolean {
  const texts = grid.slice(1).flatMap((row) => row[column]?.text || []);
  return texts.length > 0 && texts.filter((text) => NUMBER.test(text)).length > texts.length / 2;
}

/** The row above ends in cells that stand over several columns of this one. */
function goesOn(grid: readonly TableCell[][], row: number): boolean {
  const above = grid[row - 1]!;
  return above.some(
    (cell, column) =>
      column > 0 && cell.repeated && cell.text !== '' && cell.text === above[column - 1]!.text && grid[row]![column]!.text !== cell.text,
  );
}
