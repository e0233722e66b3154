import type { PDFDocumentProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';

/** Names under which the file states its properties -> ours. XMP goes before the older information dictionary. */
const NAMES: [ours: string, xmp: string, info: string][] = [
  ['title', 'dc:title', 'Title'],
  ['author', 'dc:creator', 'Author'],
  ['subject', 'dc:description', 'Subject'],
  ['keywords', 'pdf:keywords', 'Keywords'],
  ['creator', 'xmp:creatortool', 'Creator'],
  ['producer', 'pdf:producer', 'Producer'],
  ['created', 'xmp:createdate', 'CreationDate'],
  ['modified', 'xmp:modifydate', 'ModDate'],
];

/** What the file says of itself. Dates as ISO dates where they can be read. */
export async function readProperties(document: PDFDocumentProxy): Promise<Record<string, string>> {
  const { info, metadata } = await document.getMetadata();
  const properties: Record<string, string> = {};
  for (const [ours, xmp, name] of NAMES) {
    const value = textOf(metadata?.get(xmp)) || textOf((info as Record<string, unknown>)[name]);
    if (value !== '') properties[ours] = /^D:\d{4}/.test(value) ? isoDate(value) : value;
  }
  return properties;
}

function textOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(textOf).filter(Boolean).join(', ');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is removed
  return typeof value === 'string' ? value.replace(/[\u0000-\u001f]/g, ' ').trim() : '';
}

/** "D:20260628213448Z" -> "2026-06-28". */
function isoDate(value: string): string {
  const found = /^D:(\d{4})(\d{2})?(\d{2})?/.exec(value);
  return found ? [found[1], found[2], found[3]].filter(Boolean).join('-') : value;
}

/** Printed page labels by page, where they differ from the count. */
export async function readPageLabels(document: PDFDocumentProxy): Promise<Record<number, string>> {
  const labels = await document.getPageLabels();
  const differing: Record<number, string> = {};
  for (const [i, label] of (labels ?? []).entries()) if (label !== '' && label !== String(i + 1)) differing[i + 1] = label;
  return differing;
}
