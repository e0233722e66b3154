import { readFile } from 'node:fs/promises';
import { loadImage } from '@napi-rs/canvas';
import { MillwrightError } from '../../../knowledge/errors.ts';
import { type PictureKind, pictureKind, type StatedSize, statedSize } from './image-header.ts';
import { openTiff } from './open-tiff.ts';
import { damagedPicture, drawnWithin, type OpenImage, type Pixels } from './picture-pixels.ts';

/** Largest picture that is unfolded, in pixels: an A1 plan at 200 dots an inch. Unfolded it takes 256 MB. */
export const MAX_DECODED_PIXELS = 64_000_000;

/** Opens a PNG, JPEG or TIFF. Errors: file_damaged (another or a broken format). */
export async function openImage(path: string, name: string): Promise<OpenImage> {
  const bytes = new Uint8Array(await readFile(path));
  const kind = pictureKind(bytes);
  if (kind === null) throw damagedPicture(name);
  if (kind === 'tiff') return openTiff(bytes, name, (size) => guardSize(size, name));
  return { frames: 1, pixels: (_, maxPixels) => decode(bytes, kind, name, maxPixels) };
}

async function decode(bytes: Uint8Array, kind: Exclude<PictureKind, 'tiff'>, name: string, maxPixels: number): Promise<Pixels> {
  const size = statedSize(bytes, kind);
  if (size === null) throw damagedPicture(name);
  guardSize(size, name);
  try {
    const image = await loadImage(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
    return drawnWithin(image, image.width, image.height, maxPixels);
  } catch (error) {
    throw damagedPicture(name, error);
  }
}

function guardSize({ width, height }: StatedSize, name: string): void {
  if (width * height <= MAX_DECODED_PIXELS) return;
  throw new MillwrightError(
    `Cannot read "${name}": the picture has ${width} x ${height} pixels, at most ${MAX_DECODED_PIXELS / 1e6} million are read. Save it smaller (300 dots an inch are enough) and ingest that.`,
    { code: 'file_too_large', context: { width, height } },
  );
}
