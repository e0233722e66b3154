import { MillwrightError } from '../../../knowledge/errors.ts';
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
/** Largest picture in pixels: plans in A0 are drawn smaller. 12 million pixels take 48 MB while they are drawn. */
const MAX_PIXELS = 12_000_000;
/** Longest side in pixels that the canvas takes without failing. */
const MAX_SIDE = 8_000;
/** Images inside the page above this are left blank (pixels): an image bomb must not take the memory. */
const MAX_IMAGE_PIXELS = 50_000_000;

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

/** The wanted scale, or the largest that keeps a picture of this page (points) within bounds. */
function safeScale(width: number, height: number, wanted: number): number {
  const bySide = MAX_SIDE / Math.max(width, height, 1);
  const byArea = Math.sqrt(MAX_PIXELS / Math.max(width * height, 1));
  return Math.min(wanted, bySide, byArea);
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
