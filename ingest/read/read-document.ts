import { type FileHandle, open } from 'node:fs/promises';
import { fileTypeFromBuffer } from 'file-type';
import type { Block, DocumentFormat, ReadResult } from '../../knowledge/document/block.ts';
import { MillwrightError } from '../../knowledge/errors.ts';
import { pictureKind } from './image/image-header.ts';
import { isOldOffice, oldOfficeError } from './old-office.ts';
import type { Reader, ReadInput } from './reader.ts';
import { textKind } from './text-kind.ts';
import { zipKind } from './zip-kind.ts';

const HEAD_BYTES = 65_536;
const SUPPORTED =
  'PDF, DOCX, XLSX, PPTX, ODT, ODS, ODP, RTF, EPUB, HTML, MHTML, Markdown, CSV, plain text, e-mail (.eml), JSON Lines, a picture (PNG, JPEG, TIFF), or a zip of these';

/** Readers load when first needed: who ingests Markdown does not wait for pdfjs. */
const READERS: Record<DocumentFormat, () => Promise<Reader>> = {
  pdf: async () => (await import('./pdf/pdf-reader.ts')).pdfReader,
  docx: async () => (await import('./docx/docx-reader.ts')).docxReader,
  xlsx: async () => (await import('./xlsx/xlsx-reader.ts')).xlsxReader,
  pptx: async () => (await import('./pptx/pptx-reader.ts')).pptxReader,
  odt: async () => (await import('./odf/odf-readers.ts')).odtReader,
  ods: async () => (await import('./odf/odf-readers.ts')).odsReader,
  odp: async () => (await import('./odf/odf-readers.ts')).odpReader,
  rtf: async () => (await import('./rtf/rtf-reader.ts')).rtfReader,
  epub: async () => (await import('./epub/epub-reader.ts')).epubReader,
  eml: async () => (await import('./mail/mail-readers.ts')).emlReader,
  mhtml: async () => (await import('./mail/mail-readers.ts')).mhtmlReader,
  csv: async () => (await import('./csv/csv-reader.ts')).csvReader,
  markdown: async () => (await import('./markdown/markdown-reader.ts')).markdownReader,
  html: async () => (await import('./html/html-reader.ts')).htmlReader,
  text: async () => (await import('./text/text-reader.ts')).textReader,
  image: async () => (await import('./image/image-reader.ts')).imageReader,
  jsonl: async () => (await import('./jsonl/jsonl-reader.ts')).jsonlReader,
};

/** Formats whose pages are no pictures: without words there is nothing to wait for. */
const SLIDES = new Set<DocumentFormat>(['pptx', 'odp']);

/** Names that promise a format; what is in such a file must be that format. */
const PROMISED = /\.(?<kind>pdf|docx|xlsx|pptx|odt|ods|odp|epub|zip)$/i;

/** Reads a file of any supported kind; the kind is decided by content, the name only breaks ties between kinds of text.
 *  Errors: file_missing, file_unreadable, file_empty, file_encrypted, file_kind_unknown, and the reader's own. */
export async function readDocument(input: ReadInput): Promise<ReadResult> {
  const format = await formatOf(input);
  if (format === 'zip')
    throw new MillwrightError(`"${input.name}" is a package of files where one document is wanted. Unpack it first.`, {
      code: 'file_kind_unknown',
    });
  const read = await (await READERS[format]()).read(input);
  if (read.prepared === null && (read.pageCount === null || SLIDES.has(format)) && !read.blocks.some(saysSomething))
    throw new MillwrightError(`"${input.name}" holds no text. If its pages are pictures, save it as PDF and ingest that.`, {
      code: 'file_empty',
    });
  return { ...read, blocks: read.blocks.flatMap(partsOf) };
}

/** Longest block, in characters: a text without any line end would take minutes to make passages of. */
const MAX_BLOCK = 20_000;

/** A block of words that is longer than any paragraph, cut at spaces. */
function partsOf(block: Block): Block[] {
  if (block.kind === 'table' || block.kind === 'figure' || block.text.length <= MAX_BLOCK || block.spans.length > 0) return [block];
  const parts: Block[] = [];
  for (let at = 0; at < block.text.length; ) {
    const space = block.text.lastIndexOf(' ', at + MAX_BLOCK);
    const end = at + MAX_BLOCK >= block.text.length ? block.text.length : space > at ? space : at + MAX_BLOCK;
    parts.push({ ...block, text: block.text.slice(at, end).trim() });
    at = end;
  }
  return parts;
}

function saysSomething(block: Block): boolean {
  if (block.kind === 'figure') return block.caption !== null;
  return block.kind === 'table' || block.text.trim() !== '';
}

/** What a file is, by its content. Errors: as readDocument. */
export async function formatOf({ path, name }: Pick<ReadInput, 'path' | 'name'>): Promise<DocumentFormat | 'zip'> {
  const file = await open(path).catch((error: unknown) => {
    throw openError(error, name);
  });
  try {
    const head = new Uint8Array(HEAD_BYTES);
    const { bytesRead } = await file.read(head, 0, HEAD_BYTES, 0);
    if (bytesRead === 0)
      throw new MillwrightError(`"${name}" is empty (0 bytes). Copy it again from where it came.`, { code: 'file_empty' });
    return await kindOf(file, head.subarray(0, bytesRead), path, name);
  } catch (error) {
    throw openError(error, name);
  } finally {
    await file.close();
  }
}

function openError(error: unknown, name: string): unknown {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ENOENT')
    return new MillwrightError(`"${name}" is gone: it was moved or deleted while it was being ingested.`, {
      code: 'file_missing',
      cause: error,
    });
  if (code === 'EACCES' || code === 'EPERM')
    return new MillwrightError(`"${name}" may not be read. Give this user the right to read it.`, {
      code: 'file_unreadable',
      cause: error,
    });
  return error;
}

async function kindOf(file: FileHandle, head: Uint8Array, path: string, name: string): Promise<DocumentFormat | 'zip'> {
  if (isPdf(head)) return 'pdf';
  if (pictureKind(head) !== null) return 'image';
  if (isZip(head)) return zipFormat(path, name);
  if (isOldOffice(head)) throw await oldOfficeError(file, head, name);
  const found = await fileTypeFromBuffer(head);
  const isText = found === undefined || /^(?:text|message|application\/(?:xml|json|x-ndjson|rtf|x-mie))/.test(found.mime);
  if (!isText) throw unknownKind(name, found.ext);
  const text = textKind(head, name);
  const promised = PROMISED.exec(name)?.groups?.kind;
  if (promised !== undefined) throw notAsNamed(name, promised, text);
  if (text === null) throw unknownKind(name, null);
  return text;
}

/** Some makers put junk before "%PDF"; readers accept it within the first kilobyte. */
function isPdf(head: Uint8Array): boolean {
  return Buffer.from(head.subarray(0, 1024)).includes('%PDF-');
}

/** "PK" with the mark of a first entry, of an empty archive, or of a part of one. */
function isZip(head: Uint8Array): boolean {
  return head[0] === 0x50 && head[1] === 0x4b && [0x0304, 0x0506, 0x0708].includes((head[2]! << 8) | head[3]!);
}

async function zipFormat(path: string, name: string): Promise<DocumentFormat | 'zip'> {
  const kind = await zipKind(path, name);
  if (kind === 'xlsb')
    throw new MillwrightError(`"${name}" is a workbook in Excel's binary form (.xlsb). Open it and save it as .xlsx, and ingest that.`, {
      code: 'file_kind_unknown',
    });
  const promised = PROMISED.exec(name)?.groups?.kind?.toLowerCase();
  if (kind === 'zip' && promised !== undefined && promised !== 'zip') throw notAsNamed(name, promised, null);
  return kind;
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
  const advice = kind !== null && /^(?:7z|rar|tar|gz|bz2|xz)$/.test(kind) ? ' Pack its files as .zip, or unpack them.' : '';
  return new MillwrightError(
    `"${name}" is ${kind === null ? 'of no kind that is known' : `a .${kind} file`}.${advice} What can be read: ${SUPPORTED}.`,
    { code: 'file_kind_unknown' },
  );
}
