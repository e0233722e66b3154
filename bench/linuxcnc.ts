import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { PDFParse } from 'pdf-parse';
import { MillwrightError } from '../knowledge/errors.ts';
import { ROOT, record, rounded, treeMemory } from './record.ts';

/** A manual of 1,335 pages in one go, through the command line: pages a second, memory of all processes, when words can be
 *  searched and vectors are complete, and ten questions of ours about it. Beside it pdf-parse's plain text of the same file.
 *  Run: node bench/linuxcnc.ts [PDF]   (default: the file of Debian's linuxcnc-doc-en) */
const PDF = process.argv[2] ?? '/usr/share/doc/linuxcnc/LinuxCNC_Documentation.pdf';
const QUESTIONS = path.join(import.meta.dirname, 'linuxcnc-questions.jsonl');
const MILLWRIGHT = path.join(ROOT, 'bin', 'millwright.mjs');

if (!existsSync(PDF))
  throw new MillwrightError(`${PDF} is not there: install linuxcnc-doc-en, or name the file.`, { code: 'file_missing' });
const data = mkdtempSync(path.join(os.tmpdir(), 'millwright-bench-'));
try {
  const ingest = await ingested(data);
  const evaluated = JSON.parse(
    execFileSync(process.execPath, [MILLWRIGHT, 'evaluate', QUESTIONS, '--data', data, '--json'], { encoding: 'utf8' }),
  );
  const { hit1, hit5, firstCitation, contains } = evaluated as Record<string, number>;
  record('linuxcnc', 'node bench/linuxcnc.ts', {
    ...ingest,
    questions: { hit1, hit5, firstCitation, contains },
    baseline: await plainText(),
  });
} finally {
  rmSync(data, { recursive: true, force: true });
}

type Report = { totals: { pages: number; passages: number; records: number }; searchableSeconds: number; vectorsSeconds: number };

async function ingested(folder: string): Promise<Record<string, number>> {
  const child = spawn(process.execPath, [MILLWRIGHT, 'ingest', PDF, '--data', folder, '--json'], { stdio: ['ignore', 'pipe', 'inherit'] });
  let peak = 0;
  let readingPeak = 0;
  let reading = true;
  let skipped = 0;
  // Looking costs 30 ms of a core: seldom while vectors are made, where memory hardly changes.
  const sampler = setInterval(() => {
    if (!reading && ++skipped % 10 !== 0) return;
    const now = treeMemory(child.pid!);
    peak = Math.max(peak, now);
    if (reading) readingPeak = Math.max(readingPeak, now);
  }, 250);
  const reports: Report[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    const event = JSON.parse(line) as { type: string; report?: Report };
    if (event.type === 'vectors') reading = false;
    if (event.report) reports.push(event.report);
  }
  clearInterval(sampler);
  const [report] = reports;
  if (report === undefined) throw new MillwrightError('The ingest ended without a report.', { code: 'internal' });
  const { totals, searchableSeconds, vectorsSeconds } = report;
  return {
    pages: totals.pages,
    passages: totals.passages,
    records: totals.records,
    pagesPerSecond: rounded(totals.pages / searchableSeconds),
    searchableSeconds: rounded(searchableSeconds),
    vectorsSeconds: rounded(vectorsSeconds),
    peakMemoryReadingMB: Math.round(readingPeak),
    peakMemoryMB: Math.round(peak),
  };
}

async function plainText(): Promise<Record<string, unknown>> {
  const start = performance.now();
  const parser = new PDFParse({ data: readFileSync(PDF) });
  const { total } = await parser.getText();
  await parser.destroy();
  return { name: 'pdf-parse getText, no structure, no store', pagesPerSecond: rounded(total / ((performance.now() - start) / 1000)) };
}
