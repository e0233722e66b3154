import { type Canvas, createCanvas, type Image } from '@napi-rs/canvas';
import { MillwrightError } from '../../../knowledge/errors.ts';

/** Pixels of one picture, four bytes each (red, green, blue, alpha). */
export type Pixels = { width: number; height: number; rgba: Uint8Array | Uint8ClampedArray };

export type OpenImage = {
  /** Pages of a TIFF; 1 for others. */
  frames: number;
  /** Frames count from 0. The picture is drawn smaller where it has more than `maxPixels`.
   *  Errors: file_damaged; file_too_large. */
  pixels(frame: number, maxPixels: number): Promise<Pixels>;
};

/** Draws on white, smaller where it is too large. */
export function drawnWithin(image: Image | Canvas, w: number, h: number, maxPixels: number): Pixels {
  const scale = Math.min(1, Math.sqrt(maxPixels / Math.max(1, w * h)));
  const width = Math.max(1, Math.round(w * scale));
  const height = Math.max(1, Math.round(h * scale));
  const context = createCanvas(width, height).getContext('2d');
  context.fillStyle = '#fff';
  context.fillRect(0, 0, width, height);
  context.drawImage(image, 0, 0, width, height);
  return { width, height, rgba: context.getImageData(0, 0, width, height).data };
}

export function damagedPicture(name: string, cause?: unknown): MillwrightError {
  return new MillwrightError(
    `Cannot read "${name}": it is not a whole picture (damaged, cut off or another format). Scan, export or copy it again and ingest that.`,
    { code: 'file_damaged', cause },
  );
}
