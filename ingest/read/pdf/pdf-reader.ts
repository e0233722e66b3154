import type { PDFDocumentProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';
import type { Block, OutlineEntry, ReadResult, ReadWarning } from '../../../knowledge/document/block.ts';
import { MillwrightError } from '../../../knowledge/errors.ts';
import type { Reader, ReadInput } from '../reader.ts';
import { attachCaptions } from './attach-captions.ts';
import { FontBook } from './fonts.ts';
import { findFurniture } from './furniture.ts';
import { frameHeight, height } from './geometry.ts';
import { PageJoiner } from './join-pages.ts';
import { makeBlocks } from './make-blocks.ts';
import { openPdf } from './open-pdf.ts';
import { type Bookmark, readBookmarks, toOutlineEntry } from './outline.ts';
import { partsOfPage } from './page-parts.ts';
import { bodySizeOf } from './paragraphs.ts';
import { readPageLabels, readProperties } from './properties.ts';
import { type ScannedPage, scanPage, unreadPage } from './scan-page.ts';
import { repeatedSideText, sideFurniture, sideParagraphs } from './side-text.ts';
import { countWords } from './text-joining.ts';

/** Reads PDF files: words with their places, columns, tables, lists, listings, headings that outline or tags name.
 *  Errors besides those of every reader: none. A page that cannot be read or has no text becomes a warning. */
export const pdfReader: Reader = {
  format: 'pdf',
  read: readPdf,
};

/** Images are not decoded while reading: only where they stand matters. */
const NO_IMAGES = 1;

async function readPdf(input: ReadInput): Promise<ReadResult> {
  const { head, scan } = await scanFile(input);
  return { ...head, ...assemble(scan), outline: scan.outline, warnings: scan.warnings, format: 'pdf', prepared: null };
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
  for (let number = 1; number <= document.numPages; number++) {
    try {
      const page = await document.getPage(number);
      for (const b of byPage.get(number - 1) ?? []) placed.set(b, toOutlineEntry(b, page.getViewport({ scale: 1 })));
      pages.push(await scanPage(page, fonts, tagged));
      page.cleanup();
    } catch (error) {
      pages.push(unreadPage(number));
      warnings.push(unreadable(number, error));
    }
    input.onPage?.(number, document.numPages);
  }
  for (const bookmark of bookmarks) outline.push(placed.get(bookmark) ?? toOutlineEntry(bookmark, undefined));
  if (warnings.length === document.numPages) throw allUnreadable(input);
  for (const page of pages)
    if (hasNoText(page) && !warnings.some((w) => w.page === page.frame.page)) warnings.push(withoutText(page.frame.page));
  return { pages, outline, warnings };
}

/** Second pass: with the whole document in view, what repeats is furniture and what is left are blocks. */
function assemble({ pages, outline }: Scan): { blocks: Block[]; furniture: string[] } {
  const furniture = findFurniture(
    pages.map((page) => ({
      frame: page.frame,
      segments: page.segments,
      tall: page.ruled.tables.map((t) => t.rect).filter((rect) => height(rect) > 0.12 * frameHeight(page.frame)),
    })),
  );
  const repeated = repeatedSideText(pages);
  const words = new Map<string, number>();
  for (const page of pages) for (const segment of page.segments) countWords(segment.text, words);
  const sideTexts = sideFurniture(pages, repeated);
  const bodySize = bodySizeOf(pages.flatMap((page) => page.segments));
  const entries = Map.groupBy(outline, (entry) => entry.page);
  const joiner = new PageJoiner(words);
  let contentsOpen = false;
  let missed: OutlineEntry[] = [];
  for (let i = 0; i < pages.length; i++) {
    const page = pages[i]!;
    const own = entries.get(i + 1) ?? [];
    const result = partsOfPage(page, {
      furniture: furniture.byPage[i]!,
      entries: [...missed, ...own],
      bodySize,
      contentsOpen,
    });
    contentsOpen = result.contentsOpen;
    // A bookmark's target may lie at the foot of the page before: what was missed gets one more page.
    missed = result.missed.filter((entry) => own.includes(entry));
    const side = sideParagraphs(page, repeated, bodySize).map((paragraph) => ({ kind: 'paragraph' as const, paragraph }));
    joiner.add(attachCaptions(makeBlocks([...result.parts, ...side], page.frame, words)));
    // What a page held is in its blocks now: a long manual's words are not kept twice.
    page.segments = [];
    furniture.byPage[i]!.clear();
  }
  return { blocks: joiner.finish(), furniture: [...furniture.texts, ...sideTexts] };
}

/** Fewest characters by which a page counts as having text: scans carry a stamp or a page number at most. */
const FEW_CHARACTERS = 8;

function hasNoText(page: ScannedPage): boolean {
  let length = 0;
  for (const segment of [...page.segments, ...page.strays.flatMap((stray) => stray.segments)]) length += segment.length;
  return length < FEW_CHARACTERS && page.images.length > 0;
}

function withoutText(page: number): ReadWarning {
  return {
    code: 'page_without_text',
    page,
    message: `Page ${page} holds an image without text (a scan, say): nothing of it can be found.`,
  };
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
