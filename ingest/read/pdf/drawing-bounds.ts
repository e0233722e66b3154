/** Largest picture in pixels: plans in A0 are drawn smaller. 12 million pixels take 48 MB while they are drawn. */
const MAX_PIXELS = 12_000_000;
/** Longest side in pixels that the canvas takes without failing. */
const MAX_SIDE = 8_000;
/** Images inside a page above this are left blank (pixels): an image bomb must not take the memory. */
export const MAX_IMAGE_PIXELS = 50_000_000;

/** The wanted scale, or the largest that keeps a picture of this page (points) within bounds. */
export function safeScale(width: number, height: number, wanted: number): number {
  const bySide = MAX_SIDE / Math.max(width, height, 1);
  const byArea = Math.sqrt(MAX_PIXELS / Math.max(width * height, 1));
  return Math.min(wanted, bySide, byArea);
}
