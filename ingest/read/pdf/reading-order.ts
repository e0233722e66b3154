import { isMarginNote, isNote, isSideHead, shapeOf } from './column-shapes.ts';
import { height, median, overlaps, type Rect, union, width } from './geometry.ts';
import type { Item, Part } from './page-items.ts';
import { type Line, makeLines } from './text-lines.ts';

/** Puts a page into reading order: columns are read one after the other, whatever spans them in its place between.
 *  Method: recursive XY cut (Nagy and Seth 1984), cutting at gutters that run through several bands of text. */
export function readingOrder(items: readonly Item[], boxed = false): Part[] {
  const bands = bandsOf(items);
  const parts: Part[] = [];
  let plain: Item[] = [];
  const flush = (): void => {
    parts.push(...flowParts(plain, boxed));
    plain = [];
  };
  // What stands above a group of columns in the right column alone is that column's beginning; what stands above text with
  // notes beside it is that text's beginning.
  const takeAbove = (group: ColumnGroup): void => {
    const belongs = ({ rect }: Item): boolean =>
      group.notes === 'right' ? rect.right <= group.gutter.from + 1 : rect.left >= group.gutter.to - 1;
    while (plain.length > 0 && belongs(plain.at(-1)!)) group.items.unshift(plain.pop()!);
  };
  for (let i = 0; i < bands.length; ) {
    const group = bands.length > 0 && items.length > 3 ? columnGroup(bands, i, plain) : null;
    if (group === null) {
      plain.push(...bands[i]!.items);
      i++;
      continue;
    }
    takeAbove(group);
    flush();
    parts.push(...splitColumns(group, boxed));
    i = group.end;
  }
  flush();
  return parts;
}

type Band = Rect & { items: Item[] };

/** Rows of the page that a free horizontal line parts from each other. */
function bandsOf(items: readonly Item[]): Band[] {
  const sorted = [...items].sort((a, b) => a.rect.top - b.rect.top);
  const bands: Band[] = [];
  for (const item of sorted) {
    const band = bands.at(-1);
    // Ascents and descents of neighbouring lines overlap a little: a fifth of the line is forgiven.
    if (band !== undefined && item.rect.top < band.bottom - 0.2 * Math.min(14, height(item.rect))) {
      band.items.push(item);
      Object.assign(band, union([band, item.rect]));
    } else bands.push({ ...union([item.rect]), items: [item] });
  }
  return bands;
}

type Gutter = { from: number; to: number };
type ColumnGroup = { items: Item[]; gutter: Gutter; end: number; notes: 'left' | 'right' | null };

/** Narrowest gutter in points; the gap between columns is more than a wide space. */
const MIN_GUTTER = 9;

/** The longest stretch of bands from `start` that one gutter parts into columns; null where it makes no columns. `above`: what
 *  stands in one column over it. */
function columnGroup(bands: readonly Band[], start: number, above: readonly Item[]): ColumnGroup | null {
  const first = bands[start]!;
  let best: ColumnGroup | null = null;
  for (const gutter of innerGaps(first)) {
    let common = gutter;
    let end = start + 1;
    while (end < bands.length) {
      const next = narrow(common, bands[end]!);
      if (next === null || isOneSidedHeading(bands, end, common)) break;
      common = next;
      end++;
    }
    const items = bands.slice(start, end).flatMap((band) => band.items);
    const notes = judge(items, common, above);
    if (notes !== undefined && (best === null || end > best.end)) best = { items, gutter: common, end, notes };
  }
  return best;
}

/** Gaps between the items of one band. */
function innerGaps(band: Band): Gutter[] {
  const sorted = [...band.items].sort((a, b) => a.rect.left - b.rect.left);
  const gaps: Gutter[] = [];
  let right = sorted[0]!.rect.right;
  for (const item of sorted.slice(1)) {
    if (item.rect.left - right >= MIN_GUTTER) gaps.push({ from: right, to: item.rect.left });
    right = Math.max(right, item.rect.right);
  }
  return gaps;
}

/** The part of a gutter that a band leaves free, null where too little is left. */
function narrow(gutter: Gutter, band: Band): Gutter | null {
  let { from, to } = gutter;
  for (const { rect } of band.items) {
    if (rect.right <= from || rect.left >= to) continue;
    const middle = (from + to) / 2;
    const coversMiddle = rect.left < middle && rect.right > middle;
    if (coversMiddle && rect.left < from && rect.right > to) return null;
    if (rect.left >= from && rect.left - from >= to - rect.right) to = Math.min(to, rect.left);
    else if (rect.right <= to) from = Math.max(from, rect.right);
    else if (rect.left <= from) from = Math.max(from, rect.right);
    else to = Math.min(to, rect.left);
  }
  return to - from >= MIN_GUTTER ? { from, to } : null;
}

/** A heading over both columns that is short enough to stand in the left one: larger than the text, with nothing beside it. */
function isOneSidedHeading(bands: readonly Band[], index: number, gutter: Gutter): boolean {
  const band = bands[index]!;
  if (band.items.some((item) => item.kind !== 'segment') || band.left > gutter.from || band.right > gutter.to) return false;
  const size = Math.max(...band.items.map((item) => (item.kind === 'segment' ? item.segment.size : 0)));
  const usual = median(bands.flatMap((b) => b.items.map((item) => (item.kind === 'segment' ? item.segment.size : 0))));
  const gap = band.top - bands[index - 1]!.bottom;
  return size > usual * 1.12 && gap > 0.6 * size;
}

/** null: two columns of text; 'left' or 'right': notes on that side of the text; undefined: no columns (a table, a list). */
function judge(items: readonly Item[], gutter: Gutter, above: readonly Item[]): 'left' | 'right' | null | undefined {
  const left = items.filter((item) => item.rect.right <= gutter.from + 1);
  const right = items.filter((item) => item.rect.left >= gutter.to - 1);
  if (left.length === 0 || right.length === 0) return undefined;
  const whole = width(union(items.map((item) => item.rect)));
  const [leftShape, rightShape] = [shapeOf(left), shapeOf(right)];
  if (leftShape.prose && rightShape.prose && Math.min(leftShape.width, rightShape.width) > 0.22 * whole) return null;
  const gap = gutter.to - gutter.from;
  if (isSideHead(leftShape, rightShape, gap)) return 'left';
  if (isSideHead(rightShape, leftShape, gap)) return 'right';
  if (isMarginNote(leftShape, shapeOf([...above.filter((item) => item.rect.left >= gutter.to - 1), ...right]), gap)) return 'left';
  if (isMarginNote(rightShape, shapeOf([...above.filter((item) => item.rect.right <= gutter.from + 1), ...left]), gap)) return 'right';
  return undefined;
}

function splitColumns(group: ColumnGroup, boxed: boolean): Part[] {
  const middle = (group.gutter.from + group.gutter.to) / 2;
  const left = group.items.filter((item) => (item.rect.left + item.rect.right) / 2 < middle);
  const right = group.items.filter((item) => (item.rect.left + item.rect.right) / 2 >= middle);
  if (group.notes === null) return [...readingOrder(left, boxed), ...readingOrder(right, boxed)];
  return group.notes === 'left' ? weaveNotes(left, right, boxed) : weaveNotes(right, left, boxed);
}

/** Each head in the margin goes before the text that begins beside it; notes go behind all of the text. */
function weaveNotes(notes: readonly Item[], text: readonly Item[], boxed: boolean): Part[] {
  const bands = bandsOf(text);
  const groups: Item[][] = [];
  for (const band of bandsOf(notes)) {
    const last = groups.at(-1);
    const gap = last ? band.top - Math.max(...last.map((item) => item.rect.bottom)) : Infinity;
    if (last && gap < 0.7 * height(band)) last.push(...band.items);
    else groups.push([...band.items]);
  }
  const asides = groups.filter((group) => isNote(group, text));
  if (asides.length > 0) {
    const heads = groups.filter((group) => !asides.includes(group)).flat();
    const whole = heads.length > 0 ? weaveNotes(heads, text, boxed) : readingOrder(text, boxed);
    return [
      ...whole,
      ...asides.flatMap((group) =>
        flowParts(group, boxed).map((part) => (part.kind === 'lines' ? { ...part, aside: 'margin' as const } : part)),
      ),
    ];
  }
  const parts: Part[] = [];
  let from = 0;
  for (const group of groups) {
    const top = Math.min(...group.map((item) => item.rect.top));
    let to = from;
    while (to < bands.length && bands[to]!.bottom - 0.3 * height(bands[to]!) < top) to++;
    while (to > from && to < bands.length && bands[to]!.top - bands[to - 1]!.bottom < 0.35 * height(bands[to]!)) to--;
    parts.push(
      ...readingOrder(
        bands.slice(from, to).flatMap((b) => b.items),
        boxed,
      ),
      ...flowParts(group, boxed),
    );
    from = to;
  }
  parts.push(
    ...readingOrder(
      bands.slice(from).flatMap((b) => b.items),
      boxed,
    ),
  );
  return parts;
}

/** One column from top to bottom: lines, and the other things where they stand between them. */
function flowParts(items: readonly Item[], boxed: boolean): Part[] {
  if (items.length === 0) return [];
  const area = union(items.map((item) => item.rect));
  const things = items.filter((item) => item.kind !== 'segment').sort((a, b) => a.rect.top - b.rect.top);
  const lines = makeLines(items.flatMap((item) => (item.kind === 'segment' ? [item.segment] : [])));
  const parts: Part[] = [];
  let from = 0;
  for (const thing of things) {
    let to = from;
    while (to < lines.length && isAbove(lines[to]!, thing.rect)) to++;
    if (to > from) parts.push({ kind: 'lines', lines: lines.slice(from, to), area, boxed });
    from = to;
    if (thing.kind === 'table') parts.push({ kind: 'table', table: thing.table });
    else if (thing.kind === 'figure') parts.push({ kind: 'figure', figure: thing.figure });
    else if (thing.kind === 'frame') parts.push(...readingOrder(thing.items, true));
  }
  if (from < lines.length) parts.push({ kind: 'lines', lines: lines.slice(from), area, boxed });
  return parts;
}

function isAbove(line: Line, rect: Rect): boolean {
  if (overlaps(line, rect)) return (line.top + line.bottom) / 2 < (rect.top + rect.bottom) / 2;
  return line.top < rect.top;
}
