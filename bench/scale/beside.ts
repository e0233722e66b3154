import { globSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type OpenedStore, openStore, type StoreChoice } from '../../knowledge/store/open-store.ts';
import type { StoreFilter, StoreQuery } from '../../knowledge/store/passage-store.ts';
import { QdrantServer } from '../../knowledge/store/qdrant/fixtures/qdrant-server.ts';
import { tokenize } from '../../knowledge/text/tokens.ts';
import { numberGenerator } from '../number-generator.ts';
import { quantile, ROOT, record, rounded } from '../record.ts';
import { MadeCorpus } from './made-corpus.ts';

/** Hybrid search (words and vectors) and ingestion as a corpus grows, in SQLite and in Qdrant beside it: the same made documents of the
 *  samples' words, the same made vectors and questions, without a filter and with filters that let 1 % and 50 % of the documents through.
 *  Run: node bench/scale/beside.ts [--sqlite] [SIZE ...]   (--sqlite: without Qdrant; default 10,000, 100,000 and 300,000 passages) */
const args = process.argv.slice(2);
const asked = args.filter((arg) => arg !== '--sqlite').map(Number);
const SIZES = asked.length > 0 ? asked : [10_000, 100_000, 300_000];
const DIMENSIONS = 384;
const QUESTIONS = 200;
const WORDS_A_QUESTION = 6;
const LIMIT = 30;
const FILTERS: Record<string, StoreFilter> = { all: {}, onePercent: { types: ['datasheet'] }, half: { types: ['manual'] } };

const words = globSync('samples/sources/**/*.{ts,md,txt,csv}', { cwd: ROOT }).flatMap(
  (file) => readFileSync(path.join(ROOT, file), 'utf8').match(/[\p{Script=Han}]{2,4}|[\p{L}\p{N}][\p{L}\p{N}-]*/gu) ?? [],
);
const work = mkdtempSync(path.join(os.tmpdir(), 'millwright-beside-'));
const server = args.includes('--sqlite') ? null : await QdrantServer.start();
const measured: Record<string, Record<string, unknown>> = {};
try {
  await grow({ kind: 'sqlite' });
  const shape = { collection: 'beside', shards: 1, replicas: 1, timeoutMs: 60_000 };
  if (server !== null) await grow({ kind: 'qdrant', urls: [server.url], apiKey: null, ...shape });
} finally {
  await server?.stop();
  rmSync(work, { recursive: true, force: true });
}

/** Recorded size by size: the largest take hours on a busy machine. */
async function grow(choice: StoreChoice): Promise<void> {
  const folder = mkdtempSync(path.join(work, `${choice.kind}-`));
  const store = await openStore(choice, { folder, dimensions: () => DIMENSIONS });
  const corpus = new MadeCorpus({ store, words, embedder: { id: 'made', dimensions: DIMENSIONS }, seed: 20_261, passagesADocument: 100 });
  const sizes: Record<string, unknown> = {};
  measured[choice.kind] = sizes;
  for (const size of SIZES) {
    const before = corpus.passages;
    const start = performance.now();
    await corpus.growTo(size);
    const passagesASecond = rounded((corpus.passages - before) / ((performance.now() - start) / 1000));
    const opened = choice.kind === 'sqlite' ? { ...(await opening(choice, folder)), databaseMB: megabytes(folder) } : {};
    const search: Record<string, unknown> = {};
    for (const [name, filter] of Object.entries(FILTERS))
      search[name] = { selects: await share(store, filter), ...(await searched(store, filter)) };
    sizes[size] = { passagesASecond, ...opened, searchMs: search, processMB: Math.round(process.memoryUsage().rss / 2 ** 20) };
    const command = ['node bench/scale/beside.ts', ...args].join(' ');
    record(server === null ? 'scale-sqlite' : 'scale-beside', command, { questions: QUESTIONS, ...measured });
  }
  await store.close();
}

/** Of all passages, those of the documents that a filter lets through. */
async function share(store: OpenedStore, { types }: StoreFilter): Promise<number> {
  const documents = await store.catalogue.list();
  const count = (some: typeof documents) => some.reduce((sum, { passages }) => sum + passages, 0);
  return rounded(count(documents.filter(({ type }) => types?.includes(type) ?? true)) / count(documents), 4);
}

/** Of a second one beside: until it has said how many passages it holds, and until it has answered a first question. */
async function opening(choice: StoreChoice, folder: string): Promise<Record<string, number>> {
  const start = performance.now();
  const store = await openStore(choice, { folder, dimensions: () => DIMENSIONS });
  await store.vectors.counts();
  const openMs = rounded(performance.now() - start);
  const random = numberGenerator(3);
  await store.search({ terms: termsOf(random), vector: vectorOf(random), keys: [], limit: LIMIT });
  const firstAnswerMs = rounded(performance.now() - start);
  await store.close();
  return { openMs, firstAnswerMs };
}

async function searched(store: OpenedStore, filter: StoreFilter): Promise<Record<string, number>> {
  const random = numberGenerator(7);
  const ms: number[] = [];
  for (let question = 0; question < QUESTIONS + 10; question += 1) {
    const query: StoreQuery = { terms: termsOf(random), vector: vectorOf(random), keys: [], filter, limit: LIMIT };
    const start = performance.now();
    await store.search(query);
    // The first ones warm up.
    if (question >= 10) ms.push(performance.now() - start);
  }
  return { p50: rounded(quantile(ms, 0.5)), p95: rounded(quantile(ms, 0.95)), max: rounded(Math.max(...ms)) };
}

function termsOf(random: () => number): StoreQuery['terms'] {
  const text = Array.from({ length: WORDS_A_QUESTION }, () => words[Math.floor(random() * words.length)]).join(' ');
  return [...new Set(tokenize(text))].map((token) => ({ token, weight: 1 }));
}

function vectorOf(random: () => number): Float32Array {
  const vector = Float32Array.from({ length: DIMENSIONS }, () => random() - 0.5);
  const length = Math.hypot(...vector);
  return vector.map((value) => value / length);
}

function megabytes(folder: string): number {
  const bytes = globSync('*.db*', { cwd: folder }).reduce((sum, file) => sum + statSync(path.join(folder, file)).size, 0);
  return Math.round(bytes / 2 ** 20);
}
