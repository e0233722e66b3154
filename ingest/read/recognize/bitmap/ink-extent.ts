import type { GrayImage } from './gray-image.ts';

/** Where a line is taken to stand, in pixels: `baseline` and `size` may be off by a tenth of the size. */
export type LinePlace = { left: number; right: number; baseline: number; size: number };
export type InkExtent = { left: number; right: number; top: number; bottom: number };

/** Shares of the type size: how far ink may reach from the baseline, what gap may part it (the dot of an i), and how far a line's ends may be off. */
const HIGHEST = 1;
const DEEPEST = 0.32;
const GAP = 0.13;
const END = 0.5;
/** Rows that every line has ink in. */
const CORE_TOP = 0.4;
const CORE_BOTTOM = 0.1;
/** Share of the pixels of a line that are darker than what counts as its ink. */
const DARKEST = 0.02;
/** Fewest dark pixels of a row or column: one alone is a speck. */
const LEAST = 2;

/** How far the ink of one line reaches on a level picture, dark on light; null where there is none to see. */
export function inkExtent(image: GrayImage, line: LinePlace): InkExtent | null {
  const { baseline, size } = line;
  const [left, right] = [Math.max(0, Math.floor(line.left)), Math.min(image.width, Math.ceil(line.right))];
  const rows = {
    from: Math.max(0, Math.floor(baseline - HIGHEST * size)),
    to: Math.min(image.height, Math.ceil(baseline + DEEPEST * size)),
  };
  const dark = darkIn(image, left, right, rows);
  if (dark === null) return null;
  const row = (y: number) => enough((x) => dark(x, y), left, right);
  const top = lastInked(row, Math.round(baseline - CORE_TOP * size), -1, rows.from, GAP * size);
  const bottom = lastInked(row, Math.round(baseline - CORE_BOTTOM * size), 1, rows.to - 1, GAP * size);
  if (top === null || bottom === null || bottom <= top) return null;
  const column = (x: number) => enough((y) => dark(x, y), top, bottom + 1);
  return { top, bottom: bottom + 1, left: endOf(column, left, -1, END * size), right: endOf(column, right - 1, 1, END * size) + 1 };
}

/** Which pixels are ink: darker than halfway between the paper and the darkest of the line. */
function darkIn(
  image: GrayImage,
  left: number,
  right: number,
  rows: { from: number; to: number },
): ((x: number, y: number) => boolean) | null {
  const counts = new Uint32Array(256);
  for (let y = rows.from; y < rows.to; y += 1) for (let x = left; x < right; x += 1) counts[image.data[y * image.width + x]!]! += 1;
  const pixels = (right - left) * (rows.to - rows.from);
  if (pixels <= 0) return null;
  const level = (share: number): number => {
    let sum = 0;
    return counts.findIndex((count) => {
      sum += count;
      return sum >= share * pixels;
    });
  };
  const threshold = (level(DARKEST) + level(0.5)) / 2;
  return (x, y) => x >= 0 && x < image.width && image.data[y * image.width + x]! < threshold;
}

function enough(dark: (at: number) => boolean, from: number, to: number): boolean {
  let count = 0;
  for (let at = from; at < to; at += 1) if (dark(at) && ++count >= LEAST) return true;
  return false;
}

/** The farthest inked row from `start` on, over gaps of up to `gap`. */
function lastInked(inked: (at: number) => boolean, start: number, step: 1 | -1, end: number, gap: number): number | null {
  let last: number | null = null;
  for (let at = start; step * (end - at) >= 0 && (last === null || Math.abs(at - last) <= gap + 1); at += step) if (inked(at)) last = at;
  return last;
}

/** A line's end moved in to its ink, or out where that goes on. */
function endOf(inked: (at: number) => boolean, edge: number, out: 1 | -1, reach: number): number {
  let at = edge;
  if (inked(edge)) while (Math.abs(at + out - edge) < reach && inked(at + out)) at += out;
  else while (Math.abs(at - edge) < reach && !inked(at)) at -= out;
  return inked(at) ? at : edge;
}
