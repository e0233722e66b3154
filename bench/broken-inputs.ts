/** Hundreds of broken and hostile files through the command line: node bench/broken-inputs.ts [PATTERN]
 *  PATTERN: only files whose name it matches; nothing is recorded then. Fails where a rule is broken. */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { FileOutcome, IngestReport } from '../ingest/jobs/ingest-report.ts';
import { brokenArchives } from './broken/archives.ts';
import { flippedFiles } from './broken/flips.ts';
import { brokenPdfs } from './broken/pdfs.ts';
import { brokenTexts } from './broken/texts.ts';
import { quantile, ROOT, record, rounded, treeMemory } from './record.ts';

const SAMPLE_MS = 1_000;
/** A name may be long; the rest of a reason may not. */
const MAX_REASON = 900;

const pattern = process.argv[2];
const root = mkdtempSync(path.join(os.tmpdir(), 'millwright-broken-'));
try {
  const [plant, data, temporary] = ['plant', 'data', 'tmp'].map((name) => path.join(root, name));
  for (const folder of [plant!, data!, temporary!]) mkdirSync(folder);
  const inputs = { ...flippedFiles(), ...brokenPdfs(), ...brokenTexts(), ...(await brokenArchives()) };
  const names = Object.keys(inputs).filter((name) => pattern === undefined || new RegExp(pattern).test(name));
  for (const name of names) writeFileSync(path.join(plant!, name), inputs[name]!);
  const before = inventory(plant!);
  const started = performance.now();
  const { report, exitCode, stderr, peakMegabytes } = await ingest(plant!, data!, temporary!);
  const seconds = (performance.now() - started) / 1000;
  const broken = [
    ...outcomesWrong(
      report,
      names.filter((name) => !name.startsWith('.')),
    ),
    ...(inventory(plant!) === before ? [] : ['The folder of files was changed.']),
    ...extra(root, ['plant', 'data', 'tmp']),
    ...extra(temporary!, []),
    ...extra(data!, ['files', 'unpacking', 'millwright.db', 'millwright.db-wal', 'millwright.db-shm']),
    ...extra(path.join(data!, 'unpacking'), []),
    ...(exitCode === (report.totals.failed > 0 ? 1 : 0) ? [] : [`Exit code ${exitCode}: ${stderr.slice(0, 500)}`]),
  ];
  const measured = { ...summary(report), seconds: rounded(seconds), peakMegabytes: Math.round(peakMegabytes), rulesBroken: broken };
  if (pattern === undefined) record('broken-inputs', 'node bench/broken-inputs.ts', measured);
  else
    process.stdout.write(
      `${JSON.stringify({ ...measured, files: report.files.map(({ file, status, ms, error, warnings }) => [file, status, ms, error?.message ?? warnings.map(({ message }) => message)]) }, null, 1)}\n`,
    );
  if (broken.length > 0) process.exitCode = 1;
} finally {
  rmSync(root, { recursive: true, force: true });
}

type Run = { report: IngestReport; exitCode: number | null; stderr: string; peakMegabytes: number };

/** The real command, its memory watched with that of all its processes. */
function ingest(plant: string, data: string, temporary: string): Promise<Run> {
  const program = path.join(ROOT, 'bin', 'millwright.mjs');
  const child = spawn(process.execPath, [program, 'ingest', plant, '--data', data, '--no-wait', '--quiet', '--json'], {
    cwd: root,
    // Reading pictures of text has limits and a bench of its own.
    env: { ...process.env, TMPDIR: temporary, MILLWRIGHT_RECOGNIZER: 'off' },
  });
  let [stdout, stderr, peakMegabytes] = ['', '', 0];
  child.stdout.on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  const sampling = setInterval(() => {
    peakMegabytes = Math.max(peakMegabytes, treeMemory(child.pid!));
  }, SAMPLE_MS);
  return new Promise((resolve, reject) => {
    child.on('close', (exitCode) => {
      clearInterval(sampling);
      // Events, a line each; the report comes last.
      const last = stdout.trimEnd().split('\n').at(-1) ?? '';
      if (last.startsWith('{"type":"report"'))
        resolve({ report: (JSON.parse(last) as { report: IngestReport }).report, exitCode, stderr, peakMegabytes });
      else reject(new RangeError(`The command crashed (${exitCode}): ${stderr.slice(-2_000)}`));
    });
  });
}

/** Every file has one outcome, and every failure one clear line that names it. */
function outcomesWrong({ files }: IngestReport, names: readonly string[]): string[] {
  const wrong: string[] = [];
  const found = new Set(files.map(({ file }) => file));
  for (const name of names) if (!found.has(name.normalize('NFC'))) wrong.push(`No outcome for ${name}`);
  if (found.size !== files.length) wrong.push('A file has two outcomes.');
  for (const { file, status, error } of files) {
    if ((status === 'failed') !== (error !== undefined)) wrong.push(`${file}: ${status} with${error ? '' : 'out'} a reason`);
    const reason = error?.message.replaceAll(file, 'FILE') ?? '"FILE" ends.';
    const clear =
      reason.includes('"FILE') &&
      /[.!]$/.test(reason) &&
      !/\n|undefined|\[object|at \w+ \(|node_modules/.test(reason) &&
      reason.length < MAX_REASON;
    if (!clear) wrong.push(`${file}: no clear reason: ${reason.slice(0, 300)}`);
  }
  return wrong;
}

function inventory(folder: string): string {
  return readdirSync(folder)
    .map((name) => `${name} ${statSync(path.join(folder, name)).size}`)
    .sort()
    .join('\n');
}

function extra(folder: string, expected: readonly string[]): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => !expected.includes(name))
      .map((name) => `Left behind in ${path.relative(root, folder) || 'the folder around'}: ${name}`);
  } catch {
    return [];
  }
}

function summary({ files, totals }: IngestReport): Record<string, unknown> {
  const codes: Record<string, number> = {};
  for (const { error } of files) if (error) codes[error.code] = (codes[error.code] ?? 0) + 1;
  const slowest = files.toSorted((a: FileOutcome, b: FileOutcome) => b.ms - a.ms).slice(0, 8);
  const { indexed, indexed_with_warnings: withWarnings, unchanged, failed } = totals;
  return {
    inputs: files.length,
    indexed,
    indexedWithWarnings: withWarnings,
    sameContent: unchanged,
    failed,
    codes,
    secondsAFile: {
      p50: rounded(
        quantile(
          files.map(({ ms }) => ms / 1000),
          0.5,
        ),
        2,
      ),
      p95: rounded(
        quantile(
          files.map(({ ms }) => ms / 1000),
          0.95,
        ),
        2,
      ),
    },
    slowest: slowest.map(({ file, status, ms, error }) => `${file}: ${rounded(ms / 1000)} s, ${error?.code ?? status}`),
  };
}
