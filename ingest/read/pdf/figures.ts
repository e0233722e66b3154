import { captionKind } from './captions.ts';
import { centreInside, height, overlaps, type Rect, union, width } from './geometry.ts';
import type { ScannedPage } from './scan-page.ts';
import type { Segment } from './text-lines.ts';

/** A picture or diagram. `labels`: words printed inside of a diagram, which are no running text. */
export type Figure = { rect: Rect; labels: Segment[] };

/** Longest label inside a diagram, in characters: longer ones are sentences, and the box around them is a notice. */
const LONGEST_LABEL = 40;
/** How far below or above a diagram its caption stands, in points. */
const CAPTION_REACH = 40;
/** Curves and slanted strokes that make a figure without any caption. */
const MANY_CURVES = 8;
/** Shortest side of an image that is a figure, in points: smaller ones are icons. */
const IMAGE_SIDE = 40;

/** Diagrams among the drawings: those with a figure's caption next to them, and intricate ones without words. */
export function diagramsOf(page: ScannedPage, running: readonly Segment[]): Figure[] {
  const captions = running.filter((segment) => captionKind(segment.text) === 'figure');
  return page.drawings.flatMap((drawing) => {
    const labels = running.filter((segment) => centreInside(drawing, segment) && !captions.includes(segment));
    const captioned = captions.some((caption) => isBeside(caption, drawing));
    const isFigure = captioned ? labels.every((l) => l.text.length <= LONGEST_LABEL) : labels.length === 0 && drawing.curves >= MANY_CURVES;
    return isFigure ? [{ rect: union([drawing, ...labels]), labels }] : [];
  });
}

function isBeside(caption: Rect, drawing: Rect): boolean {
  if (caption.left > drawing.right || drawing.left > caption.right) return false;
  const below = caption.top - drawing.bottom;
  const above = drawing.top - caption.bottom;
  return (below > -6 && below < CAPTION_REACH) || (above > -6 && above < CAPTION_REACH / 2);
}

/** Words that a picture may carry and still be one. */
const MOST_LABELS = 40;

/** Images worth a figure: not the page's background, not an icon, nothing that sentences or tables are printed on. Short words
 *  on an image are its labels. */
export function picturesOf(page: ScannedPage, running: readonly Segment[], tables: readonly Rect[]): Figure[] {
  const pageArea = width(page.area) * height(page.area);
  const merged: Rect[] = [];
  for (const image of page.images) {
    if (width(image) < IMAGE_SIDE || height(image) < IMAGE_SIDE || width(image) * height(image) > 0.8 * pageArea) continue;
    const touching = merged.find((other) => overlaps(other, image));
    if (touching) Object.assign(touching, union([touching, image]));
    else merged.push({ ...image });
  }
  return merged.flatMap((rect) => {
    const labels = running.filter((segment) => centreInside(rect, segment));
    const isFigure =
      labels.length <= MOST_LABELS && labels.every((label) => label.text.length <= LONGEST_LABEL && captionKind(label.text) === null);
    return isFigure && !tables.some((table) => centreInside(rect, table) || centreInside(table, rect)) ? [{ rect, labels }] : [];
  });
}
