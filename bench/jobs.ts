import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { MillwrightError } from '../knowledge/errors.ts';
import { numberGenerator } from './number-generator.ts';
import { ROOT, record, rounded, treeMemory } from './record.ts';

/** A document of 5,000 pages and a folder of 2,000 files through the queue, words only (vectors take the embedder's time, whatever
 *  the queue does): pages or files a second, and the peak memory of all processes. Everything is made of seeded words.
 *  Run: node bench/jobs.ts [PAGES] [FILES] */
const PAGES = Number(process.argv[2] ?? 5_000);
const FILES = Number(process.argv[3] ?? 2_000);
const MILLWRIGHT = path.join(ROOT, 'bin', 'millwright.mjs');
const SAMPLE_MS = 500;

const random = numberGenerator(7);
const STEMS = 'pump valve seal bolt bearing motor shaft oil filter gasket coupling pressure torque flange impeller gauge'.split(' ');
const VERBS = 'tighten replace check clean drain lubricate inspect align'.split(' ');
const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)]!;

const folder = mkdtempSync(path.join(os.tmpdir(), 'millwright-jobs-'));
try {
  const large = path.join(folder, 'large.pdf');
  writePdf(large, PAGES);
  const document = await ingested([large]);
  const plant = path.join(folder, 'plant');
  mkdirSync(plant);
  for (let index = 0; index < FILES; index += 1) {
    const name = path.join(plant, `${String(index).padStart(5, '0')}`);
    if (index % 4 === 0) writePdf(`${name}.pdf`, 2);
    else writeFileSync(`${name}.md`, `# Sheet ${index}\n\n${sentences(30).join(' ')}\n`);
  }
  const many = await ingested([plant]);
  record('jobs', 'node bench/jobs.ts', {
    document: { ...document, pagesPerSecond: rounded(document.pages / document.searchableSeconds) },
    folder: { ...many, filesPerSecond: rounded(many.files / many.searchableSeconds) },
  });
} finally {
  rmSync(folder, { recursive: true, force: true });
}

type Measured = { files: number; failed: number; pages: number; passages: number; searchableSeconds: number; peakMemoryMB: number };
type Line = { report?: { totals: Measured; searchableSeconds: number } };

async function ingested(paths: readonly string[]): Promise<Measured> {
  const data = mkdtempSync(path.join(folder, 'data-'));
  const child = spawn(process.execPath, [MILLWRIGHT, 'ingest', ...paths, '--no-wait', '--data', data, '--json'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let peak = 0;
  const sampler = setInterval(() => {
    peak = Math.max(peak, treeMemory(child.pid!));
  }, SAMPLE_MS);
  let report: Line['report'];
  for await (const line of createInterface({ input: child.stdout })) report = (JSON.parse(line) as Line).report ?? report;
  clearInterval(sampler);
  if (report === undefined) throw new MillwrightError('The ingest ended without a report.', { code: 'internal' });
  const { files, failed, pages, passages } = report.totals;
  return { files, failed, pages, passages, searchableSeconds: rounded(report.searchableSeconds), peakMemoryMB: Math.round(peak) };
}

function sentences(count: number): string[] {
  return Array.from({ length: count }, () => {
    const torque = 5 + Math.floor(random() * 300);
    return `Always ${pick(VERBS)} the ${pick(STEMS)} ${pick(STEMS)} of unit U-${Math.floor(random() * 9_000)} to ${torque} Nm before the ${pick(STEMS)} is started.`;
  });
}

/** Writes a PDF of text pages piece by piece, so that its size does not matter: a heading, four paragraphs of six lines. */
function writePdf(file: string, pages: number): void {
  const handle = openSync(file, 'w');
  const offsets: number[] = [];
  let at = 0;
  const write = (text: string) => {
    writeSync(handle, text, null, 'latin1');
    at += text.length;
  };
  const object = (number: number, text: string) => {
    offsets[number] = at;
    write(`${number} 0 obj\n${text}\nendobj\n`);
  };
  write('%PDF-1.4\n');
  object(1, '<< /Type /Catalog /Pages 2 0 R >>');
  object(3, '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>');
  for (let page = 0; page < pages; page += 1) {
    const number = 4 + 2 * page;
    const content = pageContent(page + 1);
    const resources = '/Resources << /Font << /F1 3 0 R >> >>';
    object(number, `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] ${resources} /Contents ${number + 1} 0 R >>`);
    object(number + 1, `<< /Length ${content.length} >>\nstream\n${content}\nendstream`);
  }
  const kids = Array.from({ length: pages }, (_, page) => `${4 + 2 * page} 0 R`).join(' ');
  object(2, `<< /Type /Pages /Kids [${kids}] /Count ${pages} >>`);
  const start = at;
  const rows = offsets.slice(1).map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`);
  write(`xref\n0 ${offsets.length}\n0000000000 65535 f \n${rows.join('')}`);
  write(`trailer\n<< /Size ${offsets.length} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`);
  closeSync(handle);
}

function pageContent(page: number): string {
  const lines = [`BT /F1 16 Tf 1 0 0 1 72 770 Tm (${page}.1 Service of the ${pick(STEMS)} ${pick(STEMS)}) Tj ET`];
  let y = 730;
  for (let paragraph = 0; paragraph < 4; paragraph += 1) {
    for (const sentence of sentences(6)) {
      lines.push(`BT /F1 10 Tf 1 0 0 1 72 ${y} Tm (${sentence}) Tj ET`);
      y -= 14;
    }
    y -= 20;
  }
  return lines.join('\n');
}
