import type { GrayImage } from './gray-image.ts';

/** The picture in another size: areas are averaged where it gets smaller, values interpolated where it gets larger. */
export function resize(image: GrayImage, width: number, height: number): GrayImage {
  const across = resizeRows(image, width);
  return transpose(resizeRows(transpose(across), height));
}

function resizeRows({ width: from, height, data }: GrayImage, width: number): GrayImage {
  if (width === from) return { width, height, data };
  const out = new Uint8Array(width * height);
  const step = from / width;
  const reach = Math.max(1, step);
  for (let x = 0; x < width; x++) {
    const middle = (x + 0.5) * step - 0.5;
    const [first, last] = [Math.ceil(middle - reach), Math.floor(middle + reach)];
    const weights: [number, number][] = [];
    let sum = 0;
    for (let i = first; i <= last; i++) {
      const weight = 1 - Math.abs(i - middle) / reach;
      if (weight <= 0) continue;
      weights.push([Math.min(from - 1, Math.max(0, i)), weight]);
      sum += weight;
    }
    for (let y = 0; y < height; y++) {
      let value = 0;
      for (const [i, weight] of weights) value += data[y * from + i]! * weight;
      out[y * width + x] = value / sum + 0.5;
    }
  }
  return { width, height, data: out };
}

function transpose({ width, height, data }: GrayImage): GrayImage {
  const turned = new Uint8Array(data.length);
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) turned[x * height + y] = data[y * width + x]!;
  return { width: height, height: width, data: turned };
}
