import { type Rect, union } from '../geometry.ts';
import { listMarker } from '../list-marker.ts';
import type { Line } from '../text-lines.ts';
import { gapsBetween } from './gutters.ts';
import { countHeaderRows } from './header-rows.ts';
import type { PageTable } from './page-table.ts';
import { fillGrid } from './ruled-grid.ts';
import { openGrid } from './stacked-rules.ts';

/** Lines before and after a table and the tables between them, in order. */
export type Stretch = { kind: 'lines'; lines: Line[] } | { kind: 'table'; table: PageTable };

/** Pieces of text in one column of a page: a plan full of labels has more and holds no such table. */
const MAX_PIECES = 3_000;

/** Fewest rows with two cells or more that make an unruled table. */
const MIN_ROWS = 3;

/** Finds tables that show only by alignment: three rows or more whose words stand in the same columns. Listings are none. */
export function splitAlignedTables(lines: readonly Line[]): Stretch[] {
  const pieces = lines.reduce((sum, line) => sum + line.segments.length, 0);
  if (pieces > MAX_PIECES) return [{ kind: 'lines', lines: [...lines] }];
  const stretches: Stretch[] = [];
  let plain: Line[] = [];
  for (let i = 0; i < lines.length; ) {
    const end = isRow(lines[i]!) ? runEnd(lines, i) : i;
    const table = end - i >= MIN_ROWS ? tableOf(lines.slice(i, end)) : null;
    if (table === null) {
      plain.push(lines[i]!);
      i++;
      continue;
    }
    if (plain.length > 0) stretches.push({ kind: 'lines', lines: plain });
    plain = [];
    const whole = withWrappedEnd(lines, i, table);
    stretches.push({ kind: 'table', table: whole.table });
    i += whole.lines;
  }
  if (plain.length > 0) stretches.push({ kind: 'lines', lines: plain });
  return stretches;
}

/** A line of two cells or more; a list mark with its text is none. */
function isRow(line: Line): boolean {
  if (line.mono || line.segments.length < 2) return false;
  return !(line.segments.length === 2 && listMarker(`${line.segments[0]!.text} x`) !== null && line.segments[0]!.text.length <= 4);
}

/** The lines from `start` that keep close to each other; lines of one cell are let through when they may go on a cell. */
function runEnd(lines: readonly Line[], start: number): number {
  let end = start + 1;
  let single = 0;
  while (end < lines.length && single <= MOST_SINGLE) {
    const line = lines[end]!;
    const gap = line.top - lines[end - 1]!.bottom;
    if (gap > 1.5 * line.size || (line.mono && !keepsColumns(line, lines.slice(start, end)))) break;
    single = line.segments.length > 1 && (line.mono || isRow(line)) ? 0 : single + 1;
    end++;
  }
  return end - single;
}

/** Lines of one cell in a row that may still belong to a table. */
const MOST_SINGLE = 3;

/** A row of names in a monospaced font begins its cells where other rows do; a listing stands elsewhere. */
function keepsColumns(line: Line, before: readonly Line[]): boolean {
  const lefts = before.flatMap((other) => (other.mono ? [] : other.segments.map((s) => s.left)));
  return line.segments.every((s) => lefts.some((left) => Math.abs(left - s.left) < 3));
}

type FoundTable = { table: PageTable; lines: number };

/** Lines behind the last row that begin where one of its later cells begins, close below it, are the rest of that cell. */
function withWrappedEnd(lines: readonly Line[], start: number, found: FoundTable): FoundTable {
  const last = lines[start + found.lines - 1]!;
  let end = start + found.lines;
  while (end < lines.length && wraps(lines[end]!, lines[end - 1]!, last)) end++;
  const table = end > start + found.lines ? tryTable(lines.slice(start, end)) : null;
  return table === null ? found : { table, lines: end - start };
}

function wraps(line: Line, before: Line, row: Line): boolean {
  const close = line.top - before.bottom < 0.4 * line.size && !line.mono;
  return close && row.segments.slice(1).some((cell) => Math.abs(cell.left - line.left) < 3);
}

function tableOf(lines: readonly Line[]): FoundTable | null {
  for (let count = lines.length; count >= MIN_ROWS; count--) {
    if (!isRow(lines[count - 1]!)) continue;
    const sentence = sentenceAcross(lines.slice(0, count));
    if (sentence >= 0) {
      // What stands behind a sentence is another table.
      if (sentence < MIN_ROWS) return null;
      lines = lines.slice(0, sentence);
      count = sentence + 1;
      continue;
    }
    const table = tryTable(lines.slice(0, count));
    if (table) return { table, lines: count };
    if (lines.length - count > 12) return null;
  }
  return null;
}

/** The first line that says a sentence over the columns of the others; -1 where none does. Short words over all columns head a
 *  group of rows. */
function sentenceAcross(lines: readonly Line[]): number {
  const gaps = gapsBetween(lines.flatMap((line) => line.segments));
  return lines.findIndex((line) =>
    line.segments.some(
      (s) =>
        gaps.some((gap) => s.left < gap.from && s.right > gap.to) && (/[.:;。：；]$/.test(s.text) || s.text.length > LONGEST_GROUP_HEAD),
    ),
  );
}

/** Characters. */
const LONGEST_GROUP_HEAD = 60;

function tryTable(lines: readonly Line[]): PageTable | null {
  const segments = lines.flatMap((line) => line.segments);
  const gaps = gapsBetween(segments);
  if (gaps.length === 0) return null;
  const rows = lines.filter((line) => columnsOf(line, gaps).size >= 2);
  if (rows.length < MIN_ROWS || rows.length < lines.length * 0.5) return null;
  if (gaps.length === 1 && !isKeyed(lines, gaps[0]!)) return null;
  if (!isAligned(lines, gaps)) return null;
  const area = union(segments);
  const xs = [area.left - 2, ...gaps.map((gap) => Math.max(gap.from, gap.to - 3)), area.right + 2];
  const ys = rowBorders(lines, xs, area, headLines(lines, gaps));
  const table = fillGrid(openGrid(xs, ys, segments), segments, () => false);
  if (table === null) return null;
  table.headerRows = countHeaderRows(table.rows);
  return table;
}

function columnsOf(line: Line, gaps: readonly { from: number; to: number }[]): Set<number> {
  return new Set(line.segments.map((s) => gaps.filter((gap) => s.left >= gap.to - 1).length));
}

/** Two columns alone make a table where the first holds short names and the gap is more than a wide space. */
function isKeyed(lines: readonly Line[], gap: { from: number; to: number }): boolean {
  const keys = lines.flatMap((line) => line.segments.filter((s) => s.right <= gap.from + 1));
  const size = lines[0]!.size;
  return gap.to - gap.from >= 1.2 * size && keys.every((key) => key.text.length <= 40) && keys.length >= lines.length * 0.5;
}

/** Each column after the first keeps one left edge, one right edge or one middle in most of its cells. */
function isAligned(lines: readonly Line[], gaps: readonly { from: number; to: number }[]): boolean {
  return gaps.every((gap, i) => {
    const until = gaps[i + 1]?.from ?? Infinity;
    const cells = lines.flatMap((line) => {
      const parts = line.segments.filter((s) => s.left >= gap.to - 1 && s.right <= until + 1);
      return parts.length > 0 ? [union(parts)] : [];
    });
    return [(r: Rect) => r.left, (r: Rect) => r.right, (r: Rect) => (r.left + r.right) / 2].some(
      (edge) => shareAtOnePlace(cells.map(edge)) >= 0.7,
    );
  });
}

function shareAtOnePlace(values: readonly number[]): number {
  let best = 0;
  for (const value of values) best = Math.max(best, values.filter((other) => Math.abs(other - value) < 2.5).length);
  return values.length === 0 ? 0 : best / values.length;
}

/** How many bold lines at the top are one head whose words wrap: those of the same columns, none over several of them. */
function headLines(lines: readonly Line[], gaps: readonly { from: number; to: number }[]): number {
  const bold = lines.findIndex((line) => !line.bold);
  const top = lines.slice(0, Math.max(1, bold));
  const apart = top.every((line) => line.segments.every((s) => !gaps.some((gap) => s.left < gap.from && s.right > gap.to)));
  const columns = columnsOf(top[0]!, gaps);
  const wraps = top.every((line) => [...columnsOf(line, gaps)].every((column) => columns.has(column)));
  return apart && wraps && top.length <= MOST_HEAD_LINES ? top.length : 1;
}

/** Lines of a head; more are rows in bold. */
const MOST_HEAD_LINES = 3;

/** A row begins with each line that has something in the first column. `head`: lines of the first row. */
function rowBorders(lines: readonly Line[], xs: readonly number[], area: Rect, head: number): number[] {
  const ys = [area.top - 1];
  for (let i = head; i < lines.length; i++) {
    const line = lines[i]!;
    if (line.left < xs[1]!) ys.push((lines[i - 1]!.bottom + line.top) / 2);
  }
  ys.push(area.bottom + 1);
  return ys;
}
