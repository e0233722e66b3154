type Box = { x: number; y: number; width: number; height: number };

/** Px kept between the marked lines and the frame's edge. */
const MARGIN = 12;

/** CSS px that a printed page needs for its body text to be read with ease. */
const READABLE_WIDTH = 700;

/** How much a page is enlarged at first in a frame of that width (px): to be read, but never so far that a marked line or row
 *  no longer fits, since its value is what was asked for. */
export function zoomToRead(frameWidth: number, boxes: Box[]): number {
  if (boxes.length === 0) return 1;
  const widest = Math.max(...boxes.map((box) => box.x + box.width)) - Math.min(...boxes.map((box) => box.x));
  const fits = (frameWidth - 2 * MARGIN) / (widest * frameWidth);
  return Math.max(1, Math.min(READABLE_WIDTH / frameWidth, fits));
}

/** Scrolls the frame, and nothing around it, so that the marked lines stand in its middle; from their beginning where they do not fit. */
export function scrollToBoxes(frame: HTMLElement, boxes: Box[]): void {
  const sheet = frame.firstElementChild;
  if (boxes.length === 0 || sheet === null) {
    frame.scrollTo({ left: 0, top: 0 });
    return;
  }
  const { width, height } = sheet.getBoundingClientRect();
  const from = { x: Math.min(...boxes.map((box) => box.x)) * width, y: Math.min(...boxes.map((box) => box.y)) * height };
  const to = {
    x: Math.max(...boxes.map((box) => box.x + box.width)) * width,
    y: Math.max(...boxes.map((box) => box.y + box.height)) * height,
  };
  frame.scrollTo({ left: offset(from.x, to.x, frame.clientWidth), top: offset(from.y, to.y, frame.clientHeight) });
}

/** Where nothing needs to be scrolled, nothing is. */
function offset(from: number, to: number, room: number): number {
  if (to + MARGIN <= room) return 0;
  return to - from + 2 * MARGIN > room ? from - MARGIN : (from + to - room) / 2;
}
