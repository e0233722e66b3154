import { height, type Rect, width } from './geometry.ts';
import type { PageGraphics } from './page-graphics.ts';

/** Strokes this near belong to one drawing. Points. */
const REACH = 12;
/** Fewest curves and slanted strokes of a drawing: fewer are symbols in the text, or rounded frames. */
const FEW_STROKES = 8;
/** Strokes looked at on a page. */
const MAX_STROKES = 4_000;
/** Shortest side of a drawing, in points. */
const MIN_SIDE = 50;

/** Places of drawings made of lines and curves (diagrams, sections), as images are known by their place. */
export function drawingsOf(graphics: PageGraphics): Rect[] {
  if (graphics.strokes.length < FEW_STROKES) return [];
  const clusters: (Rect & { count: number })[] = [];
  // Plans have hundreds of thousands of strokes: a sample of them shows the same places.
  const step = Math.ceil(graphics.strokes.length / MAX_STROKES);
  for (let s = 0; s < graphics.strokes.length; s += step) {
    const stroke = graphics.strokes[s]!;
    let grown = { left: stroke.left, top: stroke.top, right: stroke.right, bottom: stroke.bottom, count: 1 };
    for (let i = clusters.length - 1; i >= 0; i--) {
      if (!isNear(clusters[i]!, grown)) continue;
      grown = merge(grown, clusters[i]!);
      clusters.splice(i, 1);
    }
    clusters.push(grown);
  }
  return clusters.filter((c) => c.count >= FEW_STROKES && width(c) >= MIN_SIDE && height(c) >= MIN_SIDE);
}

function isNear(a: Rect, b: Rect): boolean {
  return a.left < b.right + REACH && b.left < a.right + REACH && a.top < b.bottom + REACH && b.top < a.bottom + REACH;
}

function merge<T extends Rect & { count: number }>(a: T, b: T): Rect & { count: number } {
  return {
    left: Math.min(a.left, b.left),
    top: Math.min(a.top, b.top),
    right: Math.max(a.right, b.right),
    bottom: Math.max(a.bottom, b.bottom),
    count: a.count + b.count,
  };
}
