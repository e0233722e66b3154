import type { Rect } from '../geometry.ts';
import { makeLines, type Segment } from '../text-lines.ts';

/** Narrowest gap between columns of words, as a share of the font size. */
const GUTTER = 0.9;

/** Middles of the vertical gaps that part the words of an area into columns. Lines that cross a gap (a title over the
 *  columns) are forgiven where four fifths of the lines keep it free. */
export function textGutters(segments: readonly Segment[], area: Rect): number[] {
  const inside = segments.filter(
    (s) => s.left >= area.left - 3 && s.right <= area.right + 3 && s.baseline > area.top && s.baseline < area.bottom + 2,
  );
  return gapsBetween(inside).map((gap) => (gap.from + gap.to) / 2);
}

/** Pieces of text in one table on one page; a map or plan has more, and would take minutes. */
const MAX_SEGMENTS = 1_200;

export type Gap = { from: number; to: number };

/** Gaps that at least four fifths of the lines leave free, with words on both sides in at least two lines. */
export function gapsBetween(segments: readonly Segment[]): Gap[] {
  if (segments.length < 4 || segments.length > MAX_SEGMENTS) return [];
  const lines = makeLines(segments);
  const edges = [...new Set(segments.map((s) => s.right))].sort((a, b) => a - b);
  const size = segments[0]!.size;
  const gaps: Gap[] = [];
  for (const edge of edges) {
    const from = Math.max(edge, gaps.at(-1)?.to ?? -Infinity);
    const crossing = lines.filter((line) => line.segments.some((s) => s.left < edge + 0.5 && s.right > edge + 0.5));
    if (crossing.length > lines.length / 5) continue;
    const forgiven = new Set(crossing);
    const starts = lines.filter((l) => !forgiven.has(l)).flatMap((l) => l.segments.filter((s) => s.left >= edge - 0.5).map((s) => s.left));
    const to = Math.min(...starts);
    if (!(to - from >= GUTTER * size) || !Number.isFinite(to)) continue;
    const twoSided = lines.filter((l) => l.segments.some((s) => s.right <= from + 0.5) && l.segments.some((s) => s.left >= to - 0.5));
    if (twoSided.length >= 2) gaps.push({ from, to });
  }
  return gaps;
}
