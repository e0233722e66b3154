import type { Rect } from '../geometry.ts';
import type { PageGraphics, Rule } from '../page-graphics.ts';
import { makeLines, type Segment } from '../text-lines.ts';
import { textGutters } from './gutters.ts';
import { isListing, type PageTable } from './page-table.ts';
import { fillGrid, type Grid, splitRows } from './ruled-grid.ts';
import { distinct, TOUCH } from './rules.ts';

/** A shaded stripe over a table's width: one fill, or cell fills side by side, whose seams are column borders. */
type Stripe = Rect & { seams: number[] };

type Level = { at: number; from: number; to: number };

/** Tables without vertical rules: horizontal rules or shaded stripes of one width above each other, the words between them
 *  standing in columns. `lone`: horizontal rules that touch no vertical one. */
export function stackedTables(lone: readonly Rule[], graphics: PageGraphics, segments: readonly Segment[]): PageTable[] {
  const stripes = stripesOf(graphics.fills);
  const levels: Level[] = [...lone];
  for (const s of stripes) levels.push({ at: s.top, from: s.left, to: s.right }, { at: s.bottom, from: s.left, to: s.right });
  const tables: PageTable[] = [];
  for (const stack of stacksOf(levels)) {
    for (const table of tablesInStack(stack, stripes, segments)) {
      if (
        !tables.some(
          (other) =>
            other.rect.top < table.rect.bottom &&
            table.rect.top < other.rect.bottom &&
            other.rect.left < table.rect.right &&
            table.rect.left < other.rect.right,
        )
      )
        tables.push(table);
    }
  }
  return tables;
}

function stripesOf(fills: readonly (Rect & { color: string })[]): Stripe[] {
  const sorted = fills.filter((f) => f.bottom - f.top < 200).sort((a, b) => a.top - b.top || a.left - b.left);
  const stripes: Stripe[] = [];
  for (const fill of sorted) {
    const row = stripes.find(
      (s) => Math.abs(s.top - fill.top) < 2 && Math.abs(s.bottom - fill.bottom) < 2 && fill.left - s.right < 3 && fill.left >= s.right - 3,
    );
    if (row === undefined) stripes.push({ left: fill.left, top: fill.top, right: fill.right, bottom: fill.bottom, seams: [] });
    else {
      row.seams.push(fill.left);
      row.right = Math.max(row.right, fill.right);
    }
  }
  return stripes;
}

function stacksOf(levels: readonly Level[]): Level[][] {
  const stacks: Level[][] = [];
  for (const level of [...levels].sort((a, b) => a.at - b.at)) {
    if (level.to - level.from < 60) continue;
    const stack = stacks.find((s) => Math.abs(s[0]!.from - level.from) < TOUCH + 1 && Math.abs(s[0]!.to - level.to) < TOUCH + 1);
    if (stack) stack.push(level);
    else stacks.push([level]);
  }
  return stacks.filter((stack) => stack.length >= 2);
}

function tablesInStack(stack: readonly Level[], stripes: readonly Stripe[], segments: readonly Segment[]): PageTable[] {
  const [left, right] = [stack[0]!.from, stack[0]!.to];
  const ys = distinct(
    stack.map((l) => l.at),
    3,
  );
  const inside = segments.filter((s) => s.left >= left - 4 && s.right <= right + 4);
  const tables: PageTable[] = [];
  for (let from = 0; from + 1 < ys.length; ) {
    let to = from;
    while (to + 1 < ys.length && isTabular(ys[from]!, ys[to + 1]!, ys[to]!, left, right, inside, stripes)) to++;
    const table = to > from ? buildTable(ys.slice(from, to + 1), left, right, inside, stripes) : null;
    if (table) tables.push(table);
    from = table ? to : from + 1;
  }
  return tables;
}

/** Whether the words between two levels stand in columns, the last band included. */
function isTabular(
  top: number,
  bottom: number,
  bandTop: number,
  left: number,
  right: number,
  inside: readonly Segment[],
  stripes: readonly Stripe[],
): boolean {
  const band = inside.filter((s) => s.baseline > bandTop && s.baseline < bottom + 1);
  if (band.length === 0 || bottom - bandTop > 300) return false;
  if (makeLines(band).every((line) => line.segments.length < 2)) return false;
  return guidesFor({ left, right, top, bottom }, inside, stripes).length > 0;
}

function guidesFor(area: Rect, inside: readonly Segment[], stripes: readonly Stripe[]): number[] {
  const seams = stripes.find((s) => s.seams.length > 0 && s.top >= area.top - 3 && s.bottom <= area.bottom + 3)?.seams;
  if (seams !== undefined) return seams;
  const words = inside.filter((s) => s.baseline > area.top && s.baseline < area.bottom + 1);
  const lines = makeLines(words);
  if (lines.length === 1) return gapMiddles(lines[0]!.segments);
  return textGutters(words, area);
}

const gapMiddles = (segments: readonly Segment[]): number[] => segments.slice(1).map((s, i) => (segments[i]!.right + s.left) / 2);

function buildTable(
  levels: readonly number[],
  left: number,
  right: number,
  inside: readonly Segment[],
  stripes: readonly Stripe[],
): PageTable | null {
  const area = { left, right, top: levels[0]!, bottom: levels.at(-1)! };
  const first = guidesFor(area, inside, stripes);
  const bottom = extendDown(area, first, inside);
  const guides = stripes.some((s) => s.seams.length > 0 && s.top >= area.top - 3 && s.bottom <= bottom + 3)
    ? first
    : refine({ ...area, bottom }, inside, first);
  if (guides.length === 0) return null;
  const xs = distinct([left, ...guides, right], 4);
  const outer = bottom > area.bottom + 2 ? [...levels, bottom] : [...levels];
  const ys = outer.length > 3 && bottom <= area.bottom + 2 ? outer : splitRows(xs, outer, inside);
  const table = fillGrid(
    openGrid(xs, ys, inside),
    inside.filter((s) => s.baseline > area.top && s.baseline < bottom + 1),
    (cell) =>
      stripes.some(
        (s) =>
          (cell.top + cell.bottom) / 2 > s.top &&
          (cell.top + cell.bottom) / 2 < s.bottom &&
          s.left <= cell.left + 4 &&
          s.right >= cell.right - 4,
      ),
  );
  return table !== null && !isListing(table) ? table : null;
}

function refine(area: Rect, inside: readonly Segment[], first: number[]): number[] {
  const all = textGutters(
    inside.filter((s) => s.baseline > area.top && s.baseline < area.bottom + 1),
    area,
  );
  return all.length > 0 ? all : first;
}

/** A grid whose borders are gaps: words that run across a gap merge the cells. */
export function openGrid(xs: number[], ys: number[], segments: readonly Segment[]): Grid {
  return {
    xs,
    ys,
    ruledColumns: false,
    borderRight: (row, column) =>
      !segments.some(
        (s) => s.baseline > ys[row]! && s.baseline < ys[row + 1]! + 1 && s.left < xs[column + 1]! - 4 && s.right > xs[column + 1]! + 4,
      ),
    borderBelow: () => true,
  };
}

/** Shading often ends with the header, rules before the last row: lines that keep to the columns go on below. */
function extendDown(area: Rect, guides: readonly number[], inside: readonly Segment[]): number {
  if (guides.length === 0) return area.bottom;
  const below = makeLines(inside.filter((s) => s.baseline > area.bottom + 1));
  let bottom = area.bottom;
  let spoken = 0;
  let end = area.bottom;
  for (const line of below) {
    if (line.top - bottom > 1.6 * line.size) break;
    const crosses = line.segments.some((s) => guides.some((g) => s.left < g - 3 && s.right > g + 3));
    if (crosses) break;
    const cells = new Set(line.segments.map((s) => guides.filter((g) => s.left > g - 3).length)).size;
    bottom = line.bottom;
    if (cells >= 2) {
      spoken++;
      end = line.bottom + 1;
    } else if (spoken === 0) break;
    else end = Math.max(end, line.left >= guides[0]! - 3 ? line.bottom + 1 : end);
  }
  return spoken > 0 ? end : area.bottom;
}
