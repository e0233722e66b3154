import type { PDFPageProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { MillwrightError } from '../../../knowledge/errors.ts';
import { type PagePart, WHOLE_PAGE } from '../page-to-render.ts';
import { MAX_IMAGE_PIXELS, safeScale } from './drawing-bounds.ts';
import { openPdf } from './open-pdf.ts';

export type RenderInput = {
  /** Absolute path of the PDF. */
  path: string;
  /** From 1. */
  page: number;
  /** Pixels an inch; 110 by default: fine print stays readable. */
  dpi?: number;
  /** The part to draw, as fractions of the displayed page; the whole page by default. */
  part?: PagePart;
};

const DEFAULT_DPI = 110;

/** Draws a page, or a part of it, as PNG.
 *  Run it in a child process: a hostile file can take much memory and time.
 *  Errors: those of openPdf; not_found where the page does not exist; file_damaged where it cannot be drawn. */
export async function renderPage({ path, page, dpi = DEFAULT_DPI, part = WHOLE_PAGE }: RenderInput): Promise<Buffer> {
  const pdf = await openPdf(path, path.split(/[\\/]/).at(-1) ?? path, MAX_IMAGE_PIXELS);
  try {
    if (!Number.isInteger(page) || page < 1 || page > pdf.document.numPages) throw noSuchPage(page, pdf.document.numPages);
    return await drawPart(await pdf.document.getPage(page), pdf.document.canvasFactory as CanvasFactory, part, dpi / 72);
  } catch (error) {
    throw error instanceof MillwrightError ? error : notDrawn(page, error);
  } finally {
    await pdf.close();
  }
}

/** What the library's own factory makes under Node: a canvas of @napi-rs/canvas. */
type Canvas = { toBuffer(type: 'image/png'): Buffer };
type CanvasFactory = { create(width: number, height: number): { canvas: Canvas; context: unknown } };
type RenderOptions = Parameters<PDFPageProxy['render']>[0];

/** The canvas is as large as the part alone, so that a figure may be drawn finer than its page. */
async function drawPart(page: PDFPageProxy, factory: CanvasFactory, part: PagePart, wanted: number): Promise<Buffer> {
  const { width, height } = page.getViewport({ scale: 1 });
  const scale = safeScale(width * part.width, height * part.height, wanted);
  const viewport = page.getViewport({ scale, offsetX: -part.x * width * scale, offsetY: -part.y * height * scale });
  const side = (points: number): number => Math.max(1, Math.floor(points * scale));
  const { canvas, context } = factory.create(side(width * part.width), side(height * part.height));
  await page.render({ canvas, canvasContext: context, viewport } as unknown as RenderOptions).promise;
  return canvas.toBuffer('image/png');
}

function noSuchPage(page: number, pages: number): MillwrightError {
  return new MillwrightError(`Cannot draw page ${page}: the document has pages 1 to ${pages}. Ask for one of those.`, {
    code: 'not_found',
    context: { page, pages },
  });
}

function notDrawn(page: number, cause?: unknown): MillwrightError {
  return new MillwrightError(`Cannot draw page ${page}: its content is damaged. Open the file itself to see the page.`, {
    code: 'file_damaged',
    context: { page },
    cause,
  });
}
