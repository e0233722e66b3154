import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { openStore } from '../../knowledge/store/open-store.ts';
import { QdrantServer } from '../../knowledge/store/qdrant/fixtures/qdrant-server.ts';
import { quantile, record, rounded } from '../record.ts';
import { type Question, SteadyLoad } from './steady-load.ts';

/** Three nodes of Qdrant under questions and ingestion while one is killed, frozen, all are started again, or a disk is full: answers that are
 *  wrong or of two editions, acknowledged documents that are lost, questions that fail, how long, and how soon all is well again.
 *  Run: node bench/scale/faults.ts [QUESTIONS] [ROUNDS] [FAULT ...]   (at least so many questions a round; rounds take the faults in turn). The full disk is a small tmpfs: root only. */
const QUESTIONS = Number(process.argv[2] ?? 5_000);
const ROUNDS = Number(process.argv[3] ?? 10);
const ASKERS = 2;
const FAULT_MS = 25_000;
/** After this, searches should have learned to leave a frozen node alone. */
const LEARNED_MS = 10_000;
const DISK = '200m';
/** Questions go on for at least so long after the nodes are back: what they missed must not be answered from. */
const AFTERWARDS_MS = 15_000;
const FAULTS = ['killed', 'frozen', 'all started again', 'disk full'] as const;
type Fault = (typeof FAULTS)[number];
const chosen = process.argv.length > 4 ? FAULTS.filter((fault) => process.argv.slice(4).includes(fault)) : FAULTS;

const work = mkdtempSync(path.join(os.tmpdir(), 'millwright-faults-'));
const disk = path.join(work, 'disk');
mkdirSync(disk);
execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${DISK}`, 'tmpfs', disk]);
const first = await QdrantServer.start({ joins: null });
const second = await QdrantServer.start({ joins: first });
const third = await QdrantServer.start({ joins: first, folder: disk });
const nodes = [first, second, third];
const choice = {
  ...{
    kind: 'qdrant' as const,
    urls: nodes.map(({ url }) => url),
    apiKey: null,
    collection: 'faults',
    shards: 6,
    replicas: 2,
    timeoutMs: 5_000,
  },
};
const store = await openStore(choice, { folder: work, dimensions: () => null });
try {
  const rounds: Record<string, unknown>[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    rounds.push(await measured(chosen[round % chosen.length]!));
    process.stderr.write(`${JSON.stringify(rounds.at(-1))}\n`);
  }
  record('faults', ['node bench/scale/faults.ts', QUESTIONS, ROUNDS, ...process.argv.slice(4)].join(' '), {
    nodes: 3,
    shards: 6,
    replicas: 2,
    askers: ASKERS,
    rounds,
  });
} finally {
  await store.close();
  for (const node of nodes) await node.stop();
  execFileSync('umount', ['-l', disk]);
  rmSync(work, { recursive: true, force: true });
}

async function measured(fault: Fault): Promise<Record<string, unknown>> {
  const load = new SteadyLoad(store);
  await load.begin({ askers: ASKERS });
  await asked(load, QUESTIONS / 4);
  const start = performance.now();
  await begin(fault);
  await wait(Math.max(0, FAULT_MS - (performance.now() - start)));
  const healing = performance.now();
  await end(fault);
  const healed = performance.now();
  await wait(AFTERWARDS_MS);
  await asked(load, QUESTIONS);
  await load.stop();
  const { questions } = load;
  const failed = questions.filter(({ outcome }) => outcome === 'failed');
  const count = (outcome: Question['outcome']) => questions.filter((question) => question.outcome === outcome).length;
  const between = (from: number, to: number) => latency(questions.filter(({ at }) => at >= from && at < to));
  const lastFailure = Math.max(0, ...failed.map(({ at, ms }) => at + ms - start)) / 1000;
  return {
    ...{ fault, questions: questions.length, wrong: count('wrong'), mixed: count('mixed'), failed: failed.length },
    ...{ failedShare: rounded(failed.length / questions.length, 5), errors: [...new Set(failed.map(({ error }) => error))] },
    ...{
      commits: load.commits,
      commitsRefused: load.refused.length,
      whyRefused: [...new Set(load.refused)],
      documentsLost: await load.lost(),
    },
    ...{
      before: between(0, start),
      firstSeconds: between(start, start + LEARNED_MS),
      afterTenSeconds: between(start + LEARNED_MS, healing),
    },
    ...{ afterwards: between(healed, Number.POSITIVE_INFINITY), nodesBackSeconds: rounded((healed - healing) / 1000) },
    lastFailedQuestionSeconds: rounded(lastFailure),
  };
}

async function begin(fault: Fault): Promise<void> {
  if (fault === 'killed') await second.kill();
  if (fault === 'frozen') second.freeze(true);
  if (fault === 'disk full') fill();
  if (fault === 'all started again') {
    for (const node of nodes) await node.kill();
    for (const node of nodes) await node.startAgain();
  }
}

async function end(fault: Fault): Promise<void> {
  if (fault === 'killed') await second.startAgain();
  if (fault === 'frozen') second.freeze(false);
  if (fault === 'disk full') rmSync(path.join(disk, 'filling'));
}

function fill(): void {
  try {
    writeFileSync(path.join(disk, 'filling'), Buffer.alloc(512 * 2 ** 20));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
  }
}

async function asked(load: SteadyLoad, questions: number): Promise<void> {
  while (load.questions.length < questions) await wait(100);
}

function latency(questions: readonly Question[]): { n: number; p50: number; p95: number } | null {
  if (questions.length === 0) return null;
  const ms = questions.map((question) => question.ms);
  return { n: ms.length, p50: rounded(quantile(ms, 0.5)), p95: rounded(quantile(ms, 0.95)) };
}
