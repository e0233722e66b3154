import { createCanvas } from '@napi-rs/canvas';
import * as UTIF from 'utif2';
import type { StatedSize } from './image-header.ts';
import { damagedPicture, drawnWithin, type OpenImage, type Pixels } from './picture-pixels.ts';

/** Opens a TIFF of one page or more (fax, LZW, deflate, JPEG inside). `guard` refuses sizes. */
export function openTiff(bytes: Uint8Array, name: string, guard: (size: StatedSize) => void): OpenImage {
  const buffer = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
  const frames = framesOf(buffer, name);
  return {
    frames: frames.length,
    pixels: async (index, maxPixels) => {
      const frame = frames[index];
      if (frame === undefined) throw damagedPicture(name);
      guard(statedSize(frame));
      try {
        return unfold(buffer, frame, maxPixels);
      } catch (error) {
        throw damagedPicture(name, error);
      }
    },
  };
}

/** Tags of TIFF 6.0: width, height, and what kind of picture it is (bit 0: a thumbnail). */
const WIDTH = 't256';
const HEIGHT = 't257';
const SUBFILE = 't254';

function framesOf(buffer: ArrayBuffer, name: string): UTIF.IFD[] {
  let frames: UTIF.IFD[];
  try {
    frames = UTIF.decode(buffer);
  } catch (error) {
    throw damagedPicture(name, error);
  }
  const pages = frames.filter((frame) => {
    const { width, height } = statedSize(frame);
    return width > 0 && height > 0 && (numberOf(frame, SUBFILE) & 1) === 0;
  });
  if (pages.length === 0) throw damagedPicture(name);
  return pages;
}

function statedSize(frame: UTIF.IFD): StatedSize {
  return { width: numberOf(frame, WIDTH), height: numberOf(frame, HEIGHT) };
}

function numberOf(frame: UTIF.IFD, tag: string): number {
  const value = frame[tag];
  return Array.isArray(value) || ArrayBuffer.isView(value) ? Number((value as ArrayLike<unknown>)[0] ?? 0) : 0;
}

function unfold(buffer: ArrayBuffer, frame: UTIF.IFD, maxPixels: number): Pixels {
  UTIF.decodeImage(buffer, frame);
  const rgba = UTIF.toRGBA8(frame);
  const { width, height } = frame;
  // The library keeps what it unfolded in the frame: a scan of many pages must not be held whole.
  (frame as { data?: unknown }).data = undefined;
  if (width * height <= maxPixels) return { width, height, rgba };
  const canvas = createCanvas(width, height);
  const context = canvas.getContext('2d');
  const image = context.createImageData(width, height);
  image.data.set(rgba);
  context.putImageData(image, 0, 0);
  return drawnWithin(canvas, width, height, maxPixels);
}
