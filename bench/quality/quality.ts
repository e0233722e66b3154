import { mkdtempSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { type Millwright, openMillwright } from '../../assembly.ts';
import { readConfig } from '../../config.ts';
import { type GoldQuestion, parseGoldQuestions } from '../../evaluate/gold-question.ts';
import { scoreRanking } from '../../evaluate/metrics/ranking.ts';
import { mean } from '../../evaluate/metrics/statistics.ts';
import { searchWords } from '../../knowledge/question/content-words.ts';
import { RANKING_MODEL } from '../../knowledge/retrieve/ranking-model.ts';
import type { PassageKey, StoredPassage } from '../../knowledge/store/passage-store.ts';
import { fold } from '../../knowledge/text/fold.ts';
import { quantile, ROOT, record, rounded } from '../record.ts';
import { byVector, byWords, ChunkSearch, fused } from './baselines.ts';

/** Which passage comes first? Our retrieval beside plain ways of finding, over the same passages, vectors and questions.
 *  Run: node bench/quality/quality.ts [SETS.json]
 *  Without sets: the samples. SETS.json: [{ name, data, questions, every? }]: the data folder of an ingested corpus with complete vectors,
 *  and its gold questions, of which each `every`-th is asked; such sets are not part of the project. */
const Sets = z.array(z.object({ name: z.string(), data: z.string(), questions: z.string(), every: z.int().min(1).default(1) }));
/** Deep enough that ten distinct passages are among them. */
const DEPTH = 40;
const EVERYTHING = 1_000_000;

type Ways = Record<'millwright' | 'bm25' | 'dense' | 'rrf' | 'langchain', StoredPassage[]>;

async function main(setsFile: string | undefined): Promise<void> {
  const measured: Record<string, unknown> = { rankingFitted: { zh: RANKING_MODEL.zh.fitted, other: RANKING_MODEL.other.fitted } };
  if (setsFile === undefined) {
    const data = mkdtempSync(path.join(os.tmpdir(), 'millwright-bench-'));
    measured.samples = await measure(
      { data, questions: path.join(ROOT, 'samples', 'questions.jsonl'), every: 1 },
      path.join(ROOT, 'samples', 'documents'),
    );
    await rm(data, { recursive: true, force: true });
  } else {
    for (const set of Sets.parse(JSON.parse(await readFile(setsFile, 'utf8')))) measured[set.name] = await measure(set, null);
  }
  record(setsFile === undefined ? 'quality-samples' : 'quality-open-sets', 'node bench/quality/quality.ts [SETS.json]', measured);
}

type QuestionSet = Omit<z.infer<typeof Sets>[number], 'name'>;

async function measure(set: QuestionSet, documents: string | null): Promise<Record<string, unknown>> {
  const millwright = await openMillwright({ ...readConfig({}), dataFolder: set.data });
  try {
    if (documents !== null) await millwright.ingestor.ingest({ paths: [documents], wait: true, prune: false });
    const all = parseGoldQuestions(await readFile(set.questions, 'utf8'), set.questions);
    const questions = all.filter(({ answerable, gold }) => answerable && gold.length > 0).filter((_, index) => index % set.every === 0);
    const chunks = await ChunkSearch.build(await allPassages(millwright), millwright.embedder);
    const rankings = new Map<string, ReturnType<typeof scoreRanking>[]>();
    const ms: number[] = [];
    for (const question of questions) {
      for (const [way, passages] of Object.entries(await ask(millwright, chunks, question, ms))) {
        const places = passages.map((passage) => ({ ...passage, file: passage.document.file, passageId: passage.externalId }));
        rankings.set(way, [...(rankings.get(way) ?? []), scoreRanking(places, question.gold)]);
      }
    }
    const retrievalMs = { p50: rounded(quantile(ms, 0.5)), p95: rounded(quantile(ms, 0.95)) };
    return { questions: questions.length, retrievalMs, ...Object.fromEntries([...rankings].map(([way, scores]) => [way, shares(scores)])) };
  } finally {
    await millwright.close();
  }
}

/** The passages of every document, in reading order. */
async function allPassages({ store, retriever }: Millwright): Promise<StoredPassage[][]> {
  const documents: StoredPassage[][] = [];
  for (const { id, file, title } of await store.catalogue.list()) {
    const { hits } = await retriever.retrieve({ text: title, scope: { documents: [file] }, limit: 1 });
    const keys = await store.catalogue.neighbours({ documentId: id, passageId: hits[0]?.passage.id ?? '' }, EVERYTHING);
    if (keys.length > 0) documents.push(await store.passages(keys));
  }
  return documents;
}

/** `ms`: takes how long our retrieval took, the question's embedding included. */
async function ask(
  { store, retriever, embedder }: Millwright,
  chunks: ChunkSearch,
  { question, scope }: GoldQuestion,
  ms: number[],
): Promise<Ways> {
  const start = performance.now();
  const { hits } = await retriever.retrieve({ text: question, limit: DEPTH, ...(scope && { scope }) });
  ms.push(performance.now() - start);
  const [vector] = await embedder.embed([question], 'query');
  const terms = searchWords(question).map((token) => ({ token, weight: 1 }));
  const isAllowed = ({ file, equipment }: { file: string; equipment: readonly string[] }) =>
    (!scope?.documents?.length || scope.documents.includes(file)) &&
    (!scope?.equipment?.length || equipment.some((name) => scope.equipment!.map(fold).includes(fold(name))));
  const documents = (await store.catalogue.list()).filter(isAllowed).map(({ id }) => id);
  const candidates = await store.search({ terms, vector: vector!, keys: [], limit: DEPTH * 2, filter: { documents } });
  const names = { bm25: byWords(candidates).map(nameOf), dense: byVector(candidates).map(nameOf) };
  const read = (list: readonly string[]) => store.passages(list.slice(0, DEPTH).map(keyOf));
  return {
    millwright: hits.map(({ passage }) => passage),
    bm25: await read(names.bm25),
    dense: await read(names.dense),
    rrf: await read(fused([names.bm25, names.dense])),
    langchain: chunks.search(vector!, ({ document }) => isAllowed(document)).slice(0, DEPTH * 2),
  };
}

function nameOf({ key }: { key: PassageKey }): string {
  return `${key.documentId}\n${key.passageId}`;
}

function keyOf(name: string): PassageKey {
  const [documentId, passageId] = name.split('\n') as [string, string];
  return { documentId, passageId };
}

function shares(scores: readonly ReturnType<typeof scoreRanking>[]): Record<string, number> {
  const of = (name: 'hit1' | 'hit5' | 'mrr10') => rounded(mean(scores.map((score) => score[name])) ?? 0, 3);
  return { hit1: of('hit1'), hit5: of('hit5'), mrr10: of('mrr10') };
}

await main(process.argv[2]);
