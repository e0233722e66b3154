import type { DocumentFormat } from '../../knowledge/document/block.ts';
import { decodeText } from './text/decode-text.ts';
import { utf16Order } from './text/guess-encoding.ts';

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
const HTML = /^(?:<!--[\s\S]*?-->\s*)*(?:<!doctype html|<html|<\?xml[^>]*>\s*(?:<!--[\s\S]*?-->\s*)*<(?:!doctype )?html)/i;
/** Header lines that no text but a message begins with; two different ones are needed. */
const MAIL_HEADER =
  /^(?:received|return-path|delivered-to|from|to|cc|subject|date|message-id|mime-version|reply-to|content-type|dkim-signature|x-[\w-]+|thread-topic|importance|snapshot-content-location):/i;
const MAIL_SURE = /^(?:from|date|subject|message-id|mime-version):/im;

/** Which kind of text it is, by content; where several fit, by the name's ending. Null: no text at all. */
export function textKind(head: Uint8Array, name: string): DocumentFormat | null {
  const utf16 = (head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff) || utf16Order(head) !== null;
  if (!utf16 && isBinary(head)) return null;
  const text = decodeText(head, name).text.replace(/^\uFEFF/, '');
  const named = EXTENSIONS[/\.([^.]+)$/.exec(name.toLowerCase())?.[1] ?? ''];
  const start = text.trimStart();
  if (start.startsWith('{\\rtf')) return 'rtf';
  if (HTML.test(start)) return 'html';
  const mail = named === undefined ? mailKind(start) : null;
  if (mail !== null) return mail;
  if (named === 'jsonl' || (/^\{[^\n]*"text"[^\n]*\}\s*(?:\n|$)/.test(start) && named === undefined)) return 'jsonl';
  if (named !== undefined) return named;
  if (/^#{1,6} \S/m.test(text) || /^\|.*\|\s*\n\|[\s:|-]+\|/m.test(text)) return 'markdown';
  return 'text';
}

/** A message begins with header lines; a web page saved as one file (MHTML) is a message whose parts belong together. */
function mailKind(start: string): DocumentFormat | null {
  const headers = start.split(/\r?\n\r?\n/, 1)[0]!.replaceAll(/\r?\n[ \t]+/g, ' ');
  const lines = headers.split(/\r?\n/);
  const known = new Set(lines.flatMap((line) => MAIL_HEADER.exec(line)?.[0].toLowerCase() ?? []));
  if (known.size < 2 || !MAIL_SURE.test(headers) || !lines.every((line) => /^(?:[\w-]+:|From )/.test(line))) return null;
  const page =
    /^content-type:\s*multipart\/related/im.test(headers) && /^(?:snapshot-content-location:|from:\s*<?saved by)/im.test(headers);
  return page ? 'mhtml' : 'eml';
}

function isBinary(head: Uint8Array): boolean {
  let control = 0;
  for (const byte of head) {
    if (byte === 0) return true;
    if (byte < 32 && byte !== 9 && byte !== 10 && byte !== 12 && byte !== 13 && byte !== 27) control += 1;
  }
  return control > head.length * MAX_CONTROL_SHARE;
}
