import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { MillwrightError } from '../knowledge/errors.ts';
import { quantile, ROOT, record, rounded, treeMemory } from './record.ts';

/** From the start of the server's process to its first answer, over HTTP, with the samples loaded. Beside it: Node itself.
 *  Run: node bench/start.ts */
const MILLWRIGHT = path.join(ROOT, 'bin', 'millwright.mjs');
const ROUNDS = 5;
const QUESTION = 'What is the tightening torque of the coupling bolts of the KP-40?';

const data = mkdtempSync(path.join(os.tmpdir(), 'millwright-bench-'));
try {
  execFileSync(process.execPath, [MILLWRIGHT, 'ingest', path.join(ROOT, 'samples', 'documents'), '--data', data, '--quiet']);
  const rounds = [];
  for (let round = 0; round < ROUNDS; round += 1) rounds.push(await firstAnswer());
  const bare: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const start = performance.now();
    execFileSync(process.execPath, ['-e', '0']);
    bare.push(performance.now() - start);
  }
  const middle = (values: number[]) => rounded(quantile(values, 0.5));
  record('start', 'node bench/start.ts', {
    rounds: ROUNDS,
    listeningMs: middle(rounds.map(({ listening }) => listening)),
    firstAnswerMs: middle(rounds.map(({ answered }) => answered)),
    slowestFirstAnswerMs: rounded(Math.max(...rounds.map(({ answered }) => answered))),
    memoryMB: middle(rounds.map(({ memory }) => memory)),
    baseline: { name: 'node -e 0', ms: middle(bare) },
  });
} finally {
  rmSync(data, { recursive: true, force: true });
}

async function firstAnswer(): Promise<{ listening: number; answered: number; memory: number }> {
  const start = performance.now();
  const server = spawn(process.execPath, [MILLWRIGHT, 'serve', '--port', '0', '--data', data], { stdio: ['ignore', 'ignore', 'pipe'] });
  let url: string | undefined;
  for await (const line of createInterface({ input: server.stderr })) {
    url = /http:\/\/[^\s]+/.exec(line)?.[0];
    if (url !== undefined) break;
  }
  const listening = performance.now() - start;
  const response = await fetch(`${url}/api/v1/ask`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ question: QUESTION }),
  });
  const { outcome } = (await response.json()) as { outcome: string };
  const answered = performance.now() - start;
  if (outcome !== 'answered') throw new MillwrightError(`The first answer was "${outcome}".`, { code: 'internal' });
  const memory = treeMemory(server.pid!);
  server.kill('SIGTERM');
  await once(server, 'exit');
  return { listening, answered, memory };
}
