import type { GrayImage } from '../bitmap/gray-image.ts';
import type { PixelRect, RecognizedLine, RecognizedWord } from '../recognizer.ts';
import type { ReadCharacter } from './decode-line.ts';

const HAN = /[\p{Script=Han}\u3000-\u303f\uff00-\uffef]/u;
/** Ink of Han: .92 of the em high, .08 of it below the baseline. Of Latin print: ascenders .75, small letters .55,
 *  descenders .22. Measured on DejaVu and Noto, which are near to what manuals are set in. */
const HAN_INK = 0.92;
const HAN_BELOW = 0.08;
const ASCENDER = 0.75;
const SMALL = 0.55;
const DESCENDER = 0.22;

/** The words of a line with their places: characters give the rough place, the ink beneath the exact one. */
export function lineOf(
  characters: readonly ReadCharacter[],
  region: PixelRect,
  image: GrayImage,
  threshold: number,
): RecognizedLine | null {
  const ink = inkInside(image, region, threshold);
  const words = groups(spacedByInk(characters, ink, region), region).flatMap((group) => wordOf(group, ink, region));
  if (words.length === 0) return null;
  const text = words.map((word) => word.text).join('');
  const top = Math.min(...words.map((word) => word.top));
  const bottom = Math.max(...words.map((word) => word.bottom));
  if (HAN.test(text)) {
    const size = (bottom - top) / HAN_INK;
    return { words, baseline: bottom - HAN_BELOW * size, size };
  }
  const rises = /[\p{Lu}\p{N}bdfhklt()[\]{}/|!?%&°]/u.test(text) ? ASCENDER : SMALL;
  const falls = /[gjpqy,;()[\]{}|@Q]/.test(text) ? DESCENDER : 0;
  const size = (bottom - top) / (rises + falls);
  return { words, baseline: bottom - falls * size, size };
}

/** A gap in the ink this wide is a space, as a share of the line's height: the model leaves out spaces in long lines. */
const SPACE = 0.26;

/** The characters with a space wherever the ink shows one between Latin characters. */
function spacedByInk(characters: readonly ReadCharacter[], { image, threshold, top, bottom }: Ink, region: PixelRect): ReadCharacter[] {
  const [left, right] = [Math.max(0, Math.floor(region.left)), Math.min(image.width, Math.ceil(region.right))];
  const gaps: number[] = [];
  let from = left;
  for (let x = left; x <= right; x++) {
    const inked = x < right && columnHasInk(image, threshold, x, top, bottom);
    if (!inked && x < right) continue;
    if (from > left && x < right && x - from >= SPACE * (bottom - top))
      gaps.push(((from + x) / 2 - region.left) / (region.right - region.left));
    from = x + 1;
  }
  return characters.flatMap((character, i) => {
    const before = characters[i - 1];
    const joined = before !== undefined && !/\s/.test(before.text + character.text) && !HAN.test(before.text) && !HAN.test(character.text);
    const gap = joined ? gaps.find((at) => at > before.at && at < character.at) : undefined;
    return gap === undefined ? [character] : [{ text: ' ', at: gap, confidence: 1 }, character];
  });
}

function columnHasInk({ data, width }: GrayImage, threshold: number, x: number, top: number, bottom: number): boolean {
  for (let y = top; y < bottom; y++) if (data[y * width + x]! <= threshold) return true;
  return false;
}

type Group = { text: string; confidence: number; from: number; to: number };

/** Characters between spaces; each Han stands for itself. `from`, `to`: pixels, half way to the neighbours. */
function groups(characters: readonly ReadCharacter[], { left, right }: PixelRect): Group[] {
  const x = (at: number): number => left + at * (right - left);
  const found: (Group & { sum: number; open: boolean })[] = [];
  for (const [i, { text, at, confidence }] of characters.entries()) {
    const before = characters[i - 1];
    const after = characters[i + 1];
    const from = before === undefined ? left : x((before.at + at) / 2);
    const to = after === undefined ? right : x((at + after.at) / 2);
    const last = found.at(-1);
    if (text.trim() === '') {
      if (last !== undefined) last.open = false;
      continue;
    }
    const alone = HAN.test(text);
    if (last === undefined || !last.open || alone) found.push({ text, confidence: 0, sum: confidence, from, to, open: !alone });
    else {
      last.text += text;
      last.sum += confidence;
      last.to = to;
    }
  }
  return found.map(({ text, sum, from, to }) => ({ text, from, to, confidence: sum / [...text].length }));
}

type Ink = { image: GrayImage; threshold: number; top: number; bottom: number };

/** The rows of the region between the lines above and below: ascenders of the next line may reach into it. */
function inkInside(image: GrayImage, region: PixelRect, threshold: number): Ink {
  const [left, right] = [Math.max(0, Math.floor(region.left)), Math.min(image.width, Math.ceil(region.right))];
  const [first, last] = [Math.max(0, Math.floor(region.top)), Math.min(image.height, Math.ceil(region.bottom))];
  const inkedRow = (y: number): boolean => {
    for (let x = left; x < right; x++) if (image.data[y * image.width + x]! <= threshold) return true;
    return false;
  };
  const middle = Math.round((first + last) / 2);
  let [top, bottom] = [middle, middle];
  while (top > first && (inkedRow(top - 1) || middle - top < (last - first) / 6)) top--;
  while (bottom < last && (inkedRow(bottom) || bottom - middle < (last - first) / 6)) bottom++;
  return { image, threshold, top, bottom };
}

function wordOf({ text, confidence, from, to }: Group, { image, threshold, top, bottom }: Ink, region: PixelRect): RecognizedWord[] {
  const bounds = { left: Infinity, right: -Infinity, top: Infinity, bottom: -Infinity };
  for (let y = top; y < bottom; y++)
    for (let x = Math.max(0, Math.floor(from)); x < Math.min(image.width, Math.ceil(to)); x++) {
      if (image.data[y * image.width + x]! > threshold) continue;
      bounds.left = Math.min(bounds.left, x);
      bounds.right = Math.max(bounds.right, x + 1);
      bounds.top = Math.min(bounds.top, y);
      bounds.bottom = Math.max(bounds.bottom, y + 1);
    }
  const place = bounds.right > bounds.left ? bounds : { left: from, right: Math.max(to, from + 1), top: region.top, bottom: region.bottom };
  return [{ text, confidence: Math.min(1, confidence), ...place }];
}
