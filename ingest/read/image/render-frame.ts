import { createCanvas } from '@napi-rs/canvas';
import { MillwrightError } from '../../../knowledge/errors.ts';
import { type PageToRender, WHOLE_PAGE } from '../page-to-render.ts';
import { openImage } from './open-image.ts';

/** A picture states no size on paper: it is shown as if its longer side were that of A4, in inches. */
const LONG_SIDE_INCHES = 11.7;

/** Draws a picture (a page of a TIFF), or a part of it, as PNG, never larger than it is. */
export async function renderFrame({ path, page, dpi, part = WHOLE_PAGE }: PageToRender): Promise<Buffer> {
  const image = await openImage(path, path.split(/[\\/]/).at(-1) ?? path);
  if (!Number.isInteger(page) || page < 1 || page > image.frames) {
    throw new MillwrightError(`Cannot draw page ${page}: the document has pages 1 to ${image.frames}. Ask for one of those.`, {
      code: 'not_found',
      context: { page, pages: image.frames },
    });
  }
  const side = LONG_SIDE_INCHES * dpi;
  const { rgba, width, height } = await image.pixels(page - 1, side * side);
  const canvas = createCanvas(Math.max(1, Math.round(part.width * width)), Math.max(1, Math.round(part.height * height)));
  const context = canvas.getContext('2d');
  const data = context.createImageData(width, height);
  data.data.set(rgba);
  context.putImageData(data, -Math.round(part.x * width), -Math.round(part.y * height));
  return canvas.toBuffer('image/png');
}
