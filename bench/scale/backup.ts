import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { backUp } from '../../knowledge/store/backup/back-up.ts';
import { restoreBackup } from '../../knowledge/store/backup/restore-store.ts';
import { madeRevision } from '../../knowledge/store/fixtures/made-revision.ts';
import { type OpenedStore, openStore, type StoreChoice } from '../../knowledge/store/open-store.ts';
import type { Candidate } from '../../knowledge/store/passage-store.ts';
import { QdrantServer } from '../../knowledge/store/qdrant/fixtures/qdrant-server.ts';
import { tokenize } from '../../knowledge/text/tokens.ts';
import { numberGenerator } from '../number-generator.ts';
import { record, rounded } from '../record.ts';

/** A backup that is taken while documents are replaced: restored, it must be the store of one moment, and answer as the store did at that
 *  moment. A twin tells how that was: another store that is written to in the same steps, up to that moment and no further (a store that
 *  was filled with just these documents in another order need not rank them the same: of equal scores the first ones count). Made documents
 *  whose passages say which edition they are of; every question is a search by words.
 *  Run: node bench/scale/backup.ts [QUESTIONS] */
const QUESTIONS = Number(process.argv[2] ?? 500);
const DOCUMENTS = 120;
const PASSAGES = 25;
const WORDS = 400;
const LIMIT = 20;
/** The writer pauses so long between two steps. */
const PAUSE_MS = 5;

const work = mkdtempSync(path.join(os.tmpdir(), 'millwright-backup-'));
const server = await QdrantServer.start();
const remote: StoreChoice = {
  ...{ kind: 'qdrant', urls: [server.url], apiKey: null, collection: 'backup', shards: 1, replicas: 1, timeoutMs: 60_000 },
};
try {
  const measured = { sqlite: await measure('sqlite', { kind: 'sqlite' }), qdrant: await measure('qdrant', remote) };
  record('backup', ['node bench/scale/backup.ts', ...process.argv.slice(2)].join(' '), { questions: QUESTIONS, ...measured });
} finally {
  await server.stop();
  rmSync(work, { recursive: true, force: true });
}

async function measure(name: string, choice: StoreChoice): Promise<Record<string, unknown>> {
  const folder = mkdtempSync(path.join(work, `${name}-`));
  const store = await openStore(choice, { folder, dimensions: () => null });
  for (let step = 0; step < DOCUMENTS; step += 1) await commitStep(store, step);
  const writing = { stopped: false, steps: 0 };
  const writer = write(store, writing);
  const file = path.join(work, `${name}.tar.gz`);
  const start = performance.now();
  await backUp({ store, dataFolder: folder, file, version: '0.0.0' });
  const seconds = (performance.now() - start) / 1000;
  const stepsMeanwhile = writing.steps;
  writing.stopped = true;
  await writer;
  await store.close();

  const copy = await restored(choice, file, name);
  const twin = await openStore(choice, { folder: mkdtempSync(path.join(work, `${name}-twin-`)), dimensions: () => null });
  try {
    const { editions, ...state } = await stateOf(copy);
    const steps = DOCUMENTS + editions.reduce((sum, edition) => sum + edition, 0);
    for (let step = 0; step < steps; step += 1) await commitStep(twin, step);
    const [one, other] = [await answers(copy), await answers(twin)];
    return {
      ...{ backedUpInSeconds: rounded(seconds), stepsOfWritingMeanwhile: stepsMeanwhile, documents: editions.length, ...state },
      ...{ ...alike(one, other), integrity: await copy.checkIntegrity() },
    };
  } finally {
    await copy.close();
    await twin.close();
  }
}

async function restored(choice: StoreChoice, file: string, name: string): Promise<OpenedStore> {
  const folder = mkdtempSync(path.join(work, `${name}-`));
  await restoreBackup({ file, dataFolder: folder, choice, force: false });
  return openStore(choice, { folder, dimensions: () => null });
}

/** Every document in turn; the next turn replaces each by its next edition. */
async function commitStep(store: OpenedStore, step: number): Promise<void> {
  await store.commit(revisionOf(step % DOCUMENTS, Math.floor(step / DOCUMENTS)));
}

async function write(store: OpenedStore, writing: { stopped: boolean; steps: number }): Promise<void> {
  for (let step = DOCUMENTS; !writing.stopped; step += 1) {
    await commitStep(store, step);
    writing.steps += 1;
    await wait(PAUSE_MS);
  }
}

/** One moment: documents are replaced in their order, so what was kept must be one turn up to some document and the turn before after it,
 *  every document whole. */
async function stateOf(store: OpenedStore): Promise<{ editions: number[]; oneMoment: boolean; whole: boolean }> {
  const editions: number[] = [];
  let whole = true;
  for (let document = 0; document < DOCUMENTS; document += 1) {
    const kept = await store.contents.document(revisionOf(document, 0).documentId);
    const found = new Set(kept?.revision.passages.map(({ id }) => id.split('-')[0]));
    whole &&= found.size === 1 && kept?.revision.passages.length === PASSAGES;
    editions.push(Number([...found][0]));
  }
  const inOrder = editions.every((edition, index) => index === 0 || edition <= editions[index - 1]!);
  return { editions, oneMoment: inOrder && editions[0]! - editions.at(-1)! <= 1, whole };
}

/** Answers that are the same to the last place and score, to the last place, those that name the same passages, and the mean share of these. */
function alike(scored: readonly Candidate[][], otherScored: readonly Candidate[][]): Record<string, number> {
  const [one, other] = [scored, otherScored].map((all) => all.map((found) => found.map(said))) as [string[][], string[][]];
  const shares = one.map((found, index) => new Set(found).intersection(new Set(other[index])).size / Math.max(1, found.length));
  const scores = (found: readonly Candidate[]) => found.map(({ lexical }) => lexical).join();
  return {
    identical: one.filter((found, index) => found.join() === other[index]!.join() && scores(scored[index]!) === scores(otherScored[index]!))
      .length,
    sameOrder: one.filter((found, index) => found.join() === other[index]!.join()).length,
    samePassages: shares.filter((share) => share === 1).length,
    overlap: rounded(shares.reduce((sum, share) => sum + share, 0) / shares.length, 4),
  };
}

async function answers(store: OpenedStore): Promise<Candidate[][]> {
  const random = numberGenerator(7);
  const found: Candidate[][] = [];
  for (let question = 0; question < QUESTIONS; question += 1) {
    const words = Array.from({ length: 3 }, () => wordOf(Math.floor(random() * WORDS))).join(' ');
    const terms = tokenize(words).map((token) => ({ token, weight: 1 }));
    found.push(await store.search({ terms, keys: [], limit: LIMIT }));
  }
  return found;
}

function said({ key }: Candidate): string {
  return `${key.documentId}/${key.passageId}`;
}

function wordOf(number: number): string {
  return `word${String.fromCharCode(97 + (number % 26), 97 + Math.floor(number / 26))}`;
}

function revisionOf(document: number, edition: number) {
  const random = numberGenerator(document * 1_000 + edition);
  const passages = Array.from({ length: PASSAGES }, (_, index) => ({
    id: `${edition}-${index}`,
    text: Array.from({ length: 20 + Math.floor(random() * 60) }, () => wordOf(Math.floor(random() ** 2 * WORDS))).join(' '),
  }));
  return madeRevision({ docId: `backed-${document}.pdf`, title: `Document ${document}`, passages });
}
