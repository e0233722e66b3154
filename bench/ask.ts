import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { openMillwright } from '../assembly.ts';
import { readConfig } from '../config.ts';
import type { RevisionContent } from '../knowledge/document/document.ts';
import type { Passage } from '../knowledge/document/passage.ts';
import { tokenize } from '../knowledge/text/tokens.ts';
import { numberGenerator } from './number-generator.ts';
import { quantile, record, rounded } from './record.ts';

/** How long an answer takes at a size: passages of words drawn from the samples' own by their frequency, with made vectors,
 *  beside the real samples, whose gold questions are asked. The question is embedded by the real model, each for the first time.
 *  Run: node bench/ask.ts [PASSAGES]   (default 10,000) */
const SIZE = Number(process.argv[2] ?? 10_000);
const SAMPLES = path.resolve(import.meta.dirname, '..', 'samples');
const PASSAGES_A_DOCUMENT = 200;
const WORDS_A_PASSAGE = 160;

const data = mkdtempSync(path.join(os.tmpdir(), 'millwright-bench-'));
const millwright = await openMillwright({ ...readConfig({}), dataFolder: data });
try {
  await millwright.ingestor.ingest({ paths: [path.join(SAMPLES, 'documents')], wait: true, prune: false });
  const { store, embedder } = millwright;
  const random = numberGenerator(20_261);
  const words = await sampleWords();
  for (let document = 0; document * PASSAGES_A_DOCUMENT < SIZE; document += 1) {
    const content = madeRevision(document, Math.min(PASSAGES_A_DOCUMENT, SIZE - document * PASSAGES_A_DOCUMENT), words, random);
    await store.commit(content);
    const entries = content.passages.map(({ id }) => ({
      key: { documentId: content.documentId, passageId: id },
      vector: madeVector(embedder.dimensions, random),
    }));
    await store.vectors.put(embedder.id, embedder.dimensions, entries);
  }
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

/** Every word of the samples' own sources as often as it stands there. */
async function sampleWords(): Promise<string[]> {
  const { store } = millwright;
  const documents = await store.catalogue.list();
  const words: string[] = [];
  for (const { title } of documents) {
    const { hits } = await millwright.retriever.retrieve({ text: title, limit: 40 });
    words.push(...hits.flatMap(({ passage }) => passage.text.match(/[\p{Script=Han}]{2,4}|[\p{L}\p{N}][\p{L}\p{N}-]*/gu) ?? []));
  }
  return words;
}

function madeRevision(number: number, count: number, words: readonly string[], random: () => number): RevisionContent {
  const passages = Array.from({ length: count }, (_, ordinal): Passage => {
    const text = Array.from({ length: WORDS_A_PASSAGE }, () => words[Math.floor(random() * words.length)]!).join(' ');
    return {
      id: `p${ordinal}`,
      ordinal,
      externalId: `p${ordinal}`,
      kind: 'prose',
      sectionPath: [`${1 + (ordinal % 9)} ${words[Math.floor(random() * words.length)]}`],
      text,
      page: 1 + ordinal,
      pageEnd: 1 + ordinal,
      spans: [],
      language: 'en',
      codes: [],
      quantities: [],
      notices: [],
      steps: [],
      figures: [],
    };
  });
  return {
    documentId: `made-${number}`,
    docId: `made/${number}.txt`,
    source: 'made',
    format: 'text',
    fingerprint: number.toString(16).padStart(64, '0'),
    bytes: 0,
    pageCount: count,
    pageLabels: {},
    identity: {
      title: `Made document ${number}`,
      documentNumber: null,
      revision: null,
      revisionDate: null,
      type: 'other',
      language: 'en',
      maker: null,
      equipment: [],
      aliases: [],
      serialNumbers: [],
      evidence: {},
    },
    warnings: [],
    passages,
    records: [],
  };
}

function madeVector(dimensions: number, random: () => number): Float32Array {
  const vector = Float32Array.from({ length: dimensions }, () => random() - 0.5);
  const length = Math.hypot(...vector);
  return vector.map((value) => value / length);
}
