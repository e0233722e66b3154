import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { OnnxEmbedder } from '../../knowledge/embed/onnx/onnx-embedder.ts';
import { HybridRetriever } from '../../knowledge/retrieve/hybrid-retriever.ts';
import { SHORTLIST } from '../../knowledge/retrieve/rank-passages.ts';
import { RANKING_FEATURES, type RankingFeature } from '../../knowledge/retrieve/ranking-features.ts';
import { RANKING_MODEL } from '../../knowledge/retrieve/ranking-model.ts';
import { SqlitePassageStore } from '../../knowledge/store/sqlite/sqlite-passage-store.ts';
import { PlantGlossary } from '../../knowledge/terms/plant-glossary.ts';
import { baseGlossary } from '../../knowledge/text/glossary/base-glossary.ts';
import { parseGoldQuestions } from '../gold-question.ts';
import { isAt } from '../metrics/places.ts';
import { fitListwise, type RankedList, scoreOf } from './listwise-ranking.ts';

/** Fits the weights of one language of questions in knowledge/retrieve/ranking-weights.json.
 *  Run: node evaluate/fit/fit-ranking.ts SETS.json [zh|other]   (default other)
 *  SETS.json: [{ name, database, questions, weight? }]: the database of an ingested corpus with complete vectors, and its gold
 *  questions. Sets and texts are not part of the project. Prints before it writes: hit@1 and hit@5 of five folds (by question) and
 *  of a model fitted on the other sets alone. */
const Sets = z.array(z.object({ name: z.string(), database: z.string(), questions: z.string(), weight: z.number().positive().default(1) }));
type FitSet = z.infer<typeof Sets>[number];
type Example = RankedList & { set: string };

const TARGET = path.resolve(import.meta.dirname, '..', '..', 'knowledge', 'retrieve', 'ranking-weights.json');
const FOLDS = 5;

async function main(setsFile: string, language: 'zh' | 'other'): Promise<void> {
  const sets = Sets.parse(JSON.parse(await readFile(setsFile, 'utf8')));
  const embedder = await OnnxEmbedder.open();
  const examples: Example[] = [];
  for (const set of sets) {
    const lists = await listsOf(set, embedder);
    examples.push(...lists.map((list) => ({ ...list, weight: set.weight / lists.length, set: set.name })));
  }
  await embedder.close();
  crossValidate(examples);
  leaveEachOut(examples);
  const weights = fitListwise(examples);
  const named = Object.fromEntries(RANKING_FEATURES.map((name, index) => [name, Math.round(weights[index]! * 1000) / 1000]));
  const fitted = `listwise on ${sets.map(({ name, weight }) => `${name} (${weight})`).join(', ')}`;
  await writeFile(TARGET, `${JSON.stringify({ ...RANKING_MODEL, [language]: { fitted, weights: named } }, null, 2)}\n`);
  print(JSON.stringify(named));
}

async function listsOf(set: FitSet, embedder: OnnxEmbedder): Promise<RankedList[]> {
  const store = await SqlitePassageStore.open({ path: set.database, readOnly: true });
  const retriever = new HybridRetriever({ store, embedder, glossary: new PlantGlossary(store.terms, baseGlossary()) });
  const questions = parseGoldQuestions(await readFile(set.questions, 'utf8'), set.questions).filter(({ gold }) => gold.length > 0);
  const lists: RankedList[] = [];
  for (const { question, scope, gold } of questions) {
    const { hits } = await retriever.retrieve({ text: question, limit: SHORTLIST, ...(scope && { scope }) });
    const items = hits.map(({ passage, features, score }) => {
      const place = { file: passage.document.file, passageId: passage.externalId, page: passage.page, pageEnd: passage.pageEnd };
      const values = RANKING_FEATURES.map((name: RankingFeature) => features[name]!);
      const { key, machine, answerKind, brief, row } = features;
      const offset = key! + machine! + answerKind! + brief! + row!;
      return { values, offset, gold: gold.some((entry) => isAt(place, entry)), score };
    });
    lists.push({ items, weight: 1 });
  }
  await store.close();
  return lists;
}

function crossValidate(examples: readonly Example[]): void {
  const folds = Array.from({ length: FOLDS }, (_, fold) => fitListwise(examples.filter((__, index) => index % FOLDS !== fold)));
  for (const [set, members] of Map.groupBy(
    examples.map((example, index) => ({ example, index })),
    ({ example }) => example.set,
  )) {
    const now = members.map(({ example }) => goldRank(example, ({ score }) => score));
    const then = members.map(({ example, index }) => goldRank(example, (item) => scoreOf(folds[index % FOLDS]!, item)));
    print(`${set}: ${members.length} questions; now ${hits(now)}; ${FOLDS} folds ${hits(then)}`);
  }
}

/** What the model is worth on a corpus that it has not seen. */
function leaveEachOut(examples: readonly Example[]): void {
  for (const [set, members] of Map.groupBy(examples, (example) => example.set)) {
    const weights = fitListwise(examples.filter((example) => example.set !== set));
    print(`${set}: fitted on the others ${hits(members.map((example) => goldRank(example, (item) => scoreOf(weights, item))))}`);
  }
}

function hits(ranks: readonly number[]): string {
  const share = (depth: number) => (ranks.filter((rank) => rank <= depth).length / ranks.length).toFixed(3);
  return `hit1 ${share(1)} hit5 ${share(5)}`;
}

/** From 1; Infinity where no item of the list is gold. Equal scores count as lost. */
function goldRank({ items }: RankedList, score: (item: RankedList['items'][number]) => number): number {
  const best = Math.max(...items.filter(({ gold }) => gold).map(score));
  if (!Number.isFinite(best)) return Number.POSITIVE_INFINITY;
  return 1 + items.filter((item) => !item.gold && score(item) >= best).length;
}

function print(line: string): void {
  process.stderr.write(`${line}\n`);
}

await main(process.argv[2] ?? 'sets.json', z.enum(['zh', 'other']).parse(process.argv[3] ?? 'other'));
