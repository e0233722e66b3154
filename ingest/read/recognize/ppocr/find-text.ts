import type { GrayImage } from '../bitmap/gray-image.ts';
import type { PixelRect } from '../recognizer.ts';

/** How sure the detector is of text at each pixel of its (smaller) picture, 0..1. */
export type TextMap = { width: number; height: number; data: Float32Array };

/** Pixels that count as text, and how sure a whole region has to be. Source: PaddleOCR's defaults for PP-OCRv4. */
const PIXEL_SURE = 0.3;
const REGION_SURE = 0.55;
/** Regions come out shrunken; they grow by area * ratio / outline. Source: Liao et al. 2020, "Real-time scene text detection
 *  with differentiable binarization", section 3.4. */
const GROWTH = 1.5;
/** Smallest side of a region, in pixels of the map. */
const LEAST_SIDE = 3;

/** Regions of text on a level page, as upright rectangles in pixels of `image`, from top to bottom. */
export function textRegions(map: TextMap, image: Pick<GrayImage, 'width' | 'height'>): PixelRect[] {
  const [sx, sy] = [image.width / map.width, image.height / map.height];
  const regions = components(map).flatMap(({ left, top, right, bottom, sure }) => {
    const [w, h] = [right - left, bottom - top];
    if (Math.min(w, h) < LEAST_SIDE || sure < REGION_SURE) return [];
    const growth = (w * h * GROWTH) / (2 * (w + h));
    return [
      {
        left: Math.max(0, (left - growth) * sx),
        right: Math.min(image.width, (right + growth) * sx),
        top: Math.max(0, (top - growth) * sy),
        bottom: Math.min(image.height, (bottom + growth) * sy),
      },
    ];
  });
  return regions.sort((a, b) => a.top + a.bottom - b.top - b.bottom || a.left - b.left);
}

type Component = PixelRect & { sure: number };

function components({ width, height, data }: TextMap): Component[] {
  const seen = new Uint8Array(data.length);
  const found: Component[] = [];
  const stack: number[] = [];
  for (let start = 0; start < data.length; start++) {
    if (seen[start] === 1 || data[start]! < PIXEL_SURE) continue;
    const region = { left: width, top: height, right: 0, bottom: 0 };
    let [sum, pixels] = [0, 0];
    stack.push(start);
    seen[start] = 1;
    for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
      const x = at % width;
      const y = (at - x) / width;
      region.left = Math.min(region.left, x);
      region.right = Math.max(region.right, x + 1);
      region.top = Math.min(region.top, y);
      region.bottom = Math.max(region.bottom, y + 1);
      sum += data[at]!;
      pixels++;
      for (const next of [x > 0 ? at - 1 : -1, x + 1 < width ? at + 1 : -1, at - width, at + width]) {
        if (next < 0 || next >= data.length || seen[next] === 1 || data[next]! < PIXEL_SURE) continue;
        seen[next] = 1;
        stack.push(next);
      }
    }
    found.push({ ...region, sure: sum / pixels });
  }
  return found;
}
