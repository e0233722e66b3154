import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { openMillwright } from '../assembly.ts';
import { readConfig } from '../config.ts';
import { tokenize } from '../knowledge/text/tokens.ts';
import { quantile, record, rounded } from './record.ts';
import { MadeCorpus, wordsOf } from './scale/made-corpus.ts';

/** How long an answer takes at a size: passages of words drawn from the samples' own by their frequency, with made vectors,
 *  beside the real samples, whose gold questions are asked. The question is embedded by the real model, each for the first time.
 *  Run: node bench/ask.ts [PASSAGES]   (default 10,000) */
const SIZE = Number(process.argv[2] ?? 10_000);
const SAMPLES = path.resolve(import.meta.dirname, '..', 'samples');

const data = mkdtempSync(path.join(os.tmpdir(), 'millwright-bench-'));
const millwright = await openMillwright({ ...readConfig({}), dataFolder: data });
try {
  await millwright.ingestor.ingest({ paths: [path.join(SAMPLES, 'documents')], wait: true, prune: false });
  const { store, embedder } = millwright;
  const words = await wordsOf(store, tokenize);
  await new MadeCorpus({ store, words, embedder, seed: 20_261, passagesADocument: 200 }).growTo(SIZE);
  const questions = readFileSync(path.join(SAMPLES, 'questions.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as { question: string }).question);
  for (const question of questions.slice(0, 10)) await millwright.answerer.ask({ question: `${question} ?` });
  const times: number[] = [];
  const stages = new Map<string, number[]>();
  for (const question of questions) {
    const start = performance.now();
    const { trace } = await millwright.answerer.ask({ question, trace: true });
    times.push(performance.now() - start);
    const add = (stage: string, ms: number) => stages.set(stage, [...(stages.get(stage) ?? []), ms]);
    for (const { stage, ms, data: seen } of trace ?? []) {
      add(stage, ms);
      for (const [part, taken] of Object.entries((seen.timings as Record<string, number> | undefined) ?? {}))
        add(`${stage}.${part}`, taken);
    }
  }
  const baseline: number[] = [];
  for (const question of questions) {
    const terms = tokenize(question).map((token) => ({ token, weight: 1 }));
    const start = performance.now();
    await store.search({ terms, keys: [], limit: 10 });
    baseline.push(performance.now() - start);
  }
  record(`ask-${SIZE}`, `node bench/ask.ts ${SIZE}`, {
    passages: (await store.vectors.counts()).passages,
    questions: questions.length,
    askMs: shares(times),
    stagesP95Ms: Object.fromEntries([...stages].map(([stage, values]) => [stage, rounded(quantile(values, 0.95))])),
    baseline: { name: 'the words alone (BM25), no answer', ms: shares(baseline) },
  });
} finally {
  await millwright.close();
  rmSync(data, { recursive: true, force: true });
}

function shares(times: readonly number[]): Record<string, number> {
  return { p50: rounded(quantile(times, 0.5)), p95: rounded(quantile(times, 0.95)), max: rounded(Math.max(...times)) };
}
