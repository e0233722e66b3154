import type { Box } from '../../../knowledge/document/box.ts';

/** A rectangle in points of the layout frame: x to the right, y DOWN from the top of the page as it is read. */
export type Rect = { left: number; top: number; right: number; bottom: number };

/** The page that lines and boxes are laid out on.
 *  `turns`: quarter turns (clockwise) of the page's main text against the displayed page; layout happens in the text's own
 *  frame, so that a landscape table printed on a portrait page reads as any other. Units: points. */
export type PageFrame = {
  page: number;
  displayWidth: number;
  displayHeight: number;
  turns: number;
  /** Clockwise, radians: how far the page stands askew (a scan). The layout frame is level, rotated about the page's middle. */
  skew?: number;
};

export function frameWidth(frame: PageFrame): number {
  return frame.turns % 2 === 0 ? frame.displayWidth : frame.displayHeight;
}

export function frameHeight(frame: PageFrame): number {
  return frame.turns % 2 === 0 ? frame.displayHeight : frame.displayWidth;
}

/** A displayed point (y down) in a frame turned by `turns`. */
export function turnPoint(x: number, y: number, width: number, height: number, turns: number): [number, number] {
  if (turns === 1) return [y, width - x];
  if (turns === 2) return [width - x, height - y];
  if (turns === 3) return [height - y, x];
  return [x, y];
}

export function turnRect(rect: Rect, width: number, height: number, turns: number): Rect {
  const [x1, y1] = turnPoint(rect.left, rect.top, width, height, turns);
  const [x2, y2] = turnPoint(rect.right, rect.bottom, width, height, turns);
  return { left: Math.min(x1, x2), top: Math.min(y1, y2), right: Math.max(x1, x2), bottom: Math.max(y1, y2) };
}

/** Layout rectangle to the box that citations carry: fractions of the displayed page, cut at its edges. */
export function toBox(rect: Rect, frame: PageFrame): Box {
  const askew = skewRect(rect, frame);
  const back = turnRect(askew, frameWidth(frame), frameHeight(frame), (4 - frame.turns) % 4);
  const left = clampFraction(back.left / frame.displayWidth);
  const top = clampFraction(back.top / frame.displayHeight);
  return {
    page: frame.page,
    x: left,
    y: top,
    width: round(clampFraction(back.right / frame.displayWidth) - left),
    height: round(clampFraction(back.bottom / frame.displayHeight) - top),
  };
}

/** The upright rectangle around a level one that stands askew on the page. */
function skewRect(rect: Rect, frame: PageFrame): Rect {
  if (!frame.skew) return rect;
  const [cos, sin] = [Math.cos(frame.skew), Math.sin(frame.skew)];
  const [middleX, middleY] = [frameWidth(frame) / 2, frameHeight(frame) / 2];
  const [x, y] = [(rect.left + rect.right) / 2 - middleX, (rect.top + rect.bottom) / 2 - middleY];
  const [halfWidth, halfHeight] = [width(rect) / 2, height(rect) / 2];
  const [centreX, centreY] = [middleX + x * cos - y * sin, middleY + x * sin + y * cos];
  const acrossX = halfWidth * cos + halfHeight * Math.abs(sin);
  const acrossY = halfWidth * Math.abs(sin) + halfHeight * cos;
  return { left: centreX - acrossX, right: centreX + acrossX, top: centreY - acrossY, bottom: centreY + acrossY };
}

// Five digits: a hundredth of a point on an A4 page.
const round = (value: number): number => Math.round(value * 1e5) / 1e5;
const clampFraction = (value: number): number => round(Math.min(1, Math.max(0, value)));

export function union(rects: readonly Rect[]): Rect {
  const first = rects[0] ?? { left: 0, top: 0, right: 0, bottom: 0 };
  const all = { left: first.left, top: first.top, right: first.right, bottom: first.bottom };
  for (const rect of rects) {
    if (rect.left < all.left) all.left = rect.left;
    if (rect.top < all.top) all.top = rect.top;
    if (rect.right > all.right) all.right = rect.right;
    if (rect.bottom > all.bottom) all.bottom = rect.bottom;
  }
  return all;
}

export function contains(outer: Rect, inner: Rect, slack = 0): boolean {
  return (
    inner.left >= outer.left - slack &&
    inner.right <= outer.right + slack &&
    inner.top >= outer.top - slack &&
    inner.bottom <= outer.bottom + slack
  );
}

export function centreInside(outer: Rect, inner: Rect): boolean {
  const x = (inner.left + inner.right) / 2;
  const y = (inner.top + inner.bottom) / 2;
  return x >= outer.left && x <= outer.right && y >= outer.top && y <= outer.bottom;
}

export function overlaps(a: Rect, b: Rect): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

export const width = (rect: Rect): number => rect.right - rect.left;
export const height = (rect: Rect): number => rect.bottom - rect.top;

export function median(values: readonly number[]): number {
  if (values.length === 0) return 0;
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
