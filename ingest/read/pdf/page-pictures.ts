import { type GrayImage, toGray } from '../recognize/bitmap/gray-image.ts';
import { MAX_IMAGE_PIXELS, safeScale } from './drawing-bounds.ts';
import { type OpenPdf, openPdf } from './open-pdf.ts';

/** Dots an inch that pages are drawn at for recognition. Scans hold 150 to 300; small type is enlarged later. */
const DPI = 200;

/** Draws pages of one file for a recognizer, images included. The file is opened a second time when first asked: reading
 *  itself leaves images out. */
export class PagePictures {
  readonly #path: string;
  readonly #name: string;
  #pdf: Promise<OpenPdf> | null = null;

  constructor(path: string, name: string) {
    this.#path = path;
    this.#name = name;
  }

  /** Errors: those of openPdf; the library's own where the page's content is damaged. */
  async draw(pageNumber: number): Promise<GrayImage> {
    this.#pdf ??= openPdf(this.#path, this.#name, MAX_IMAGE_PIXELS);
    const { document } = await this.#pdf;
    const page = await document.getPage(pageNumber);
    const { width, height } = page.getViewport({ scale: 1 });
    const viewport = page.getViewport({ scale: safeScale(width, height, DPI / 72) });
    const factory = document.canvasFactory as CanvasFactory;
    const drawn = factory.create(Math.max(1, Math.round(viewport.width)), Math.max(1, Math.round(viewport.height)));
    try {
      const { canvas, context } = drawn;
      await page.render({ canvas: canvas as never, canvasContext: context as never, viewport }).promise;
      return toGray(context.getImageData(0, 0, canvas.width, canvas.height).data, canvas.width, canvas.height);
    } finally {
      page.cleanup();
      factory.destroy(drawn);
    }
  }

  async close(): Promise<void> {
    const pdf = await this.#pdf?.catch(() => null);
    await pdf?.close();
  }
}

/** The library's canvases (not in its types). */
type Drawn = {
  canvas: { width: number; height: number };
  context: { getImageData(x: number, y: number, width: number, height: number): { data: Uint8ClampedArray } };
};
type CanvasFactory = { create(width: number, height: number): Drawn; destroy(drawn: Drawn): void };
