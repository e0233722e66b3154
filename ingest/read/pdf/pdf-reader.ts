import type { PDFDocumentProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';
import type { OutlineEntry, ReadResult, ReadWarning } from '../../../knowledge/document/block.ts';
import { MillwrightError } from '../../../knowledge/errors.ts';
import type { Reader, ReadInput } from '../reader.ts';
import { assemblePages } from './assemble-pages.ts';
import { FontBook } from './fonts.ts';
import { openPdf } from './open-pdf.ts';
import { type Bookmark, readBookmarks, toOutlineEntry } from './outline.ts';
import { readPageLabels, readProperties } from './properties.ts';
import { PageReader } from './recognized-pages.ts';
import { type ScannedPage, scanPage, unreadPage } from './scan-page.ts';
import { showsMoreThanItSays } from './unread-text.ts';

/** Reads PDF files: words with their places, columns, tables, lists, listings, headings that outline or tags name.
 *  Pages without text, or with a text layer that means nothing, are recognized from their picture (input.recognition), and so are
 *  pictures that hold words.
 *  Errors besides those of every reader: none. A page that cannot be read or has no text becomes a warning. */
export const pdfReader: Reader = {
  format: 'pdf',
  read: readPdf,
};

/** Images are not decoded while reading: only where they stand matters. */
const NO_IMAGES = 1;

async function readPdf(input: ReadInput): Promise<ReadResult> {
  const { head, scan } = await scanFile(input);
  return {
    ...head,
    ...assemblePages(scan.pages, scan.outline),
    outline: scan.outline,
    warnings: scan.warnings,
    format: 'pdf',
    prepared: null,
  };
}

type Head = Pick<ReadResult, 'pageCount' | 'pageLabels' | 'properties'>;

/** Takes everything out of the file, so that it is closed again before the blocks are made. */
async function scanFile(input: ReadInput): Promise<{ head: Head; scan: Scan }> {
  const pdf = await openPdf(input.path, input.name, NO_IMAGES);
  try {
    const { document } = pdf;
    if (document.numPages > input.limits.maxPages) throw tooManyPages(input, document.numPages);
    const head = {
      pageCount: document.numPages,
      pageLabels: await readPageLabels(document),
      properties: await readProperties(document),
    };
    return { head, scan: await scanDocument(document, input, await readBookmarks(document)) };
  } finally {
    await pdf.close();
  }
}

type Scan = { pages: ScannedPage[]; outline: OutlineEntry[]; warnings: ReadWarning[] };

/** First pass: every page by itself. The library's caches are emptied page by page. */
async function scanDocument(document: PDFDocumentProxy, input: ReadInput, bookmarks: readonly Bookmark[]): Promise<Scan> {
  const { info } = await document.getMetadata();
  const tagged = (await document.getMarkInfo())?.Marked === true || (info as { IsTagged?: boolean }).IsTagged === true;
  const fonts = new FontBook();
  const pages: ScannedPage[] = [];
  const warnings: ReadWarning[] = [];
  const outline: OutlineEntry[] = [];
  const byPage = Map.groupBy(bookmarks, (bookmark) => bookmark.pageIndex);
  const placed = new Map<Bookmark, OutlineEntry>();
  const reader = new PageReader(input);
  for (let number = 1; number <= document.numPages; number++) {
    try {
      const page = await document.getPage(number);
      for (const b of byPage.get(number - 1) ?? []) placed.set(b, toOutlineEntry(b, page.getViewport({ scale: 1 })));
      const scanned = await scanPage(page, fonts, tagged);
      page.cleanup();
      const reading = showsMoreThanItSays(scanned) ? await reader.read(scanned) : { page: scanned, warning: null };
      pages.push(reading.page);
      if (reading.warning !== null) warnings.push(reading.warning);
    } catch (error) {
      pages.push(unreadPage(number));
      warnings.push(unreadable(number, error));
    }
    input.onPage?.(number, document.numPages);
  }
  warnings.push(...(await reader.readPictures(pages)));
  await reader.close();
  for (const bookmark of bookmarks) outline.push(placed.get(bookmark) ?? toOutlineEntry(bookmark, undefined));
  if (warnings.filter(({ code }) => code === 'pages_unreadable').length === document.numPages) throw allUnreadable(input);
  return { pages, outline, warnings };
}

function unreadable(page: number, error: unknown): ReadWarning {
  const reason = error instanceof Error ? error.name : 'unknown reason';
  return { code: 'pages_unreadable', page, message: `Page ${page} could not be read (${reason}): nothing of it can be found.` };
}

function allUnreadable(input: ReadInput): MillwrightError {
  return new MillwrightError(`Cannot read "${input.name}": none of its pages can be read. Export or copy the PDF again and ingest that.`, {
    code: 'file_damaged',
  });
}

function tooManyPages(input: ReadInput, pages: number): MillwrightError {
  return new MillwrightError(
    `Cannot read "${input.name}": it has ${pages} pages, at most ${input.limits.maxPages} are read. Split it and ingest the parts.`,
    { code: 'file_too_large', context: { pages, maxPages: input.limits.maxPages } },
  );
}
