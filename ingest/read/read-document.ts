import { open, stat } from 'node:fs/promises';
import { fileTypeFromBuffer } from 'file-type';
import type { DocumentFormat, ReadResult } from '../../knowledge/document/block.ts';
import { MillwrightError } from '../../knowledge/errors.ts';
import { pictureKind } from './image/image-header.ts';
import type { Reader, ReadInput } from './reader.ts';
import { textKind } from './text-kind.ts';

const HEAD_BYTES = 65_536;
export const SUPPORTED = 'PDF, DOCX, XLSX, CSV, Markdown, HTML, plain text, JSON Lines or a picture (PNG, JPEG, TIFF)';

/** Readers load when first needed: who ingests Markdown does not wait for pdfjs. */
const READERS: Record<DocumentFormat, () => Promise<Reader>> = {
  pdf: async () => (await import('./pdf/pdf-reader.ts')).pdfReader,
  docx: async () => (await import('./docx/docx-reader.ts')).docxReader,
  xlsx: async () => (await import('./xlsx/xlsx-reader.ts')).xlsxReader,
  csv: async () => (await import('./csv/csv-reader.ts')).csvReader,
  markdown: async () => (await import('./markdown/markdown-reader.ts')).markdownReader,
  html: async () => (await import('./html/html-reader.ts')).htmlReader,
  text: async () => (await import('./text/text-reader.ts')).textReader,
  image: async () => (await import('./image/image-reader.ts')).imageReader,
  jsonl: async () => (await import('./jsonl/jsonl-reader.ts')).jsonlReader,
};

/** Reads a file of any supported kind; the kind is decided by content, the name only breaks ties between kinds of text.
 *  Errors: file_missing, file_unreadable, file_empty, file_kind_unknown, and the reader's own. */
export async function readDocument(input: ReadInput): Promise<ReadResult> {
  const head = await headOf(input);
  const format = await formatOf(head, input.name);
  return (await READERS[format]()).read(input);
}

async function headOf({ path, name }: ReadInput): Promise<Uint8Array> {
  try {
    const file = await open(path);
    try {
      const { size } = await stat(path);
      if (size === 0) throw new MillwrightError(`"${name}" is empty (0 bytes). Copy it again from where it came.`, { code: 'file_empty' });
      const head = new Uint8Array(Math.min(size, HEAD_BYTES));
      await file.read(head, 0, head.length, 0);
      return head;
    } finally {
      await file.close();
    }
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT')
      throw new MillwrightError(`"${name}" is gone: it was moved or deleted while it was being ingested.`, {
        code: 'file_missing',
        cause: error,
      });
    if (code === 'EACCES' || code === 'EPERM')
      throw new MillwrightError(`"${name}" may not be read. Give this user the right to read it.`, {
        code: 'file_unreadable',
        cause: error,
      });
    throw error;
  }
}

async function formatOf(head: Uint8Array, name: string): Promise<DocumentFormat> {
  if (isPdf(head)) return 'pdf';
  if (pictureKind(head) !== null) return 'image';
  const found = await fileTypeFromBuffer(head);
  if (found?.ext === 'docx' || found?.ext === 'xlsx') return found.ext;
  if (found?.ext === 'zip') {
    const zipped = officeKind(head);
    if (zipped) return zipped;
  }
  if (found?.ext === 'cfb')
    throw new MillwrightError(
      `"${name}" is an Office file of the old kind (.doc, .xls) or an encrypted one. Open it, save it as .docx or .xlsx without a password, and ingest that.`,
      { code: 'file_kind_unknown' },
    );
  if (found !== undefined && !/^(?:text|application\/(?:xml|json|x-ndjson))/.test(found.mime)) throw unknownKind(name, found.ext);
  const text = textKind(head, name);
  const promised = /\.(?<kind>pdf|docx|xlsx)$/i.exec(name)?.groups?.kind;
  if (promised !== undefined) throw notAsNamed(name, promised, text);
  if (text === null) throw unknownKind(name, null);
  return text;
}

/** Some makers put junk before "%PDF"; readers accept it within the first kilobyte. */
function isPdf(head: Uint8Array): boolean {
  return Buffer.from(head.subarray(0, 1024)).includes('%PDF-');
}

/** The names of a zip's entries stand in it in clear. */
function officeKind(head: Uint8Array): 'docx' | 'xlsx' | null {
  const bytes = Buffer.from(head);
  if (bytes.includes('word/')) return 'docx';
  return bytes.includes('xl/') ? 'xlsx' : null;
}

/** Often a page of a website that was saved in place of the document: as a text it would be cited. */
function notAsNamed(name: string, promised: string, found: DocumentFormat | null): MillwrightError {
  const what = found === null ? 'no document that is known' : found === 'html' ? 'a web page' : 'plain text';
  return new MillwrightError(
    `"${name}" is no ${promised.toUpperCase()} file though it is named so: it holds ${what}. Fetch or export it again; if it is right as it is, correct its name.`,
    { code: 'file_damaged' },
  );
}

function unknownKind(name: string, kind: string | null): MillwrightError {
  return new MillwrightError(`"${name}" is ${kind === null ? 'of no kind that is known' : `a .${kind} file`}: ${SUPPORTED} can be read.`, {
    code: 'file_kind_unknown',
  });
}
