import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { record, rounded } from '../record.ts';
import { documentsFor, withoutBookmarks } from './documents.ts';
import { scoreHeadings } from './headings.ts';
import { PROGRAMS, type Program, type Reading } from './readings.ts';
import { type ReferencePage, readReference, signature } from './reference.ts';
import { checkedTables, scoreTables } from './tables.ts';
import { compareWords, wordsOf } from './words.ts';

/** How much of real manuals is found again in what is read of them: words and their order against pdftotext, headings against
 *  the bookmarks (and again with the bookmarks taken away), cells of hand-checked tables, running heads in passages, speed and
 *  memory; beside two other libraries. Only numbers are kept of the documents.
 *  Run: node bench/reading/reading.ts [--max-pages=N] [PDF...]
 *  Debian's manuals are measured where installed (bench/reading/documents.ts), but those of more than 400 pages: with --max-pages
 *  they are, too. */
const { values, positionals } = parseArgs({ allowPositionals: true, options: { 'max-pages': { type: 'string', default: '400' } } });
const maxPages = Number(values['max-pages']);
const work = mkdtempSync(path.join(os.tmpdir(), 'millwright-reading-'));
try {
  const { files, missing } = documentsFor(positionals, work);
  const measured = files.filter((file) => pagesOf(file) <= maxPages).map((file) => measureDocument(file));
  const command = `node bench/reading/reading.ts --max-pages=${maxPages} [PDF...]`;
  record('reading', command, { total: totalOf(measured), notInstalled: missing, documents: measured });
} finally {
  rmSync(work, { recursive: true, force: true });
}

function pagesOf(file: string): number {
  return Number(
    /^Pages:\s+(\d+)/m.exec(execFileSync('pdfinfo', [file], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }))?.[1] ?? 0,
  );
}

type Measured = ReturnType<typeof measureDocument>;

function measureDocument(file: string) {
  process.stderr.write(`${path.basename(file)}\n`);
  const readings = new Map(PROGRAMS.map((program) => [program, readInChild(program, file)]));
  const ours = readings.get('millwright')!;
  const reference = readReference(
    file,
    ours.outline.map(({ title }) => title),
  );
  const plain = scoreHeadings(ours.headings, ours.outline) === null ? null : readInChild('millwright', withoutBookmarks(file, work));
  const tables = scoreTables(checkedTables(file), ours.tables);
  for (const wrong of tables.wrong) process.stderr.write(`  table on ${wrong} cells right\n`);
  return {
    file: path.basename(file),
    pages: reference.length,
    programs: Object.fromEntries(PROGRAMS.map((program) => [program, scoreReading(readings.get(program)!, reference)])),
    headings: roundedAll(scoreHeadings(ours.headings, ours.outline)),
    headingsWithoutBookmarks: plain && roundedAll(scoreHeadings(plain.headings, ours.outline)),
    runningHeadsInPassages: runningHeads(ours, reference),
    tables: { tables: tables.tables, cells: tables.cells, right: tables.right, whole: tables.whole },
  };
}

/** Lines of passages that are a running head or page number for pdftotext and stand at one height on three of five pages that follow
 *  one another (left and right pages may have their own). */
function runningHeads({ edgeLines }: Reading, reference: readonly ReferencePage[]): number {
  const suspects = edgeLines.filter(({ page, text }) => reference[page - 1]?.runningHeads.has(signature(text)));
  const places = Map.groupBy(suspects, ({ text, y }) => `${signature(text)} ${Math.round(y * 100)}`);
  return [...places.values()].reduce((n, lines) => n + (isFrequent(lines.map(({ page }) => page)) ? lines.length : 0), 0);
}

function isFrequent(pages: readonly number[]): boolean {
  const sorted = [...new Set(pages)].sort((a, b) => a - b);
  return sorted.some((page, index) => (sorted[index + 2] ?? Number.POSITIVE_INFINITY) - page < 5);
}

function readInChild(program: Program, file: string): Reading {
  const script = path.join(import.meta.dirname, 'read-one.ts');
  const target = path.join(work, 'reading.json');
  execFileSync(process.execPath, ['--max-semi-space-size=16', script, program, file, target], { stdio: 'ignore' });
  return JSON.parse(readFileSync(target, 'utf8')) as Reading;
}

function scoreReading(reading: Reading, reference: readonly ReferencePage[]) {
  const sum = { words: 0, found: 0, inOrder: 0 };
  for (const [i, page] of reference.entries()) {
    if (page.isContents) continue;
    const shares = compareWords(wordsOf(page.text), wordsOf(reading.pages[i] ?? ''));
    for (const key of ['words', 'found', 'inOrder'] as const) sum[key] += shares[key];
  }
  return {
    words: sum.words,
    wordsFound: rounded(sum.found / Math.max(1, sum.words), 4),
    wordOrder: rounded(sum.inOrder / Math.max(1, sum.found), 4),
    pagesPerSecond: rounded(reference.length / reading.seconds),
    peakMB: reading.peakMB,
  };
}

function roundedAll<T extends Record<string, number>>(score: T | null): T | null {
  return score && (Object.fromEntries(Object.entries(score).map(([key, value]) => [key, rounded(value, 3)])) as T);
}

/** Each document weighs the same, however long it is; tables count by cells. */
function totalOf(documents: readonly Measured[]) {
  const mean = (values: number[]): number => rounded(values.reduce((a, b) => a + b, 0) / Math.max(1, values.length), 4);
  const spoken = documents.filter((d) => d.programs.millwright!.words > 50);
  const cells = documents.reduce((n, d) => n + d.tables.cells, 0);
  return {
    documents: documents.length,
    pages: documents.reduce((n, d) => n + d.pages, 0),
    ...Object.fromEntries(
      PROGRAMS.map((program) => [
        program,
        {
          wordsFound: mean(spoken.map((d) => d.programs[program]!.wordsFound)),
          fewestWordsFound: Math.min(...spoken.map((d) => d.programs[program]!.wordsFound)),
          wordOrder: mean(spoken.map((d) => d.programs[program]!.wordOrder)),
        },
      ]),
    ),
    headingsF1: mean(documents.flatMap((d) => (d.headings ? [d.headings.f1] : []))),
    headingsF1WithoutBookmarks: mean(documents.flatMap((d) => (d.headingsWithoutBookmarks ? [d.headingsWithoutBookmarks.f1] : []))),
    runningHeadsInPassages: documents.reduce((n, d) => n + d.runningHeadsInPassages, 0),
    tables: documents.reduce((n, d) => n + d.tables.tables, 0),
    tableCellsRight: rounded(documents.reduce((n, d) => n + d.tables.right, 0) / Math.max(1, cells), 4),
    tablesWhole: documents.reduce((n, d) => n + d.tables.whole, 0),
  };
}
