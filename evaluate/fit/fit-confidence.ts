import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { Answerer } from '../../answer/answerer.ts';
import { ConfidenceModel } from '../../answer/evidence/confidence.ts';
import { FEATURE_NAMES, type FeatureName } from '../../answer/evidence/features.ts';
import type { Embedder } from '../../knowledge/embed/embedder.ts';
import { OnnxEmbedder } from '../../knowledge/embed/onnx/onnx-embedder.ts';
import { HybridRetriever } from '../../knowledge/retrieve/hybrid-retriever.ts';
import { SqlitePassageStore } from '../../knowledge/store/sqlite/sqlite-passage-store.ts';
import { PlantGlossary } from '../../knowledge/terms/plant-glossary.ts';
import { baseGlossary } from '../../knowledge/text/glossary/base-glossary.ts';
import { type GoldQuestion, parseGoldQuestions } from '../gold-question.ts';
import { areaUnderCurve } from '../metrics/statistics.ts';
import { bestThreshold } from './best-threshold.ts';
import { collectExamples, type FeatureExample, withoutGold } from './collect-examples.ts';
import { type Example, type FitOptions, fitLogistic, type LogisticModel } from './logistic-regression.ts';

/** Fits answer/evidence/confidence-weights.json.
 *  Run: node evaluate/fit/fit-confidence.ts SETS.json [SIDE ...]
 *  SIDE: sameLanguage, wordsOnly, crossLanguage: those that are written (default: all). Chat about a subject teaches what is on the subject, which
 *  only vectors can tell: sets of it are none for wordsOnly.
 *  SETS.json: [{ name, database, questions, hideGold?, foreign?, weight?, every? }]: the database of an ingested corpus and a gold
 *  set; `hideGold`: its answerable questions as ones that near passages do not answer; `foreign`: questions of another
 *  corpus, none answerable here; `every`: only each n-th question. Sets and texts are not part of the project. */
const Sets = z.array(
  z.object({
    name: z.string(),
    database: z.string(),
    questions: z.string(),
    hideGold: z.boolean().default(false),
    foreign: z.boolean().default(false),
    weight: z.number().positive().default(1),
    every: z.int().min(1).default(1),
  }),
);
type FitSet = z.infer<typeof Sets>[number];

type FittedSide = ConfidenceModel['sameLanguage'];
type WeighedExample = FeatureExample & { weight: number; set: string; database: string };

const TARGET = path.resolve(import.meta.dirname, '..', '..', 'answer', 'evidence', 'confidence-weights.json');
/** A strong pull: what is learned must hold for bodies of documents that nobody has seen. */
const FIT: FitOptions = { ridge: 30, rounds: 25 };
/** Across languages there are few examples: a stronger pull, towards what holds in one language. */
const FIT_ACROSS: FitOptions = { ridge: 300, rounds: 25 };
/** An answer where there is none does more harm than none where there is one. */
const WRONG_COST = 1.2;
const COSINES = /^(?:cosine|nearest)/;

async function main(setsFile: string, written: readonly string[]): Promise<void> {
  const isWritten = (side: string) => written.length === 0 || written.includes(side);
  const sets = Sets.parse(JSON.parse(await readFile(setsFile, 'utf8')));
  const embedder = await OnnxEmbedder.open();
  const examples: WeighedExample[] = [];
  for (const set of sets) {
    const found = await examplesOf(set, embedder);
    print(`${set.name}: ${found.length} examples, ${found.filter(({ answerable }) => answerable).length} answerable`);
    examples.push(...found);
  }
  await embedder.close();
  const current = ConfidenceModel.parse(JSON.parse(await readFile(TARGET, 'utf8')));
  const shared = examples.filter(({ crossLanguage }) => !crossLanguage);
  const foreign = examples.filter(({ crossLanguage }) => crossLanguage);
  const weights = sideWeights(examples);
  const ofWords = FEATURE_NAMES.filter((name) => !COSINES.test(name));
  const fitShared = fitting({ examples: shared, features: FEATURE_NAMES, sides: weights }, () => FIT);
  const fitWords = fitting({ examples: shared, features: ofWords, sides: weights }, () => FIT);
  const fitForeign = fitting({ examples: foreign, features: FEATURE_NAMES, sides: weights }, (without) => ({
    ...FIT_ACROSS,
    towards: fitShared(without).weights,
  }));
  const same = fitSide({ examples: shared, features: FEATURE_NAMES, sides: weights }, fitShared, 'same language');
  const words = fitSide({ examples: shared, features: ofWords, sides: weights }, fitWords, 'words only');
  const cross = fitSide({ examples: foreign, features: FEATURE_NAMES, sides: weights }, fitForeign, 'across languages');
  const model: ConfidenceModel = {
    ...current,
    sameLanguage: (isWritten('sameLanguage') && same) || current.sameLanguage,
    wordsOnly: (isWritten('wordsOnly') && words) || current.wordsOnly,
    crossLanguage: (isWritten('crossLanguage') && cross) || current.crossLanguage,
  };
  await writeFile(TARGET, `${JSON.stringify(model, null, 2)}\n`);
}

async function examplesOf(set: FitSet, embedder: Embedder): Promise<WeighedExample[]> {
  const questions = parseGoldQuestions(await readFile(set.questions, 'utf8'), set.questions).filter((_, index) => index % set.every === 0);
  const asked: GoldQuestion[] = set.hideGold
    ? questions.filter(({ answerable, gold }) => answerable && gold.length > 0).map((question) => ({ ...question, answerable: false }))
    : questions.map((question) => (set.foreign ? { ...question, answerable: false, scope: undefined } : question));
  const store = await SqlitePassageStore.open({ path: set.database, readOnly: true });
  const plain = new HybridRetriever({ store, embedder, glossary: new PlantGlossary(store.terms, baseGlossary()) });
  const retriever = set.hideGold ? withoutGold(plain, asked) : plain;
  const examples = await collectExamples(asked, new Answerer({ store, retriever }));
  await store.close();
  return examples.map((example) => ({ ...example, weight: set.weight, set: set.name, database: set.database }));
}

type Side = { examples: readonly WeighedExample[]; features: readonly FeatureName[]; sides: SideWeights };

/** Fits a side, without the examples of one database (null: with all). */
type Fitting = (without: string | null) => LogisticModel;

function fitting({ examples, features, sides }: Side, options: (without: string | null) => FitOptions): Fitting {
  const rows = weighed(examples, features, sides);
  return (without) =>
    fitLogistic(
      rows.filter((_, index) => examples[index]!.database !== without),
      options(without),
    );
}

/** Null where there is nothing to tell apart. Features not named get no weight. */
function fitSide({ examples, features, sides }: Side, fitter: Fitting, name: string): FittedSide | null {
  if (new Set(examples.map(({ answerable }) => answerable)).size < 2) return null;
  const rows = weighed(examples, features, sides);
  const unseen = new Map([...new Set(examples.map(({ database }) => database))].map((database) => [database, fitter(database)]));
  const scored = examples.map((example, index) => ({ ...example, score: scoreOf(unseen.get(example.database)!, rows[index]!) }));
  print(`${name}: ${examples.length} examples, area under the curve ${aucOf(scored)} (each corpus by a model that saw no example of it)`);
  for (const [set, members] of Map.groupBy(scored, (example) => example.set))
    print(`  ${set}: mean ${(members.reduce((sum, { score }) => sum + score, 0) / members.length).toFixed(3)}, auc ${aucOf(members)}`);
  const fitted = fitter(null);
  const threshold = bestThreshold(
    rows.map((row) => ({ score: scoreOf(fitted, row), positive: row.positive, weight: row.weight })),
    WRONG_COST,
  );
  print(`  threshold ${threshold}`);
  const named = FEATURE_NAMES.map(
    (feature) => [feature, features.includes(feature) ? rounded(fitted.weights[features.indexOf(feature)]!) : 0] as const,
  );
  return { threshold, bias: rounded(fitted.bias), weights: Object.fromEntries(named) as Record<FeatureName, number> };
}

type SideWeights = Record<'true' | 'false', number>;

/** Answerable and not weigh the same in all, so that 0.5 lies between them however many questions each set has; over both languages
 *  together, so that their probabilities mean the same. */
function sideWeights(examples: readonly WeighedExample[]): SideWeights {
  const total = (side: boolean) => examples.filter(({ answerable }) => answerable === side).reduce((sum, { weight }) => sum + weight, 0);
  return { true: examples.length / 2 / total(true), false: examples.length / 2 / total(false) };
}

function weighed(examples: readonly WeighedExample[], names: readonly FeatureName[], sides: SideWeights): Example[] {
  return examples.map(({ features, answerable, weight }) => ({
    values: names.map((name) => features[name]),
    positive: answerable,
    weight: weight * sides[answerable ? 'true' : 'false'],
  }));
}

function scoreOf({ bias, weights }: LogisticModel, { values }: Example): number {
  return 1 / (1 + Math.exp(-weights.reduce((sum, weight, index) => sum + weight * values[index]!, bias)));
}

function aucOf(scored: readonly { score: number; answerable: boolean }[]): string {
  const side = (answerable: boolean) => scored.filter((example) => example.answerable === answerable).map(({ score }) => score);
  return areaUnderCurve(side(true), side(false))?.toFixed(3) ?? '-';
}

function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}

function print(line: string): void {
  process.stderr.write(`${line}\n`);
}

await main(process.argv[2] ?? 'sets.json', process.argv.slice(3));
