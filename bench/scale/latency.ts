import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { openMillwright } from '../../assembly.ts';
import { readConfig } from '../../config.ts';
import { tokenize } from '../../knowledge/text/tokens.ts';
import { quantile, ROOT, record, rounded } from '../record.ts';
import { MadeCorpus, wordsOf } from './made-corpus.ts';

/** How long understanding, retrieval and ranking take as a corpus grows, and the whole answer, with the embedding of the question measured apart.
 *  The samples' gold questions are asked among made passages (made-corpus.ts): one store grows from size to size. Every question is new at
 *  each size. Before them come 200 others (quality/paraphrases.jsonl), as a server has answered some before; of these, the times are told
 *  apart ("just grown": nothing is in memory). Beside it in the same run: the words alone (BM25).
 *  Run: node bench/scale/latency.ts [SIZE ...]   (default 10,000, 100,000 and 300,000) */
const SIZES = process.argv.length > 2 ? process.argv.slice(2).map(Number) : [10_000, 100_000, 300_000];
const SAMPLES = path.join(ROOT, 'samples');

const data = mkdtempSync(path.join(os.tmpdir(), 'millwright-bench-'));
const millwright = await openMillwright({ ...readConfig({}), dataFolder: data });
try {
  await millwright.ingestor.ingest({ paths: [path.join(SAMPLES, 'documents')], wait: true, prune: false });
  const { store, embedder } = millwright;
  const corpus = new MadeCorpus({ store, words: await wordsOf(store, tokenize), embedder, seed: 20_261, passagesADocument: 200 });
  const questions = readFileSync(path.join(SAMPLES, 'questions.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as { question: string }).question);
  const others = readFileSync(path.join(ROOT, 'bench', 'quality', 'paraphrases.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { set: string; paraphrases: string[] })
    .flatMap(({ set, paraphrases }) => (set === 'samples' ? paraphrases : []));
  const sizes: Record<string, unknown> = {};
  for (const size of SIZES) {
    const start = performance.now();
    const before = corpus.passages;
    await corpus.growTo(size);
    const grownIn = (performance.now() - start) / 1000;
    process.stderr.write(`${size}: grown by ${corpus.passages - before} passages in ${Math.round(grownIn)} s\n`);
    sizes[size] = { passagesASecond: rounded((size - before) / grownIn), ...(await measured(questions, others)) };
  }
  record('scale-latency', ['node bench/scale/latency.ts', ...process.argv.slice(2)].join(' '), { questions: questions.length, sizes });
} finally {
  await millwright.close();
  rmSync(data, { recursive: true, force: true });
}

async function measured(questions: readonly string[], others: readonly string[]): Promise<Record<string, unknown>> {
  const times = new Map<string, number[]>();
  const add = (name: string, ms: number) => times.set(name, [...(times.get(name) ?? []), ms]);
  const retrieved = async (text: string) => {
    const start = performance.now();
    const { timings } = await millwright.retriever.retrieve({ text, limit: 10 });
    return { timings, withoutEmbedding: performance.now() - start - (timings.embed ?? 0) };
  };
  // The first takes the vectors in.
  await retrieved(questions[0]!);
  for (const other of others) add('just grown: retrieval without embedding', (await retrieved(other)).withoutEmbedding);
  for (const question of questions) {
    const { timings, withoutEmbedding } = await retrieved(question);
    for (const [stage, ms] of Object.entries(timings)) add(stage, ms);
    add('retrieval without embedding', withoutEmbedding);
  }
  for (const question of questions) {
    const start = performance.now();
    await millwright.answerer.ask({ question: `${question} !` });
    add('whole answer', performance.now() - start);
  }
  for (const question of questions) {
    const terms = tokenize(question).map((token) => ({ token, weight: 1 }));
    const start = performance.now();
    await millwright.store.search({ terms, keys: [], limit: 10 });
    add('baseline: BM25 alone', performance.now() - start);
  }
  const memoryMB = Math.round(process.memoryUsage().rss / 2 ** 20);
  return { ms: Object.fromEntries([...times].map(([name, values]) => [name, shares(values)])), memoryMB };
}

function shares(values: readonly number[]): Record<string, number> {
  return { p50: rounded(quantile(values, 0.5)), p95: rounded(quantile(values, 0.95)), max: rounded(Math.max(...values)) };
}
