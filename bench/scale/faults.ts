import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, statfsSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { type OpenedStore, openStore } from '../../knowledge/store/open-store.ts';
import { type ClusterView, hasStoppedFollowing } from '../../knowledge/store/qdrant/caught-up.ts';
import { QdrantServer } from '../../knowledge/store/qdrant/fixtures/qdrant-server.ts';
import { quantile, record, rounded } from '../record.ts';
import { type Question, SteadyLoad } from './steady-load.ts';

/** Three nodes of Qdrant under questions and ingestion while one is killed, frozen, all are started again, or a disk is full: answers that are
 *  wrong or of two editions, acknowledged documents that are lost, questions that fail, how long, and how soon all is well again.
 *  Run: node bench/scale/faults.ts [QUESTIONS] [ROUNDS] [FAULT ...]   (so many questions while the fault lasts; rounds take the faults in
 *  turn). The full disk is a small tmpfs: root only. */
const QUESTIONS = Number(process.argv[2] ?? 5_000);
const ROUNDS = Number(process.argv[3] ?? 10);
const ASKERS = 6;
/** A fault lasts at least so long. */
const FAULT_MS = 25_000;
/** After this, searches should have learned to leave a frozen node alone. */
const LEARNED_MS = 10_000;
/** What ten rounds need stays far below. */
const DISK = '2g';
const FILLING = Buffer.alloc(64 * 2 ** 20);
/** A round that cannot ask as many questions as it should ends nevertheless, and tells so. */
const LONGEST_MS = 300_000;
/** Questions go on for at least so long after the nodes are back: what they missed must not be answered from. */
const AFTERWARDS_MS = 15_000;
/** The longest that copies may take until all are level again. */
const WHOLE_MS = 120_000;
const FAULTS = ['killed', 'frozen', 'all started again', 'disk full'] as const;
type Fault = (typeof FAULTS)[number];
type Round = Awaited<ReturnType<typeof measured>>;
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
const alone: OpenedStore[] = [];
const rounds: Round[] = [];
try {
  for (const { url } of nodes) alone.push(await openStore({ ...choice, urls: [url] }, { folder: work, dimensions: () => null }));
  for (let round = 0; round < ROUNDS; round += 1) {
    rounds.push(await measured(chosen[round % chosen.length]!));
    process.stderr.write(`${JSON.stringify(rounds.at(-1))}\n`);
  }
} finally {
  for (const each of [store, ...alone]) await each.close();
  for (const node of nodes) await node.stop();
  execFileSync('umount', ['-l', disk]);
  rmSync(work, { recursive: true, force: true });
  const shape = { nodes: 3, shards: 6, replicas: 2, askers: ASKERS };
  if (rounds.length > 0)
    record('faults', ['node bench/scale/faults.ts', QUESTIONS, ROUNDS, ...process.argv.slice(4)].join(' '), {
      ...shape,
      gates: gates(rounds),
      rounds,
    });
}

async function measured(fault: Fault) {
  const load = new SteadyLoad(store);
  await load.begin({ askers: ASKERS });
  await asked(load, QUESTIONS / 4);
  const start = performance.now();
  await begin(fault);
  await wait(Math.max(0, FAULT_MS - (performance.now() - start)));
  await asked(load, QUESTIONS * 1.25);
  const healing = performance.now();
  const nodesRunning = nodes.filter(({ isRunning }) => isRunning).length;
  await end(fault);
  const healed = performance.now();
  const copiesWholeSeconds = await copiesWhole(healing);
  await wait(Math.max(0, AFTERWARDS_MS - (performance.now() - healed)));
  await load.stop();
  const { questions } = load;
  const failed = questions.filter(({ outcome }) => outcome === 'failed');
  const count = (outcome: Question['outcome']) => questions.filter((question) => question.outcome === outcome).length;
  const between = (from: number, to: number) => latency(questions.filter(({ at }) => at >= from && at < to));
  const lastFailure = Math.max(0, ...failed.map(({ at, ms }) => at + ms - start)) / 1000;
  return {
    ...{ fault, questions: questions.length, wrong: count('wrong'), mixed: count('mixed'), failed: failed.length },
    ...{ failedShare: rounded(failed.length / questions.length, 5), errors: [...new Set(failed.map(({ error }) => error))] },
    ...{ commits: load.commits, commitsRefused: load.refused.length, whyRefused: [...new Set(load.refused)] },
    wrongAtSeconds: questions
      .filter(({ outcome }) => outcome === 'wrong' || outcome === 'mixed')
      .map(({ at, ms }) => [rounded((at - start) / 1000), rounded((at + ms - start) / 1000)]),
    documentsLost: await lost(load),
    ...{
      before: between(0, start),
      firstSeconds: between(start, start + LEARNED_MS),
      afterTenSeconds: between(start + LEARNED_MS, healing),
    },
    ...{ afterwards: between(healed, Number.POSITIVE_INFINITY), faultSeconds: rounded((healing - start) / 1000) },
    ...{ nodesBackSeconds: rounded((healed - healing) / 1000), copiesWholeSeconds },
    ...{ lastFailedQuestionSeconds: rounded(lastFailure), nodesRunning, diskUsedMB: diskUsed() },
  };
}

/** What must hold, over all rounds. */
function gates(all: readonly Round[]): Record<string, number | boolean | null> {
  const sum = (number: (round: Round) => number, of = all) => of.reduce((total, round) => total + number(round), 0);
  const oneLost = all.filter(({ fault }) => fault === 'killed' || fault === 'frozen');
  const slower = all
    .filter(({ fault }) => fault === 'frozen')
    .map(({ before, afterTenSeconds }) => rounded((afterTenSeconds?.p95 ?? Number.NaN) / (before?.p95 ?? Number.NaN), 2));
  return {
    leastQuestionsARound: Math.min(...all.map(({ questions }) => questions)),
    wrongOrMixed: sum(({ wrong, mixed }) => wrong + mixed),
    documentsLost: sum(({ documentsLost }) => documentsLost),
    failedShareOneNodeLost: rounded(
      sum(({ failed }) => failed, oneLost) /
        Math.max(
          1,
          sum(({ questions }) => questions, oneLost),
        ),
      5,
    ),
    frozenP95Times: slower.length === 0 ? null : Math.max(...slower),
  };
}

/** Asked of all nodes together, and of each by itself. */
async function lost(load: SteadyLoad): Promise<number> {
  const counts: number[] = [];
  for (const each of [store, ...alone]) counts.push(await load.lost(each));
  return Math.max(...counts);
}

/** Seconds until every node takes every copy for level with the others; null: longer than is waited for. */
async function copiesWhole(since: number): Promise<number | null> {
  while (performance.now() - since < WHOLE_MS) {
    const whole = await Promise.all(nodes.map(({ url }) => allActive(url).catch(() => false)));
    if (whole.every(Boolean)) return rounded((performance.now() - since) / 1000);
    await wait(250);
  }
  return null;
}

async function allActive(url: string): Promise<boolean> {
  type Shards = { local_shards: { state: string }[]; remote_shards: { state: string }[] };
  const { collections } = await asks<{ collections: { name: string }[] }>(`${url}/collections`);
  const shards = await Promise.all(collections.map(({ name }) => asks<Shards>(`${url}/collections/${name}/cluster`)));
  return shards.flatMap(({ local_shards, remote_shards }) => [...local_shards, ...remote_shards]).every(({ state }) => state === 'Active');
}

async function asks<T>(url: string): Promise<T> {
  const answer = await fetch(url, { signal: AbortSignal.timeout(2_000) });
  return ((await answer.json()) as { result: T }).result;
}

function diskUsed(): number {
  const { blocks, bfree, bsize } = statfsSync(disk);
  return Math.round(((blocks - bfree) * bsize) / 2 ** 20);
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
  if (fault === 'disk full') {
    rmSync(path.join(disk, 'filling'));
    // Its files are mapped into memory: where a page of them finds no room, the system ends the process. Or it runs on, and hears nothing
    // more of its cluster. Whoever runs it starts it again.
    if (third.isRunning && hasStoppedFollowing(await asks<ClusterView>(`${third.url}/cluster`))) await third.kill();
    if (!third.isRunning) await third.startAgain();
  }
}

function fill(): void {
  try {
    for (;;) appendFileSync(path.join(disk, 'filling'), FILLING);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
  }
}

async function asked(load: SteadyLoad, questions: number): Promise<void> {
  const end = performance.now() + LONGEST_MS;
  while (load.questions.length < questions && performance.now() < end) await wait(100);
}

function latency(questions: readonly Question[]): { n: number; p50: number; p95: number } | null {
  if (questions.length === 0) return null;
  const ms = questions.map((question) => question.ms);
  return { n: ms.length, p50: rounded(quantile(ms, 0.5)), p95: rounded(quantile(ms, 0.95)) };
}
