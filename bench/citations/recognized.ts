import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import { parseFile } from '../../ingest/parse-file.ts';
import { DEFAULT_READ_LIMITS } from '../../ingest/read/reader.ts';
import { openRecognition, type RecognizerChoice } from '../../ingest/read/recognize/open-recognition.ts';
import { type Box, boxesUnder } from '../../knowledge/document/box.ts';
import { openBrowser } from '../../test/browser/open-browser.ts';
import { OCR_PAGES } from '../ocr/pages.ts';
import { type PlacedPhrase, type RenderedPage, renderPage, scanned } from '../ocr/rendered-pages.ts';
import { alignedAt } from './align.ts';
import { overlap } from './overlap.ts';
import { DRAWN_RIGHT } from './printed.ts';
import { type CitedSentence, type Judged, sentencesOf, shuffled, textOf } from './sentences.ts';

const SKEW_DEGREES = 2;
const JPEG_QUALITY = 60;
/** A pixel at least this dark (0..255) is ink: letters are drawn in #1a1a1a on white. */
const DARK = 150;
/** Most letters of a sentence that may be misread for its place still to be known, as a share. */
const MISREAD = 0.2;

/** `count` random sentences that a recognizer read from pictures of pages of known text, drawn by a browser, turned and spoilt as by a scanner.
 *  What stands where is the browser's word. Judged are the words as they were recognized, misread letters and all. */
export async function judgeRecognized(choice: RecognizerChoice, count: number, random: () => number): Promise<Judged[]> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'millwright-bench-'));
  const { recognition } = openRecognition({ recognizer: choice, folder: null });
  const browser = await openBrowser();
  const all: { sentence: CitedSentence; file: string; page: KnownPage }[] = [];
  try {
    for (const page of OCR_PAGES) {
      const rendered = await renderPage(browser, page);
      const file = path.join(folder, `${page.id}.jpg`);
      writeFileSync(file, await scanned(rendered.png, SKEW_DEGREES, JPEG_QUALITY));
      const [document] = await parseFile({
        path: file,
        name: path.basename(file),
        limits: DEFAULT_READ_LIMITS,
        ...(recognition ? { recognition } : {}),
      });
      const known = await knownPage(rendered);
      for (const sentence of document!.passages.flatMap((passage) => sentencesOf(passage, 8)))
        all.push({ sentence, file: page.id, page: known });
    }
  } finally {
    await browser.close();
    await recognition?.close();
    rmSync(folder, { recursive: true, force: true });
  }
  return shuffled(all, random)
    .slice(0, count)
    .map(({ sentence, file, page }) => judge(sentence, file, page));
}

type Ink = { left: number; top: number; right: number; bottom: number };
/** The letters in reading order; the ink of their lines, which number `line` says; size in pixels. */
type KnownPage = {
  letters: (PlacedPhrase & { line: number })[];
  lines: Ink[];
  dark: (x: number, y: number) => boolean;
  width: number;
  height: number;
};

async function knownPage({ letters, png }: RenderedPage): Promise<KnownPage> {
  const image = await loadImage(png);
  const { width, height } = image;
  const canvas = createCanvas(width, height);
  canvas.getContext('2d').drawImage(image, 0, 0);
  const { data } = canvas.getContext('2d').getImageData(0, 0, width, height);
  const dark = (x: number, y: number) => data[(y * width + x) * 4]! < DARK;
  const lines: PlacedPhrase[][] = [];
  const numbered = letters.map((letter) => {
    const last = lines.at(-1)?.at(-1);
    const middle = (letter.top + letter.bottom) / 2;
    if (last && middle > last.top && middle < last.bottom && letter.left >= last.left && letter.left - last.right < 40)
      lines.at(-1)!.push(letter);
    else lines.push([letter]);
    return { ...letter, line: lines.length - 1 };
  });
  const inks = lines.map((line) => {
    const rect = {
      left: line[0]!.left,
      right: line.at(-1)!.right,
      top: Math.min(...line.map((l) => l.top)),
      bottom: Math.max(...line.map((l) => l.bottom)),
    };
    return tightened(rect, dark);
  });
  return { letters: numbered, lines: inks, dark, width, height };
}

/** A rectangle drawn in to the ink inside of it. */
function tightened(rect: Ink, dark: (x: number, y: number) => boolean): Ink {
  const [left, right] = [Math.floor(rect.left), Math.ceil(rect.right)];
  const [top, bottom] = [Math.floor(rect.top), Math.ceil(rect.bottom)];
  const ink = { left: right, right: left, top: bottom, bottom: top };
  for (let y = top; y < bottom; y += 1)
    for (let x = left; x < right; x += 1)
      if (dark(x, y)) {
        ink.left = Math.min(ink.left, x);
        ink.right = Math.max(ink.right, x + 1);
        ink.top = Math.min(ink.top, y);
        ink.bottom = Math.max(ink.bottom, y + 1);
      }
  return ink.right > ink.left ? ink : rect;
}

function judge(sentence: CitedSentence, file: string, page: KnownPage): Judged {
  const { passage, start, end } = sentence;
  const text = textOf(sentence);
  const said = { file, page: passage.page, text: text.slice(0, 120) };
  const boxes = boxesUnder(passage, start, end);
  const place = alignedAt(text.replaceAll(/\s/g, ''), page.letters.map((letter) => letter.text).join(''), MISREAD);
  if (place === null) return { ...said, right: false, overlap: 0, reason: 'more than a fifth of its letters is misread' };
  const truth = wordBoxes(page.letters.slice(place.start, place.end), page);
  const shared = overlap(boxes, truth);
  const right = shared >= DRAWN_RIGHT;
  return { ...said, right, overlap: shared, reason: right ? null : `${boxes.length} boxes drawn for ${truth.length} words` };
}

/** The upright boxes around the words of a sentence (in Chinese its characters) on the page that stands askew: each as wide as from its first
 *  ink to the next word's, as high as the ink of its line. */
function wordBoxes(letters: KnownPage['letters'], page: KnownPage): Box[] {
  return [...Map.groupBy(letters, ({ line }) => line)].flatMap(([number, line]) => {
    const { top, bottom } = page.lines[number]!;
    const words: Ink[] = [];
    for (const letter of line) {
      const last = words.at(-1);
      const sameWord = last !== undefined && letter.left - last.right < 0.5 && !/\p{Script=Han}/u.test(letter.text);
      if (sameWord) last.right = letter.right;
      else {
        if (last !== undefined) last.right = letter.left;
        words.push({ left: letter.left, right: letter.right, top, bottom });
      }
    }
    const ink = tightened({ left: words[0]!.left, right: words.at(-1)!.right, top, bottom }, page.dark);
    words[0]!.left = ink.left;
    words.at(-1)!.right = ink.right;
    return words.map((word) => askew(word, page));
  });
}

/** The upright box around a place of the level page on the page that stands askew, as fractions. */
function askew({ left, top, right, bottom }: Ink, { width, height }: { width: number; height: number }): Box {
  const angle = (SKEW_DEGREES * Math.PI) / 180;
  const corners = [left, right].flatMap((x) => [top, bottom].map((y) => [x - width / 2, y - height / 2] as const));
  const xs = corners.map(([x, y]) => (width / 2 + x * Math.cos(angle) - y * Math.sin(angle)) / width);
  const ys = corners.map(([x, y]) => (height / 2 + x * Math.sin(angle) + y * Math.cos(angle)) / height);
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  return { page: 1, x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
}
