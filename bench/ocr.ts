import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { readDocument } from '../ingest/read/read-document.ts';
import { DEFAULT_READ_LIMITS } from '../ingest/read/reader.ts';
import { characterErrorRate } from '../ingest/read/recognize/character-errors.ts';
import { openRecognition, type RecognizerChoice } from '../ingest/read/recognize/open-recognition.ts';
import type { Block, ReadResult } from '../knowledge/document/block.ts';
import { type Box, boxesUnder, type PlacedText } from '../knowledge/document/box.ts';
import { MillwrightError } from '../knowledge/errors.ts';
import { openBrowser } from '../test/browser/open-browser.ts';
import { OCR_PAGES } from './ocr/pages.ts';
import { plainTesseract } from './ocr/plain-tesseract.ts';
import { DPI, type PlacedPhrase, type RenderedPage, renderPage, scanned } from './ocr/rendered-pages.ts';
import { quantile, ROOT, record, rounded } from './record.ts';

/** Recognition of ten pages of known text, made as a scanner would: errors, seconds a page, places. Beside it Tesseract's own
 *  plain text of the same pictures. With a manual (PDF) and questions about it: which of them are answered, on which page.
 *  Run: node bench/ocr.ts RECOGNIZER [MANUAL.pdf QUESTIONS.jsonl]. Needs a Chromium and Noto CJK fonts. */
const SKEW_DEGREES = 2;
const JPEG_QUALITY = 60;
const DRAWN_RIGHT = 0.8;

const folder = mkdtempSync(path.join(os.tmpdir(), 'millwright-bench-'));
const [recognizer = 'tesseract', manual, questions] = process.argv.slice(2) as [RecognizerChoice?, string?, string?];
try {
  const pages = await makePages();
  const measured: Record<string, unknown> = { dpi: DPI, skewDegrees: SKEW_DEGREES, jpegQuality: JPEG_QUALITY };
  Object.assign(measured, await measure(recognizer, pages));
  measured.baseline = { name: 'tesseract.js, chi_sim+eng, plain text of the picture as it is', ...(await baseline(pages)) };
  if (manual !== undefined && questions !== undefined) measured.manual = askManual(manual, questions);
  record(`ocr-${recognizer}`, `node bench/ocr.ts ${recognizer} [MANUAL.pdf QUESTIONS.jsonl]`, measured);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

type MadePage = RenderedPage & { file: string };

async function makePages(): Promise<MadePage[]> {
  const browser = await openBrowser();
  const pages: MadePage[] = [];
  for (const page of OCR_PAGES) {
    const rendered = await renderPage(browser, page);
    const file = path.join(folder, `${page.id}.jpg`);
    writeFileSync(file, await scanned(rendered.png, SKEW_DEGREES, JPEG_QUALITY));
    pages.push({ ...rendered, file });
  }
  await browser.close();
  return pages;
}

async function measure(choice: RecognizerChoice, pages: readonly MadePage[]): Promise<Record<string, unknown>> {
  const { recognition } = openRecognition({ recognizer: choice, folder: null });
  const results = [];
  try {
    for (const { page, file, text, phrases, png } of pages) {
      const start = performance.now();
      const read = await readDocument({ path: file, name: page.id, limits: DEFAULT_READ_LIMITS, ...(recognition ? { recognition } : {}) });
      const seconds = (performance.now() - start) / 1000;
      const failed = read.warnings.find(({ code }) => code === 'page_not_recognized');
      if (failed !== undefined) throw new MillwrightError(failed.message, { code: 'internal' });
      results.push({ page, errors: characterErrorRate(text, textOf(read)), seconds, overlaps: overlapsOf(read, phrases, sizeOf(png)) });
    }
  } finally {
    await recognition?.close();
  }
  const overlaps = results.flatMap((result) => result.overlaps);
  return {
    ...summary(results),
    boxes: {
      phrases: overlaps.length,
      meanIoU: rounded(overlaps.reduce((sum, value) => sum + value, 0) / overlaps.length, 3),
      medianIoU: rounded(quantile(overlaps, 0.5), 3),
      shareOfAtLeast80: rounded(overlaps.filter((value) => value >= DRAWN_RIGHT).length / overlaps.length, 3),
    },
  };
}

async function baseline(pages: readonly MadePage[]): Promise<Record<string, unknown>> {
  const read = await plainTesseract();
  const results = [];
  for (const { page, file, text } of pages) {
    const start = performance.now();
    const errors = characterErrorRate(text, await read.text(file));
    results.push({ page, errors, seconds: (performance.now() - start) / 1000 });
  }
  await read.close();
  return summary(results);
}

type Result = { page: (typeof OCR_PAGES)[number]; errors: number; seconds: number };

/** Means over pages; the first page also pays for loading and is left out of the seconds. */
function summary(results: readonly Result[]): Record<string, unknown> {
  const mean = (values: number[]) => rounded(values.reduce((sum, value) => sum + value, 0) / values.length, 4);
  const errorsOf = (language: string, kind: string) =>
    mean(results.filter(({ page }) => page.language === language && page.kind === kind).map(({ errors }) => errors));
  return {
    characterErrorRate: {
      englishProse: errorsOf('en', 'prose'),
      chineseProse: errorsOf('zh', 'prose'),
      englishRuledTable: errorsOf('en', 'ruled'),
      chineseRuledTable: errorsOf('zh', 'ruled'),
      byPage: Object.fromEntries(results.map(({ page, errors }) => [page.id, rounded(errors, 4)])),
    },
    secondsAPage: rounded(
      quantile(
        results.slice(1).map(({ seconds }) => seconds),
        0.5,
      ),
    ),
  };
}

/** Everything in reading order; the cells of a table row by row. */
function textOf({ blocks }: ReadResult): string {
  const text = (block: Block): string => {
    if (block.kind === 'figure') return '';
    if (block.kind === 'table') return block.rows.map((row) => row.map((cell) => (cell.repeated ? '' : cell.text)).join('\t')).join('\n');
    return `${block.kind === 'list_item' && block.marker !== null ? `${block.marker} ` : ''}${block.text}`;
  };
  return blocks.map(text).join('\n');
}

/** For each phrase that was read rightly: how much of the box drawn for it and of its true place they share (IoU, the best
 *  of the places where it is read). */
function overlapsOf({ blocks }: ReadResult, phrases: readonly PlacedPhrase[], size: { width: number; height: number }): number[] {
  const texts = blocks.flatMap((block): PlacedText[] => {
    if (block.kind === 'figure') return [];
    return block.kind === 'table' ? block.rows.flat().filter((cell) => !cell.repeated) : [block];
  });
  return phrases.flatMap((phrase) => {
    const truth = askew(phrase, size);
    const found = texts.flatMap((text) => drawnFor(phrase.text, text));
    return found.length === 0 ? [] : [Math.max(...found.map((box) => intersectionOverUnion(truth, box)))];
  });
}

function drawnFor(phrase: string, placed: PlacedText): Box[] {
  const boxes: Box[] = [];
  for (let at = placed.text.indexOf(phrase); at !== -1; at = placed.text.indexOf(phrase, at + 1)) {
    const drawn = boxesUnder(placed, at, at + phrase.length);
    if (drawn.length > 0) boxes.push(around(drawn));
  }
  return boxes;
}

function around(boxes: readonly Box[]): Box {
  const x = Math.min(...boxes.map((box) => box.x));
  const y = Math.min(...boxes.map((box) => box.y));
  const right = Math.max(...boxes.map((box) => box.x + box.width));
  const bottom = Math.max(...boxes.map((box) => box.y + box.height));
  return { page: 1, x, y, width: right - x, height: bottom - y };
}

/** The upright box around a place of the level page on the page that stands askew, as fractions. */
function askew({ left, top, right, bottom }: PlacedPhrase, { width, height }: { width: number; height: number }): Box {
  const angle = (SKEW_DEGREES * Math.PI) / 180;
  const corners = [
    [left, top],
    [right, top],
    [left, bottom],
    [right, bottom],
  ].map(([x, y]) => {
    const [dx, dy] = [x! - width / 2, y! - height / 2];
    return [width / 2 + dx * Math.cos(angle) - dy * Math.sin(angle), height / 2 + dx * Math.sin(angle) + dy * Math.cos(angle)];
  });
  const xs = corners.map(([x]) => x! / width);
  const ys = corners.map(([, y]) => y! / height);
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  return { page: 1, x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
}

function intersectionOverUnion(a: Box, b: Box): number {
  const across = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const down = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  if (across <= 0 || down <= 0) return 0;
  const common = across * down;
  return common / (a.width * a.height + b.width * b.height - common);
}

/** Of a PNG: its header says. */
function sizeOf(png: Buffer): { width: number; height: number } {
  return { width: png.readUInt32BE(16), height: png.readUInt32BE(20) };
}

function askManual(file: string, asked: string): Record<string, unknown> {
  const data = path.join(folder, 'data');
  const millwright = (...args: string[]) =>
    execFileSync(process.execPath, [path.join(ROOT, 'bin', 'millwright.mjs'), ...args, '--data', data], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      env: { ...process.env, MILLWRIGHT_RECOGNIZER: recognizer },
    });
  millwright('ingest', file, '--quiet');
  const { n, firstCitation, cited, contains } = JSON.parse(millwright('evaluate', asked, '--json')) as Record<string, number>;
  return { file: path.basename(file), questions: n, firstCitation, cited, contains };
}
