import { readFile, stat } from 'node:fs/promises';
import { PDFParse } from 'pdf-parse';
import type { PDFDocumentProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { MillwrightError } from '../../../knowledge/errors.ts';
import { openReadingHalf } from './in-process-port.ts';
import { pdfOptions } from './pdf-options.ts';

export type OpenPdf = {
  document: PDFDocumentProxy;
  parser: PDFParse;
  bytes: number;
  close(): Promise<void>;
};

/** Opens a PDF.
 *  `maxImagePixels`: images above it are skipped; 1 skips all of them (reading needs only where they stand), which makes
 *  operator lists three times as fast and image bombs harmless.
 *  Errors: file_missing, file_unreadable, file_empty, file_encrypted, file_damaged. */
export async function openPdf(path: string, name: string, maxImagePixels: number): Promise<OpenPdf> {
  const data = await readBytes(path, name);
  if (isCutOff(data)) throw damagedPdf(name);
  const worker = openReadingHalf();
  const parser = new PDFParse({ ...pdfOptions(data, maxImagePixels), worker });
  const close = async () => {
    await parser.destroy();
    worker.destroy();
  };
  // The library keeps `load` private in its types, yet it is the only door to positions and operator lists.
  const load = (parser as unknown as { load(): Promise<PDFDocumentProxy> }).load.bind(parser);
  const bytes = data.byteLength;
  try {
    const document = await load();
    if (document.numPages === 0) throw emptyPdf(name, 'has no pages');
    return { document, parser, bytes, close };
  } catch (error) {
    await close();
    throw openingError(error, name);
  }
}

async function readBytes(path: string, name: string): Promise<Uint8Array> {
  try {
    const found = await stat(path);
    if (found.size === 0) throw emptyPdf(name, 'has 0 bytes');
    const bytes = await readFile(path);
    // A view, not a copy: manuals of hundreds of megabytes exist.
    return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  } catch (error) {
    if (error instanceof MillwrightError) throw error;
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    throw new MillwrightError(
      missing
        ? `Cannot read "${name}": the file is no longer there. Check its place and ingest it again.`
        : `Cannot read "${name}": the system refused (${(error as NodeJS.ErrnoException).code ?? 'unknown reason'}). Check its permissions and ingest it again.`,
      { code: missing ? 'file_missing' : 'file_unreadable', cause: error },
    );
  }
}

/** How far from the end the closing mark is looked for: some programs append a little. */
const TAIL_BYTES = 65_536;

/** A file that began as a PDF and has no closing mark. The library would mend it silently, and pages would be missing. */
function isCutOff(data: Uint8Array): boolean {
  const text = (bytes: Uint8Array): string => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  return text(data.subarray(0, 1024)).includes('%PDF-') && !text(data.subarray(-TAIL_BYTES)).includes('%%EOF');
}

function emptyPdf(name: string, fact: string): MillwrightError {
  return new MillwrightError(`Cannot read "${name}": it ${fact}. Export or copy the PDF again and ingest that.`, { code: 'file_empty' });
}

function openingError(error: unknown, name: string): MillwrightError {
  if (error instanceof MillwrightError) return error;
  const kind = error instanceof Error ? error.name : '';
  if (kind === 'PasswordException') {
    return new MillwrightError(`Cannot read "${name}": it is protected by a password. Save a copy without password and ingest that.`, {
      code: 'file_encrypted',
      cause: error,
    });
  }
  return damagedPdf(name, error);
}

function damagedPdf(name: string, cause?: unknown): MillwrightError {
  return new MillwrightError(
    `Cannot read "${name}": it is not a whole PDF (damaged, cut off or another format). Export or copy it again and ingest that.`,
    { code: 'file_damaged', cause },
  );
}
