import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { splitSentences } from '../answer/evidence/split-sentences.ts';
import { parseFile } from '../ingest/parse-file.ts';
import { DEFAULT_READ_LIMITS } from '../ingest/read/reader.ts';
import { type Box, boxesUnder } from '../knowledge/document/box.ts';
import type { Passage } from '../knowledge/document/passage.ts';
import { numberGenerator } from './number-generator.ts';
import { quantile, ROOT, record, rounded } from './record.ts';

/** Does the box that is drawn cover the sentence that is cited? Random sentences of PDFs; where their words stand is told by
 *  pdftotext (poppler), which shares no code with our reader. Measured as intersection over union of the drawn boxes with the
 *  lines' hulls of those words; beside it the same for the whole passage's boxes (what a citation by passage would mark).
 *  Run: node bench/citations.ts [PDF...]   (default: the samples, and Debian's PDFs where they are installed; needs poppler-utils) */
const SENTENCES = 200;
const MIN_CHARACTERS = 20;
const GRID = 1_000;
/** Not the Chinese sample: its fonts are drawings (Type 3), and poppler's boxes of their words are 2.5 times as high as the type. */
const DEFAULTS = ['kestrel-kp-40-manual.pdf', 'kestrel-kp-60-manual.pdf', 'auster-ac-75-manual.pdf'].map((name) =>
  path.join(ROOT, 'samples', 'documents', name),
);
const DEBIAN = [
  'linuxcnc/LinuxCNC_Getting_Started.pdf',
  'nut-doc/pdf/user-manual.pdf',
  'debmake-doc/debmake-doc.zh-cn.pdf',
  '../debian-reference/debian-reference.zh-cn.pdf',
];

const files =
  process.argv.length > 2 ? process.argv.slice(2) : [...DEFAULTS, ...DEBIAN.map((name) => `/usr/share/doc/${name}`).filter(existsSync)];
const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const pages = new Map<string, Letter[]>();
const random = numberGenerator(7);
const [drawn, whole]: [number[], number[]] = [[], []];
const byFile: Record<string, unknown> = {};
for (const file of files) {
  const [document] = await parseFile({ path: file, name: path.basename(file), limits: DEFAULT_READ_LIMITS });
  const sentences = shuffled(document!.passages.filter(({ spans }) => spans.length > 0).flatMap(sentencesOf)).slice(
    0,
    Math.ceil(SENTENCES / files.length),
  );
  const [own, passages]: [number[], number[]] = [[], []];
  let notFound = 0;
  for (const { passage, start, end } of sentences) {
    const boxes = boxesUnder(passage, start, end);
    const truth = standsAt(file, passage.text.slice(start, end), boxes);
    if (truth === null) {
      notFound += 1;
      continue;
    }
    own.push(overlap(boxes, truth));
    if (own.at(-1)! < 0.8 && process.env.SHOW)
      console.error(own.at(-1), path.basename(file), passage.page, passage.text.slice(start, end).slice(0, 100));
    passages.push(overlap(boxesUnder(passage, 0, passage.text.length), truth));
  }
  drawn.push(...own);
  whole.push(...passages);
  byFile[path.basename(file)] = { sentences: own.length, notFoundByPdftotext: notFound, ...summary(own) };
}
record('citations', 'node bench/citations.ts', {
  sentences: drawn.length,
  drawn: summary(drawn),
  byFile,
  baseline: { name: 'the boxes of the whole passage', ...summary(whole) },
});

function summary(values: readonly number[]): Record<string, number> {
  return {
    median: rounded(quantile(values, 0.5), 3),
    p05: rounded(quantile(values, 0.05), 3),
    atLeast80: rounded(values.filter((value) => value >= 0.8).length / values.length, 3),
  };
}

function sentencesOf(passage: Passage): { passage: Passage; start: number; end: number }[] {
  const found: { passage: Passage; start: number; end: number }[] = [];
  let offset = 0;
  for (const line of passage.text.split('\n')) {
    if (!line.includes(' | '))
      for (const { start, end } of splitSentences(line))
        if (end - start >= MIN_CHARACTERS) found.push({ passage, start: offset + start, end: offset + end });
    offset += line.length + 1;
  }
  return found;
}

type Letter = { letter: string; box: Box };

/** Every letter of a page with its share of its word's box, in pdftotext's order. */
function lettersOf(file: string, page: number): Letter[] {
  const known = pages.get(`${file}\n${page}`);
  if (known) return known;
  const out = execFileSync('pdftotext', ['-bbox', '-cropbox', '-f', String(page), '-l', String(page), file, '-'], {
    encoding: 'utf8',
    maxBuffer: 1e8,
  });
  const [, width, height] = /<page width="([\d.]+)" height="([\d.]+)"/.exec(out)!.map(Number) as [number, number, number];
  const letters: Letter[] = [];
  for (const match of out.matchAll(/<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">([^<]*)<\/word>/g)) {
    const [xMin, yMin, xMax, yMax] = match.slice(1, 5).map(Number) as [number, number, number, number];
    const word = [...match[5]!.replaceAll(/&(amp|lt|gt|quot|apos);/g, (_, name: string) => ENTITIES[name]!)];
    for (const [index, character] of word.entries()) {
      const share = (xMax - xMin) / word.length;
      const box = { page, x: (xMin + index * share) / width, y: yMin / height, width: share / width, height: (yMax - yMin) / height };
      for (const letter of folded(character)) letters.push({ letter, box });
    }
  }
  pages.set(`${file}\n${page}`, letters);
  return letters;
}

/** The hulls, one a line, of the place nearest to the drawn boxes where the sentence's letters stand in order; null: nowhere. */
function standsAt(file: string, sentence: string, boxes: readonly Box[]): Box[] | null {
  const numbers = [...new Set(boxes.map(({ page }) => page))].sort((a, b) => a - b);
  const letters = numbers.flatMap((page) => lettersOf(file, page));
  const text = letters.map(({ letter }) => letter).join('');
  const wanted = [...sentence].map(folded).join('');
  const places: Box[][] = [];
  for (let at = text.indexOf(wanted); at !== -1; at = text.indexOf(wanted, at + 1))
    places.push(hulls(letters.slice(at, at + wanted.length).map(({ box }) => box)));
  return places.sort((a, b) => overlap(boxes, b) - overlap(boxes, a))[0] ?? null;
}

function hulls(boxes: readonly Box[]): Box[] {
  const lines: Box[] = [];
  for (const box of boxes) {
    const last = lines.at(-1);
    const sameLine = last && last.page === box.page && Math.abs(last.y - box.y) < last.height / 2 && box.x >= last.x;
    if (!sameLine) lines.push({ ...box });
    else {
      last.width = Math.max(last.width, box.x + box.width - last.x);
      const bottom = Math.max(last.y + last.height, box.y + box.height);
      last.y = Math.min(last.y, box.y);
      last.height = bottom - last.y;
    }
  }
  return lines;
}

/** Intersection over union of two sets of boxes, on a grid. */
function overlap(one: readonly Box[], two: readonly Box[]): number {
  const [a, b] = [cells(one), cells(two)];
  let shared = 0;
  for (const cell of a) if (b.has(cell)) shared += 1;
  return shared / (a.size + b.size - shared);
}

function cells(boxes: readonly Box[]): Set<number> {
  const set = new Set<number>();
  for (const { page, x, y, width, height } of boxes)
    for (let row = Math.round(y * GRID); row < Math.round((y + height) * GRID); row += 1)
      for (let column = Math.round(x * GRID); column < Math.round((x + width) * GRID); column += 1)
        set.add((page * GRID + row) * GRID + column);
  return set;
}

function folded(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\s\u00ad\-‐‑]/g, '');
}

function shuffled<T>(items: readonly T[]): T[] {
  return items
    .map((item) => ({ item, place: random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ item }) => item);
}
