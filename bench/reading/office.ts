import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { readDocument } from '../../ingest/read/read-document.ts';
import { DEFAULT_READ_LIMITS } from '../../ingest/read/reader.ts';
import type { Block } from '../../knowledge/document/block.ts';
import { ROOT, record, rounded } from '../record.ts';
import { compareWords, wordsOf } from './words.ts';

/** Files that LibreOffice makes (DOCX, ODT and RTF of Debian's web pages; XLSX and ODS of a sheet of 5,000 rows), read by us: the words that
 *  LibreOffice's own export to plain text holds, and their order. Only numbers are kept.
 *  Run: node bench/reading/office.ts   (needs libreoffice-writer and libreoffice-calc, and the packages named below where installed) */
const PAGES = [
  '/usr/share/doc/debian-policy/policy.html/ch-source.html',
  '/usr/share/doc/debmake-doc/html/ch04.en.html',
  '/usr/share/doc/debmake-doc/html/ch05.zh-cn.html',
  '/usr/share/doc/debmake-doc/html/ch07.zh-cn.html',
].filter(existsSync);
const ROWS = 5_000;
/** Words are compared in stretches: the order of a whole book at once would take hours. */
const STRETCH = 4_000;

const work = mkdtempSync(path.join(os.tmpdir(), 'millwright-office-'));
try {
  const results: Record<string, unknown> = {};
  for (const page of PAGES)
    for (const kind of ['docx', 'odt', 'rtf']) {
      // Through ODT, as a person writes first and exports then.
      const written = convert(page, 'odt:writer8', 'odt', ['--infilter=HTML (StarWriter)']);
      const file = kind === 'odt' ? written : convert(written, kind, kind);
      results[`${path.basename(page, '.html')}.${kind}`] = await compared(file, convert(file, 'txt:Text (encoded):UTF8', 'txt'));
    }
  const sheet = path.join(work, 'parts.csv');
  writeFileSync(sheet, sheetText());
  for (const kind of ['xlsx', 'ods']) {
    const file = convert(sheet, kind, kind);
    results[`parts.${kind}`] = await compared(file, sheet);
  }
  const samples = path.join(ROOT, 'samples', 'documents', 'fl1-fault-codes.xlsx');
  results['fl1-fault-codes.xlsx, saved anew'] = await compared(convert(samples, 'ods', 'ods'), convert(samples, 'csv', 'csv'));
  const of = (name: 'wordsFound' | 'wordOrder') =>
    Math.min(...Object.values(results as Record<string, Result>).map((result) => result[name]));
  record('reading-office', 'node bench/reading/office.ts', {
    program: execFileSync('soffice', ['--version'], { encoding: 'utf8' }).trim().split(' ').slice(0, 2).join(' '),
    fewestWordsFound: of('wordsFound'),
    leastOrder: of('wordOrder'),
    files: results,
  });
} finally {
  rmSync(work, { recursive: true, force: true });
}

type Result = { words: number; wordsFound: number; wordOrder: number; seconds: number };

function convert(file: string, filter: string, ending: string, options: string[] = []): string {
  const profile = `-env:UserInstallation=file://${path.join(work, 'profile')}`;
  const folder = mkdtempSync(path.join(work, 'made-'));
  execFileSync('soffice', [profile, '--headless', ...options, '--convert-to', filter, '--outdir', folder, file], { stdio: 'ignore' });
  return path.join(folder, `${path.basename(file, path.extname(file))}.${ending}`);
}

async function compared(file: string, truth: string): Promise<Result> {
  const started = performance.now();
  const { blocks } = await readDocument({ path: file, name: path.basename(file), limits: DEFAULT_READ_LIMITS });
  const seconds = rounded((performance.now() - started) / 1000, 2);
  const [expected, read] = [wordsOf(readFileSync(truth, 'utf8')), wordsOf(blocks.map(textOf).join('\n'))];
  const sum = { words: 0, found: countFound(expected, read), inOrder: 0 };
  for (let start = 0; start < expected.length; start += STRETCH) {
    const part = expected.slice(start, start + STRETCH);
    const from = Math.max(0, Math.round((start / expected.length) * read.length) - STRETCH / 4);
    const shares = compareWords(part, read.slice(from, from + 1.5 * STRETCH));
    sum.words += shares.words;
    sum.inOrder += shares.inOrder;
  }
  return { words: sum.words, wordsFound: rounded(sum.found / sum.words, 4), wordOrder: rounded(sum.inOrder / sum.words, 4), seconds };
}

function countFound(expected: readonly string[], read: readonly string[]): number {
  const left = new Map<string, number>();
  for (const word of read) left.set(word, (left.get(word) ?? 0) + 1);
  return expected.filter((word) => {
    const count = left.get(word) ?? 0;
    left.set(word, count - 1);
    return count > 0;
  }).length;
}

function textOf(block: Block): string {
  if (block.kind === 'table')
    return [
      block.caption ?? '',
      ...block.rows.map((row) =>
        row
          .filter(({ repeated }) => !repeated)
          .map(({ text }) => text)
          .join(' '),
      ),
    ].join('\n');
  if (block.kind === 'figure') return block.caption ?? '';
  return `${'marker' in block && block.marker ? `${block.marker} ` : ''}${block.text}`;
}

function sheetText(): string {
  const rows = Array.from({ length: ROWS }, (_, index) => {
    const number = String(index + 1).padStart(5, '0');
    return `P-${number},Bearing ${index % 97} of line ${index % 7},${(index % 40) * 0.25},bar,Store ${index % 12} shelf ${index % 31}`;
  });
  return ['Part,Name,Pressure,Unit,Place', ...rows].join('\n');
}
