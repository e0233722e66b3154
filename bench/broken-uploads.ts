/** The broken and hostile files of broken-inputs.ts, uploaded to a server, which is asked and looked at all the while:
 *  node bench/broken-uploads.ts [PATTERN]. Fails where it stops answering, or a file has no outcome. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { brokenArchives } from './broken/archives.ts';
import { flippedFiles } from './broken/flips.ts';
import { brokenPdfs } from './broken/pdfs.ts';
import { brokenTexts } from './broken/texts.ts';
import { quantile, ROOT, record, rounded, treeMemory } from './record.ts';

const HEALTH_MS = 1_000;
const KNOWN = [
  'files',
  'unpacking',
  'uploads',
  'recognized',
  'pages',
  'server.lock',
  'millwright.db',
  'millwright.db-wal',
  'millwright.db-shm',
];
const pattern = new RegExp(process.argv[2] ?? '');

type Job = { id: string; state: string; files: { file: string; status: string; error: { message: string } | null }[] };

const root = mkdtempSync(path.join(os.tmpdir(), 'millwright-uploads-'));
const [data, temporary] = [path.join(root, 'data'), path.join(root, 'tmp')];
mkdirSync(temporary);
const server = spawn(process.execPath, [path.join(ROOT, 'bin', 'millwright.mjs'), 'serve', '--port', '0', '--data', data], {
  cwd: root,
  env: { ...process.env, TMPDIR: temporary, MILLWRIGHT_RECOGNIZER: 'off' },
  stdio: ['ignore', 'ignore', 'pipe'],
});
let died = false;
server.on('exit', () => {
  died = true;
});
try {
  const url = await addressOf();
  const waits: number[] = [];
  let peakMegabytes = 0;
  const watching = setInterval(async () => {
    peakMegabytes = Math.max(peakMegabytes, treeMemory(server.pid!));
    const start = performance.now();
    const healthy = await fetch(`${url}/api/v1/health`).then(
      ({ ok }) => ok,
      () => false,
    );
    waits.push(healthy ? performance.now() - start : Number.POSITIVE_INFINITY);
  }, HEALTH_MS);
  const started = performance.now();
  const inputs = { ...flippedFiles(), ...brokenPdfs(), ...brokenTexts(), ...(await brokenArchives()) };
  const names = Object.keys(inputs).filter((name) => pattern.test(name));
  const refused: Record<number, number> = {};
  const jobs: string[] = [];
  for (const name of names) {
    const form = new FormData();
    form.append('files', new Blob([Uint8Array.from(Buffer.from(inputs[name]!))]), name);
    const response = await fetch(`${url}/api/v1/documents`, { method: 'POST', body: form });
    const body = (await response.json()) as { id?: string; job?: { id: string } };
    const id = body.id ?? body.job?.id;
    if (response.ok && id !== undefined) jobs.push(id);
    else refused[response.status] = (refused[response.status] ?? 0) + 1;
  }
  const outcomes: Record<string, number> = {};
  const unclear: string[] = [];
  for (const id of jobs) {
    for (const { file, status, error } of (await ended(url, id)).files) {
      outcomes[status] = (outcomes[status] ?? 0) + 1;
      if ((status === 'failed') !== (error !== null)) unclear.push(`${file}: ${status}`);
    }
  }
  clearInterval(watching);
  const left = [
    ...readdirSync(data).filter((name) => !KNOWN.includes(name)),
    ...readdirSync(temporary),
    ...readdirSync(root).filter((name) => !['data', 'tmp'].includes(name)),
  ];
  const measured = {
    inputs: names.length,
    jobs: jobs.length,
    refused,
    outcomes,
    unclear,
    leftBehind: left,
    seconds: rounded((performance.now() - started) / 1000),
    peakMegabytes: Math.round(peakMegabytes),
    healthMs: { p50: rounded(quantile(waits, 0.5)), p99: rounded(quantile(waits, 0.99)), slowest: rounded(Math.max(...waits)) },
    serverDied: died,
  };
  if (process.argv[2] === undefined) record('broken-uploads', 'node bench/broken-uploads.ts', measured);
  else process.stdout.write(`${JSON.stringify(measured, null, 1)}\n`);
  if (died || unclear.length > 0 || left.length > 0) process.exitCode = 1;
} finally {
  if (!died) {
    server.kill('SIGTERM');
    await once(server, 'exit');
  }
  rmSync(root, { recursive: true, force: true });
}

async function addressOf(): Promise<string> {
  for await (const line of createInterface({ input: server.stderr! })) {
    const url = /http:\/\/[^\s/]+/.exec(line)?.[0];
    if (url !== undefined) return url;
  }
  throw new RangeError('The server ended before it listened.');
}

async function ended(url: string, id: string): Promise<Job> {
  for (;;) {
    const job = (await (await fetch(`${url}/api/v1/jobs/${id}`)).json()) as Job;
    if (['done', 'failed', 'cancelled', 'searchable'].includes(job.state)) return job;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
