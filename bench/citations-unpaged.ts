import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { splitSentences } from '../answer/evidence/split-sentences.ts';
import { parseFile } from '../ingest/parse-file.ts';
import { DEFAULT_READ_LIMITS } from '../ingest/read/reader.ts';
import { numberGenerator } from './number-generator.ts';
import { ROOT, record, rounded } from './record.ts';

/** Citations of formats without pages: are the words of random sentences and rows in the file, as an extraction that shares no code with
 *  our readers finds them (the text nodes of the XML inside, tags and entities aside), and in the section that is shown?
 *  What a program shows and the file does not hold is left aside: numbers of lists, raised characters, formats of numbers in sheets.
 *  Run: node bench/citations-unpaged.ts [FILE...]   (default: samples and fixtures of eleven formats; needs unzip) */
const SENTENCES = 200;
const MIN_CHARACTERS = 8;
const DEFAULTS = [
  'samples/documents/ps-fl-012-process-specification.docx',
  'samples/documents/fl1-fault-codes.xlsx',
  'samples/documents/maintenance-plan.csv',
  'samples/documents/wi-fl-031-valve-seals-zh.md',
  ...['docx', 'epub', 'odt', 'rtf'].map((kind) => `ingest/read/office/fixtures/handbook.${kind}`),
  ...['sheets.ods', 'sheets.xlsx', 'slides.odp', 'slides.pptx'].map((name) => `ingest/read/office/fixtures/${name}`),
].map((name) => path.join(ROOT, name));

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };
const LIST_NUMBER = /^\s*(?:\d{1,2}[.)]|[a-z]\))\s/;
const random = numberGenerator(11);
const files = process.argv.length > 2 ? process.argv.slice(2) : DEFAULTS;
let [tried, inFile, inSection] = [0, 0, 0];
const byFile: Record<string, unknown> = {};
for (const file of files) {
  const [document] = await parseFile({ path: file, name: path.basename(file), limits: DEFAULT_READ_LIMITS });
  const source = lettersOf(rawText(file));
  const quotes = document!.passages.flatMap(({ text }) => quotesOf(text).map((quote) => ({ quote, text })));
  const chosen = quotes
    .map((item) => ({ ...item, place: random() }))
    .sort((a, b) => a.place - b.place)
    .slice(0, Math.ceil(SENTENCES / files.length));
  const missing = chosen.filter(({ quote }) => !partsOf(quote, file).every((part) => source.includes(lettersOf(part))));
  tried += chosen.length;
  inFile += chosen.length - missing.length;
  inSection += chosen.filter(({ quote, text }) => text.includes(quote)).length;
  byFile[path.basename(file)] = { sentences: chosen.length, missing: missing.map(({ quote }) => quote.slice(0, 120)) };
}
record('citations-unpaged', 'node bench/citations-unpaged.ts', {
  sentences: tried,
  wordsInTheFile: rounded(inFile / tried, 3),
  wordsInTheSection: rounded(inSection / tried, 3),
  byFile,
});

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
  if (!text.startsWith('{\\rtf')) return text;
  return text
    .replaceAll(/\\u(-?\d+)\??/g, (_, code: string) => String.fromCharCode((Number(code) + 65_536) % 65_536))
    .replaceAll(/\\'([\da-f]{2})/gi, (_, code: string) => new TextDecoder('windows-1252').decode(Buffer.from(code, 'hex')))
    .replaceAll(/\{\\super[^}]*\}/g, '')
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
