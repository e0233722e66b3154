/** A picture of a page in greys: `data[y * width + x]`, 0 black to 255 white. */
export type GrayImage = { width: number; height: number; data: Uint8Array };

/** Grey values of RGBA pixels (4 bytes each), transparent ones shown on white. Weights: ITU-R BT.601. */
export function toGray(rgba: Uint8Array | Uint8ClampedArray, width: number, height: number): GrayImage {
  const data = new Uint8Array(width * height);
  for (let i = 0, p = 0; i < data.length; i++, p += 4) {
    const gray = (rgba[p]! * 77 + rgba[p + 1]! * 150 + rgba[p + 2]! * 29) >> 8;
    const alpha = rgba[p + 3]!;
    data[i] = alpha === 255 ? gray : 255 + (((gray - 255) * alpha) >> 8);
  }
  return { width, height, data };
}

/** Averages blocks of `factor` x `factor` pixels; what is left over at the right and bottom is dropped. */
export function shrink(image: GrayImage, factor: number): GrayImage {
  if (factor <= 1) return image;
  const width = Math.max(1, Math.floor(image.width / factor));
  const height = Math.max(1, Math.floor(image.height / factor));
  const data = new Uint8Array(width * height);
  const area = factor * factor;
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      let sum = 0;
      for (let dy = 0; dy < factor; dy++) {
        const row = (y * factor + dy) * image.width + x * factor;
        for (let dx = 0; dx < factor; dx++) sum += image.data[row + dx] ?? 255;
      }
      data[y * width + x] = sum / area;
    }
  return { width, height, data };
}

/** Turned clockwise by quarters. */
export function turnImage(image: GrayImage, quarters: number): GrayImage {
  const turns = ((quarters % 4) + 4) % 4;
  if (turns === 0) return image;
  const { width: w, height: h } = image;
  const width = turns % 2 === 0 ? w : h;
  const height = turns % 2 === 0 ? h : w;
  const data = new Uint8Array(w * h);
  for (let y = 0; y < h; y++)
    for (let x = 0; x < w; x++) {
      const [tx, ty] = turns === 1 ? [h - 1 - y, x] : turns === 2 ? [w - 1 - x, h - 1 - y] : [y, w - 1 - x];
      data[ty * width + tx] = image.data[y * w + x]!;
    }
  return { width, height, data };
}

/** Rotated about its middle by `-angle` (radians; a page that stands askew clockwise by `angle` comes out level) and
 *  enlarged, so that nothing is cut off. Bilinear; what lies outside is white. */
export function rotateLevel(image: GrayImage, angle: number): GrayImage {
  if (angle === 0) return image;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const { width: w, height: h, data: from } = image;
  const width = Math.ceil(w * Math.abs(cos) + h * Math.abs(sin));
  const height = Math.ceil(w * Math.abs(sin) + h * Math.abs(cos));
  const data = new Uint8Array(width * height).fill(255);
  for (let y = 0; y < height; y++) {
    const dy = y + 0.5 - height / 2;
    for (let x = 0; x < width; x++) {
      const dx = x + 0.5 - width / 2;
      const sx = dx * cos - dy * sin + w / 2 - 0.5;
      const sy = dx * sin + dy * cos + h / 2 - 0.5;
      const ix = Math.floor(sx);
      const iy = Math.floor(sy);
      if (ix < 0 || iy < 0 || ix + 1 >= w || iy + 1 >= h) continue;
      const [fx, fy] = [sx - ix, sy - iy];
      const at = iy * w + ix;
      const top = from[at]! + (from[at + 1]! - from[at]!) * fx;
      const low = from[at + w]! + (from[at + w + 1]! - from[at + w]!) * fx;
      data[y * width + x] = top + (low - top) * fy + 0.5;
    }
  }
  return { width, height, data };
}

/** The part inside whole-pixel bounds, which are cut at the image's edges. */
export function cropImage(image: GrayImage, left: number, top: number, right: number, bottom: number): GrayImage {
  const [x1, y1] = [Math.max(0, Math.floor(left)), Math.max(0, Math.floor(top))];
  const [x2, y2] = [Math.min(image.width, Math.ceil(right)), Math.min(image.height, Math.ceil(bottom))];
  const width = Math.max(0, x2 - x1);
  const height = Math.max(0, y2 - y1);
  const data = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) data.set(image.data.subarray((y1 + y) * image.width + x1, (y1 + y) * image.width + x2), y * width);
  return { width, height, data };
}

/** The grey that parts ink from paper best. Source: Otsu 1979, "A threshold selection method from gray-level histograms". */
export function inkThreshold({ data }: GrayImage): number {
  const counts = new Float64Array(256);
  for (const value of data) counts[value]!++;
  let sum = 0;
  for (let i = 0; i < 256; i++) sum += i * counts[i]!;
  let [dark, darkSum, best, threshold] = [0, 0, -1, 128];
  for (let i = 0; i < 256; i++) {
    dark += counts[i]!;
    darkSum += i * counts[i]!;
    const light = data.length - dark;
    if (dark === 0 || light === 0) continue;
    const between = dark * light * (darkSum / dark - (sum - darkSum) / light) ** 2;
    if (between > best) [best, threshold] = [between, i];
  }
  return threshold;
}

/** Larger by a whole factor; bilinear. */
export function enlarge(image: GrayImage, factor: number): GrayImage {
  const { width: w, height: h, data: from } = image;
  const [width, height] = [w * factor, h * factor];
  const data = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    const sy = Math.min(h - 1, Math.max(0, (y + 0.5) / factor - 0.5));
    const iy = Math.min(h - 2, Math.floor(sy));
    const fy = h < 2 ? 0 : sy - iy;
    for (let x = 0; x < width; x++) {
      const sx = Math.min(w - 1, Math.max(0, (x + 0.5) / factor - 0.5));
      const ix = Math.min(w - 2, Math.floor(sx));
      const fx = w < 2 ? 0 : sx - ix;
      const at = Math.max(0, iy) * w + Math.max(0, ix);
      const top = from[at]! + ((from[at + 1] ?? 255) - from[at]!) * fx;
      const low = (from[at + w] ?? 255) + ((from[at + w + 1] ?? 255) - (from[at + w] ?? 255)) * fx;
      data[y * width + x] = top + (low - top) * fy + 0.5;
    }
  }
  return { width, height, data };
}

export function invert({ width, height, data }: GrayImage): GrayImage {
  return { width, height, data: data.map((value) => 255 - value) };
}

/** Light letters on dark ground: screens, plates. */
export function isMostlyDark(image: GrayImage): boolean {
  const threshold = inkThreshold(image);
  let dark = 0;
  for (const value of image.data) if (value <= threshold) dark++;
  return dark > 0.6 * image.data.length;
}
