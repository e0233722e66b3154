import { expect, it } from 'vitest';
import type { GrayImage } from './gray-image.ts';
import { inkExtent } from './ink-extent.ts';

/** White paper of 200 x 60 pixels with dark rectangles [left, top, right, bottom]. */
function drawing(...inks: [number, number, number, number][]): GrayImage {
  const image = { width: 200, height: 60, data: new Uint8Array(200 * 60).fill(240) };
  for (const [left, top, right, bottom] of inks)
    for (let y = top; y < bottom; y += 1) for (let x = left; x < right; x += 1) image.data[y * 200 + x] = 30;
  return image;
}

/** Type of 20 pixels that stands on y 40. */
const place = { left: 20, right: 150, baseline: 40, size: 20 };

it('finds the ink of a line, a dot above included, and no other line’s', () => {
  const stems: [number, number, number, number][] = Array.from({ length: 13 }, (_, i) => [22 + i * 10, 29, 26 + i * 10, 40]);
  const image = drawing(...stems, [32, 25, 36, 27], [62, 40, 66, 44], [20, 8, 150, 16], [20, 52, 150, 60]);
  expect(inkExtent(image, place)).toEqual({ left: 22, right: 146, top: 25, bottom: 44 });
});

it('follows letters over an end that cuts them, and ignores specks', () => {
  const image = drawing([14, 26, 24, 40], [60, 26, 70, 40], [146, 26, 156, 40], [80, 22, 81, 23]);
  expect(inkExtent(image, place)).toEqual({ left: 14, right: 156, top: 26, bottom: 40 });
});

it('says nothing of an empty place', () => {
  expect(inkExtent(drawing(), place)).toBeNull();
  expect(inkExtent(drawing(), { ...place, left: 400, right: 300 })).toBeNull();
});
