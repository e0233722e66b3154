import { height, type Rect } from '../geometry.ts';
import type { Rule } from '../page-graphics.ts';
import { makeLines, type Segment } from '../text-lines.ts';
import { textGutters } from './gutters.ts';
import type { DraftCell, PageTable } from './page-table.ts';
import { coverage, distinct, type RuleGroup } from './rules.ts';

/** Column and row borders of a table, and which of them are drawn between which cells. */
export type Grid = {
  xs: number[];
  ys: number[];
  /** Whether rules part the columns, or only gaps between words. */
  ruledColumns: boolean;
  /** Whether a border is drawn to the right of / below the cell in this row and column. */
  borderRight(row: number, column: number): boolean;
  borderBelow(row: number, column: number): boolean;
};

/** A ruled border counts for a cell when it covers this share of the cell's side. */
const COVERED = 0.6;

/** The grid of crossing rules. Missing outer borders are completed from the rules' ends. Where no rule parts columns, the
 *  gaps in the text do. Null where neither makes a table. */
export function gridOf(group: RuleGroup, segments: readonly Segment[]): Grid | null {
  const longEnough = (rule: Rule): boolean => rule.to - rule.from >= 12;
  const ys = distinct([...group.horizontal.filter(longEnough).map((r) => r.at), group.top, group.bottom], 3);
  let xs = distinct([...group.vertical.filter((r) => r.to - r.from >= 6).map((r) => r.at), group.left, group.right], 3);
  const ruledColumns = xs.length > 2;
  if (!ruledColumns) {
    const gutters = textGutters(segments, group);
    if (gutters.length === 0) return null;
    xs = [xs[0]!, ...gutters, xs.at(-1)!];
  }
  const rowed = ys.length > 3 ? ys : splitRows(xs, ys, segments);
  const added = new Set(rowed.filter((y) => !ys.includes(y)));
  return {
    xs,
    ys: rowed,
    ruledColumns,
    borderRight: (row, column) =>
      !ruledColumns || coverage(group.vertical, xs[column + 1]!, rowed[row]! + 1, rowed[row + 1]! - 1) >= COVERED,
    borderBelow: (row, column) =>
      added.has(rowed[row + 1]!) || coverage(group.horizontal, rowed[row + 1]!, xs[column]! + 1, xs[column + 1]! - 1) >= COVERED,
  };
}

/** A table with rules only around its header and its body: each line of the body that has something in the first column
 *  begins a row, where at least three do. */
export function splitRows(xs: readonly number[], ys: readonly number[], segments: readonly Segment[]): number[] {
  const all = [...ys];
  // With three rules the first band is the header, however many lines it takes.
  for (let band = ys.length === 3 ? 1 : 0; band + 1 < ys.length; band++) {
    const [top, bottom] = [ys[band]!, ys[band + 1]!];
    const lines = makeLines(
      segments.filter((s) => s.baseline > top && s.baseline < bottom && s.left >= xs[0]! - 3 && s.right <= xs.at(-1)! + 3),
    );
    const starts = lines.filter((line) => line.left < xs[1]! && line.segments.length > 1);
    if (starts.length < 3 && !(starts.length === 2 && lines.length === 2)) continue;
    for (const line of starts.slice(1)) {
      const before = lines[lines.indexOf(line) - 1];
      if (before) all.push((Math.max(before.bottom, line.top - height(line)) + line.top) / 2);
    }
  }
  return all.sort((a, b) => a - b);
}

/** Puts the words into the cells; merges cells where no border parts them. Null where the grid holds no table: fewer than
 *  two rows or columns with words, or hardly any words. */
export function fillGrid(grid: Grid, segments: readonly Segment[], isShaded: (cell: Rect) => boolean): PageTable | null {
  const rows = grid.ys.length - 1;
  const columns = grid.xs.length - 1;
  if (rows < 1 || columns < 2 || rows * columns > 6000) return null;
  const groups = mergeCells(grid, rows, columns);
  const held = new Map<number, Segment[]>();
  const used = new Set<Segment>();
  for (const segment of segments) {
    const row = place(grid.ys, (segment.top + segment.bottom) / 2);
    const column = place(grid.xs, Math.min((segment.left + segment.right) / 2, segment.left + 12));
    if (row < 0 || column < 0) continue;
    const key = groups[row * columns + column]!;
    held.set(key, [...(held.get(key) ?? []), segment]);
    used.add(segment);
  }
  const drafts: DraftCell[][] = [];
  for (let row = 0; row < rows; row++) {
    const cells: DraftCell[] = [];
    for (let column = 0; column < columns; column++) {
      const index = row * columns + column;
      const key = groups[index]!;
      const rect = { left: grid.xs[column]!, right: grid.xs[column + 1]!, top: grid.ys[row]!, bottom: grid.ys[row + 1]! };
      cells.push({ lines: makeLines(held.get(key) ?? []), repeated: key !== index, shaded: isShaded(rect) });
    }
    drafts.push(cells);
  }
  const rect = { left: grid.xs[0]!, right: grid.xs.at(-1)!, top: grid.ys[0]!, bottom: grid.ys.at(-1)! };
  return dropEmpty({ rect, columns: [...grid.xs], rows: drafts, headerRows: 0, segments: used });
}

/** For each unit cell the index of the first unit of its merged cell. Merged cells that are no rectangles stay apart. */
function mergeCells(grid: Grid, rows: number, columns: number): number[] {
  const key = Array.from({ length: rows * columns }, (_, i) => i);
  const done = new Array<boolean>(rows * columns).fill(false);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      if (done[row * columns + column]) continue;
      let right = column;
      while (right + 1 < columns && !done[row * columns + right + 1] && !grid.borderRight(row, right)) right++;
      let below = row;
      while (below + 1 < rows && opensBelow(grid, below, column, right, columns, done)) below++;
      for (let r = row; r <= below; r++) {
        for (let c = column; c <= right; c++) {
          key[r * columns + c] = row * columns + column;
          done[r * columns + c] = true;
        }
      }
    }
  }
  return key;
}

function opensBelow(grid: Grid, row: number, left: number, right: number, columns: number, done: readonly boolean[]): boolean {
  for (let c = left; c <= right; c++) {
    if (grid.borderBelow(row, c) || done[(row + 1) * columns + c]) return false;
    if (c < right && grid.borderRight(row + 1, c)) return false;
  }
  return right + 1 >= columns || grid.borderRight(row + 1, right);
}

function place(borders: readonly number[], value: number): number {
  for (let i = 0; i + 1 < borders.length; i++) if (value >= borders[i]! - 1 && value < borders[i + 1]!) return i;
  return value >= borders.at(-1)! && value < borders.at(-1)! + 1 ? borders.length - 2 : -1;
}

/** Rows and columns without any words of their own are lines drawn for looks (spacers, double rules). */
function dropEmpty(table: PageTable): PageTable | null {
  const speaks = (cell: DraftCell): boolean => cell.lines.length > 0 && !cell.repeated;
  const rows = table.rows.filter(
    (row) => row.some((cell) => speaks(cell)) || row.some((cell) => cell.lines.length > 0 && cell.repeated && !isThin(row)),
  );
  const kept = table.columns.slice(0, -1).map((_, c) => rows.some((row) => speaks(row[c]!)) || isWide(table.columns, c));
  const narrowed = rows.map((row) => row.filter((_, c) => kept[c]));
  const columns = table.columns.filter((_, c) => c === table.columns.length - 1 || kept[c]);
  const words = narrowed.flat().filter(speaks).length;
  if (narrowed.length < 2 || columns.length < 3 || words < 3) return null;
  return { ...table, rows: narrowed, columns };
}

const isThin = (row: readonly DraftCell[]): boolean => row.every((cell) => cell.repeated);
const isWide = (columns: readonly number[], c: number): boolean => columns[c + 1]! - columns[c]! > 14;
