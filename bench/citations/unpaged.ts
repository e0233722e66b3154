import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { splitSentences } from '../../answer/evidence/split-sentences.ts';
import { parseFile } from '../../ingest/parse-file.ts';
import { DEFAULT_READ_LIMITS } from '../../ingest/read/reader.ts';
import { markedParts } from '../../web/src/citation/marked-parts.ts';
import { type Judged, shuffled } from './sentences.ts';

const MIN_CHARACTERS = 8;
const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };
const LIST_NUMBER = /^\s*(?:\d{1,2}[.)]|[a-z]\))\s/;

/** `count` random sentences and rows of files without pages: right where their words are in the section that is shown, and in the file as an
 *  extraction finds them that shares no code with our readers (the text nodes of the XML inside, tags and entities aside). What a program shows
 *  and the file does not hold is left aside: numbers of lists, raised characters, formats of numbers in sheets. */
export async function judgeUnpaged(files: readonly string[], count: number, random: () => number): Promise<Judged[]> {
  const judged: Judged[] = [];
  for (const [index, file] of files.entries()) {
    const documents = await parseFile({ path: file, name: path.basename(file), limits: DEFAULT_READ_LIMITS });
    const source = lettersOf(rawText(file));
    const quotes = documents.flatMap(({ passages }) =>
      passages.flatMap(({ text }) => quotesOf(text).map((quote) => ({ quote, section: text }))),
    );
    const wanted = Math.round((count * (index + 1)) / files.length) - judged.length;
    for (const { quote, section } of shuffled(quotes, random).slice(0, wanted)) {
      const shown = sameWords(markedParts(section, quote)[1], quote);
      const held = partsOf(quote, file).every((part) => source.includes(lettersOf(part)));
      const reason = held ? (shown ? null : 'not in the section that is shown') : 'its words are not in the file';
      judged.push({ file: path.basename(file), page: null, text: quote.slice(0, 120), right: reason === null, overlap: null, reason });
    }
  }
  return judged;
}

const sameWords = (a: string, b: string): boolean => a.replaceAll(/\s/g, '') === b.replaceAll(/\s/g, '');

function quotesOf(text: string): string[] {
  return text
    .split('\n')
    .flatMap((line) => (line.includes(' | ') ? [line] : splitSentences(line).map(({ start, end }) => line.slice(start, end))))
    .filter((quote) => quote.length >= MIN_CHARACTERS);
}
function partsOf(quote: string, file: string): string[] {
  const cells = quote.replace(LIST_NUMBER, '').split(/ \| | \/ /);
  return /\.(?:xlsx|ods)$/.test(file) ? cells.filter((cell) => !/^[\d.,:-]+(?: ?[^\d\s]{1,4})?$/.test(cell)) : cells;
}

/** What the file says, by tools that know nothing of documents. */
function rawText(file: string): string {
  const bytes = readFileSync(file);
  if (bytes.subarray(0, 2).toString('latin1') === 'PK') {
    // It ends with an error where one of the patterns matches nothing.
    const xml = spawnSync('unzip', ['-p', file, '*.xml', '*.xhtml', '*.html'], { encoding: 'utf8', maxBuffer: 1e9 }).stdout;
    return xml.replaceAll(/<[^>]*>/g, '').replaceAll(/&(#x?[\da-f]+|\w+);/gi, (_, name: string) => entity(name));
  }
  const text = bytes.toString('utf8');
  const packed = /\r\nContent-Transfer-Encoding: base64\r\n\r\n(.*)$/s.exec(text)?.[1];
  if (packed !== undefined) return text.slice(0, -packed.length) + Buffer.from(packed, 'base64').toString('utf8');
  if (/^\s*<!doctype html/i.test(text)) {
    const body = text.replaceAll(/<style.*?<\/style>/gs, '').replaceAll(/<[^>]*>/g, '');
    return body.replaceAll(/&(#x?[\da-f]+|\w+);/gi, (_, name: string) => entity(name));
  }
  if (!text.startsWith('{\\rtf')) return text;
  return text
    .replaceAll(/\\u(-?\d+)\??/g, (_, code: string) => String.fromCharCode((Number(code) + 65_536) % 65_536))
    .replaceAll(/\\'([\da-f]{2})/gi, (_, code: string) => new TextDecoder('windows-1252').decode(Buffer.from(code, 'hex')))
    .replaceAll(/\{(?:\\loch)?\\super[^{}]*\}/g, '')
    .replaceAll(/\\[a-z]+-?\d* ?|[{}]/gi, '');
}

function entity(name: string): string {
  if (name.startsWith('#')) return String.fromCodePoint(Number(name.startsWith('#x') ? `0x${name.slice(2)}` : name.slice(1)));
  return ENTITIES[name] ?? '';
}

function lettersOf(text: string): string {
  return text
    .replaceAll(/[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]/g, '')
    .normalize('NFKC')
    .replaceAll(/[^\p{L}\p{N}]/gu, '');
}
