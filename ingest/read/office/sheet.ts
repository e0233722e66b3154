/** A cell as it is shown; `repeated`: a copy for a place that a merged cell covers. */
export type SheetCell = { column: number; text: string; repeated: boolean };
/** Filled rows in their order; `number` counts from 0 in the sheet. */
export type SheetRow = { number: number; cells: SheetCell[] };
export type Sheet = {
  name: string;
  hidden: boolean;
  rows: SheetRow[];
  /** Numbers of hidden rows: no gap between tables. */
  skipped: ReadonlySet<number>;
  /** Filled ones that were left out. */
  hiddenRows: number;
  hiddenColumns: number;
  /** The row with the names of the columns where the sheet says it (a filter, a named table), by its number. */
  headerRows: number[];
};

/** A merged area larger than this many cells is a background, not a cell. */
const MAX_MERGED_CELLS = 10_000;
/** All copies together; more are no table but a mistake (or an attack). */
const MAX_COPIES = 2_000_000;

export type Area = { top: number; bottom: number; left: number; right: number };

/** A merged cell's text stands in each place that it covers. */
export function spreadMerged(rows: SheetRow[], areas: readonly Area[]): void {
  if (areas.length === 0) return;
  const byNumber = new Map(rows.map((row) => [row.number, row]));
  let copies = 0;
  for (const { top, bottom, left, right } of areas) {
    const text = byNumber.get(top)?.cells.find(({ column }) => column === left)?.text;
    const size = (bottom - top + 1) * (right - left + 1);
    if (text === undefined || !(size <= MAX_MERGED_CELLS) || copies + size > MAX_COPIES) continue;
    copies += size;
    for (let number = top; number <= bottom; number += 1) {
      const row = byNumber.get(number) ?? { number, cells: [] };
      byNumber.set(number, row);
      const kept = row.cells.filter(({ column }) => column < left || column > right || (number === top && column === left));
      for (let column = left; column <= right; column += 1)
        if (number !== top || column !== left) kept.push({ column, text, repeated: true });
      row.cells = kept.sort((a, b) => a.column - b.column);
    }
  }
  rows.splice(0, rows.length);
  for (const row of [...byNumber.values()].sort((a, b) => a.number - b.number)) rows.push(row);
}
