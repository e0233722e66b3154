import { MillwrightError } from '../../../knowledge/errors.ts';
import { MAX_IMAGE_PIXELS, safeScale } from './drawing-bounds.ts';
import { openPdf } from './open-pdf.ts';

export type RenderInput = {
  /** Absolute path of the PDF. */
  path: string;
  /** From 1. */
  page: number;
  /** Pixels an inch; 110 by default: fine print stays readable. */
  dpi?: number;
};

const DEFAULT_DPI = 110;
/** Draws a page as PNG.
 *  Run it in a child process: a hostile file can take much memory and time.
 *  Errors: those of openPdf; not_found where the page does not exist; file_damaged where it cannot be drawn. */
export async function renderPage({ path, page, dpi = DEFAULT_DPI }: RenderInput): Promise<Buffer> {
  const pdf = await openPdf(path, path.split(/[\\/]/).at(-1) ?? path, MAX_IMAGE_PIXELS);
  try {
    if (!Number.isInteger(page) || page < 1 || page > pdf.document.numPages) throw noSuchPage(page, pdf.document.numPages);
    const { width, height } = (await pdf.document.getPage(page)).getViewport({ scale: 1 });
    const scale = safeScale(width, height, dpi / 72);
    const shot = await pdf.parser.getScreenshot({ partial: [page], scale, imageDataUrl: false, imageBuffer: true });
    const data = shot.pages[0]?.data;
    if (data === undefined || data.length === 0) throw notDrawn(page);
    return Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  } catch (error) {
    throw error instanceof MillwrightError ? error : notDrawn(page, error);
  } finally {
    await pdf.close();
  }
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
