import { centreInside, height, type Rect, width } from './geometry.ts';
import type { PageGraphics } from './page-graphics.ts';

/** A cluster of lines, curves and areas: a diagram, a section, a rounded box. */
export type Drawing = Rect & {
  /** Parts it is drawn of, and how many of them are curved or slanted. */
  parts: number;
  curves: number;
};

/** Parts this near belong to one drawing. Points. */
const REACH = 12;
/** Parts looked at on a page. */
const MAX_PARTS = 4_000;
/** Shortest sides of a drawing, in points. */
const MIN_WIDTH = 50;
const MIN_HEIGHT = 30;

/** The drawings of a page, tables apart. Whether one is a figure is for others to say: frames of notices are drawn too. */
export function drawingsOf(graphics: PageGraphics, tables: readonly Rect[]): Drawing[] {
  if (graphics.strokes.length === 0) return [];
  const clusters: Drawing[] = [];
  for (const part of partsOf(graphics)) {
    if (tables.some((table) => centreInside(table, part))) continue;
    let grown = part;
    for (let i = clusters.length - 1; i >= 0; i--) {
      if (!isNear(clusters[i]!, grown)) continue;
      grown = merge(grown, clusters[i]!);
      clusters.splice(i, 1);
    }
    clusters.push(grown);
  }
  return clusters.filter((c) => c.curves > 0 && c.parts >= 3 && width(c) >= MIN_WIDTH && height(c) >= MIN_HEIGHT);
}

function partsOf(graphics: PageGraphics): Drawing[] {
  const drawn = (rect: Rect, curves: number): Drawing => ({ ...pick(rect), parts: 1, curves });
  const parts = [
    ...graphics.strokes.map((rect) => drawn(rect, 1)),
    ...graphics.fills.map((rect) => drawn(rect, 0)),
    ...graphics.horizontal.map((rule) => drawn({ left: rule.from, right: rule.to, top: rule.at, bottom: rule.at }, 0)),
    ...graphics.vertical.map((rule) => drawn({ left: rule.at, right: rule.at, top: rule.from, bottom: rule.to }, 0)),
  ];
  // Plans have hundreds of thousands of strokes: a sample of them shows the same places.
  const step = Math.ceil(parts.length / MAX_PARTS);
  return step <= 1 ? parts : parts.filter((_, i) => i % step === 0);
}

const pick = ({ left, top, right, bottom }: Rect): Rect => ({ left, top, right, bottom });

function isNear(a: Rect, b: Rect): boolean {
  return a.left < b.right + REACH && b.left < a.right + REACH && a.top < b.bottom + REACH && b.top < a.bottom + REACH;
}

function merge(a: Drawing, b: Drawing): Drawing {
  return {
    left: Math.min(a.left, b.left),
    top: Math.min(a.top, b.top),
    right: Math.max(a.right, b.right),
    bottom: Math.max(a.bottom, b.bottom),
    parts: a.parts + b.parts,
    curves: a.curves + b.curves,
  };
}
