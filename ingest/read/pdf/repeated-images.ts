import type { Rect } from './geometry.ts';

/** Pages that must carry an image at one place for it to be decoration (a logo, a ruled corner). */
const REPEATED = 3;

/** Takes the images out that stand at the same place, in the same size, on several pages: they show nothing of what the page
 *  is about. */
export function dropRepeatedImages(pages: readonly { images: Rect[] }[]): void {
  const counts = new Map<string, number>();
  for (const { images } of pages) for (const key of new Set(images.map(placeKey))) counts.set(key, (counts.get(key) ?? 0) + 1);
  for (const page of pages) page.images = page.images.filter((image) => (counts.get(placeKey(image)) ?? 0) < REPEATED);
}

const placeKey = ({ left, top, right, bottom }: Rect): string => [left, top, right, bottom].map((side) => Math.round(side / 3)).join();
