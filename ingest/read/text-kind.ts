import type { DocumentFormat } from '../../knowledge/document/block.ts';

const EXTENSIONS: Record<string, DocumentFormat> = {
  md: 'markdown',
  markdown: 'markdown',
  html: 'html',
  htm: 'html',
  xhtml: 'html',
  csv: 'csv',
  tsv: 'csv',
  txt: 'text',
  text: 'text',
  log: 'text',
  jsonl: 'jsonl',
  ndjson: 'jsonl',
};

/** Control characters that no text holds (tab, line feeds, form feed and escape apart). */
const MAX_CONTROL_SHARE = 0.01;

/** Which kind of text it is, by content; where several fit, by the name's ending. Null: no text at all. */
export function textKind(head: Uint8Array, name: string): DocumentFormat | null {
  const utf16 = (head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff);
  if (!utf16 && isBinary(head)) return null;
  const text = new TextDecoder(utf16 ? (head[0] === 0xff ? 'utf-16le' : 'utf-16be') : 'utf-8').decode(head).replace(/^\uFEFF/, '');
  const named = EXTENSIONS[/\.([^.]+)$/.exec(name.toLowerCase())?.[1] ?? ''];
  const start = text.trimStart();
  if (/^(?:<!doctype html|<html|<\?xml[^>]*>\s*<(?:!doctype )?html)/i.test(start)) return 'html';
  if (named === 'jsonl' || (/^\{[^\n]*"text"[^\n]*\}\s*(?:\n|$)/.test(start) && named === undefined)) return 'jsonl';
  if (named !== undefined) return named;
  if (/^#{1,6} \S/m.test(text) || /^\|.*\|\s*\n\|[\s:|-]+\|/m.test(text)) return 'markdown';
  return 'text';
}

function isBinary(head: Uint8Array): boolean {
  let control = 0;
  for (const byte of head) {
    if (byte === 0) return true;
    if (byte < 32 && byte !== 9 && byte !== 10 && byte !== 12 && byte !== 13 && byte !== 27) control += 1;
  }
  return control > head.length * MAX_CONTROL_SHARE;
}
