import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type Millwright, openMillwright } from '../../assembly.ts';
import { readConfig } from '../../config.ts';
import { evaluateQuestions } from '../../evaluate/evaluate-questions.ts';
import { type GoldQuestion, parseGoldQuestions } from '../../evaluate/gold-question.ts';
import type { Report } from '../../evaluate/report.ts';
import { COLUMNS } from '../../evaluate/report-table.ts';
import { HybridRetriever } from '../../knowledge/retrieve/hybrid-retriever.ts';
import type { Retrieval, RetrievalQuery, Retriever } from '../../knowledge/retrieve/retriever.ts';
import { moveStore } from '../../knowledge/store/move/move-store.ts';
import { STORE_FILES } from '../../knowledge/store/open-store.ts';
import type { Candidate, PassageStore } from '../../knowledge/store/passage-store.ts';
import { QdrantServer } from '../../knowledge/store/qdrant/fixtures/qdrant-server.ts';
import { learnTerms } from '../../knowledge/terms/learn-terms.ts';
import { PlantGlossary } from '../../knowledge/terms/plant-glossary.ts';
import { baseGlossary } from '../../knowledge/text/glossary/base-glossary.ts';
import { quantile, record, rounded } from '../record.ts';

/** Whether Qdrant answers as the embedded store does: "evaluate" over both, and the first ten passages of every question compared. The
 *  folders are copied, and their documents moved by what "migrate" runs. Where the passages of a question differ, it is asked again with part of
 *  what the embedded store found exchanged for Qdrant's, until Qdrant's passages come out: that part is the reason.
 *  Run: node bench/scale/equal-results.ts NAME=DATA_FOLDER=QUESTIONS.jsonl=HOW_MANY ...   (HOW_MANY: spread evenly over the file) */
const COMPARED = 10;
/** The measures of "evaluate" that are compared: those that a ranking can move. */
const MEASURES = COLUMNS.filter((name) => name !== 'clarified' && name !== 'auc');

/** What two stores can differ in: which units they bring, the scores of their words, their cosines. */
const PARTS = ['units', 'words', 'meaning'] as const;
type Part = (typeof PARTS)[number];
/** The fewest parts first. */
const EXCHANGES: readonly (readonly Part[])[] = [
  ...PARTS.map((part) => [part]),
  ...PARTS.map((part) => PARTS.filter((other) => other !== part)),
  PARTS,
];

type Asked = { report: Report; found: Map<string, string[]>; queries: Map<string, RetrievalQuery>; ms: number[] };

const work = mkdtempSync(path.join(os.tmpdir(), 'millwright-equal-'));
const server = await QdrantServer.start();
const measured: Record<string, unknown> = {};
try {
  for (const argument of process.argv.slice(2)) {
    const [name = '', folder = '', file = '', most = ''] = argument.split('=');
    measured[name] = await compared(
      path.join(work, name),
      folder,
      spread(parseGoldQuestions(readFileSync(file, 'utf8'), file), Number(most)),
    );
  }
} finally {
  await server.stop();
  rmSync(work, { recursive: true, force: true });
}
record('equal-results', 'node bench/scale/equal-results.ts NAME=DATA_FOLDER=QUESTIONS.jsonl=HOW_MANY ...', measured);

function spread(questions: readonly GoldQuestion[], most: number): GoldQuestion[] {
  const step = Math.max(1, questions.length / (most || questions.length));
  return Array.from({ length: Math.min(questions.length, most || questions.length) }, (_, index) => questions[Math.floor(index * step)]!);
}

async function compared(dataFolder: string, from: string, questions: readonly GoldQuestion[]): Promise<Record<string, unknown>> {
  cpSync(path.join(from, STORE_FILES.sqlite), path.join(dataFolder, STORE_FILES.sqlite));
  const config = { ...readConfig({}), dataFolder };
  const sqlite = await openMillwright(config);
  const remote = readConfig({ MILLWRIGHT_QDRANT_URL: server.url, MILLWRIGHT_QDRANT_TIMEOUT_MS: '60000' }).store;
  const qdrant = await openMillwright({ ...config, store: remote });
  try {
    const started = performance.now();
    const moved = await moveStore({ from: sqlite.store, to: qdrant.store, resume: false });
    const movedInSeconds = rounded((performance.now() - started) / 1000);
    // As opening it does: what questions may say in other words is read out of the documents that are there by then.
    await learnTerms(qdrant.store);
    const [one, other] = [await asked(sqlite, questions), await asked(qdrant, questions)];
    return {
      ...{ documents: moved?.documents, passages: moved?.passages, rows: moved?.records, movedInSeconds },
      ...overlaps(one, other),
      reasons: await reasons({ sqlite, qdrant, one, other }),
      evaluate: Object.fromEntries(
        MEASURES.map((name) => [name, [one.report[name], other.report[name]].map((share) => share && rounded(share, 4))]),
      ),
      retrievalMs: Object.fromEntries(Object.entries({ sqlite: one, qdrant: other }).map(([kind, { ms }]) => [kind, quantiles(ms)])),
    };
  } finally {
    await qdrant.close();
    await sqlite.close();
  }
}

/** "evaluate", listening to what is retrieved for each question. */
async function asked({ answerer, retriever }: Millwright, questions: readonly GoldQuestion[]): Promise<Asked> {
  const found = new Map<string, string[]>();
  const queries = new Map<string, RetrievalQuery>();
  const ms: number[] = [];
  const listening: Retriever = {
    retrieve: async (query, signal) => {
      const start = performance.now();
      const result = await retriever.retrieve(query, signal);
      ms.push(performance.now() - start);
      queries.set(query.text, query);
      found.set(query.text, topTen(result));
      return result;
    },
  };
  return { report: await evaluateQuestions({ questions, answerer, retriever: listening }), found, queries, ms };
}

function overlaps(one: Asked, other: Asked): Record<string, number> {
  const pairs = [...one.found].map(([question, hits]) => [hits, other.found.get(question) ?? []] as const);
  const shares = pairs.map(([first, second]) =>
    first.length === 0 ? Number(second.length === 0) : new Set(first).intersection(new Set(second)).size / first.length,
  );
  const mean = (values: readonly number[]) => rounded(values.reduce((sum, value) => sum + value, 0) / values.length, 4);
  return {
    questions: pairs.length,
    overlapTop10: mean(shares),
    leastOverlap: Math.min(...shares),
    questionsThatDiffer: shares.filter((share) => share < 1).length,
    sameFirst: mean(pairs.map(([first, second]) => Number(first[0] === second[0]))),
    sameOrder: mean(pairs.map(([first, second]) => Number(first.join() === second.join()))),
  };
}

type Reason = { question: number; because: string; othersInTopTen: number; wordsApart: number; cosinesApart: number; unitsApart: number };

/** Of every question whose passages differ. `question`: its place among those asked; `wordsApart` as a share of the score; `unitsApart`: units
 *  that one store alone brought. */
async function reasons({
  sqlite,
  qdrant,
  one,
  other,
}: {
  sqlite: Millwright;
  qdrant: Millwright;
  one: Asked;
  other: Asked;
}): Promise<Reason[]> {
  const told: Reason[] = [];
  for (const [question, [text, hits]] of [...one.found].entries()) {
    const theirs = new Set(other.found.get(text));
    const differing = hits.filter((hit) => !theirs.has(hit)).length;
    if (differing === 0) continue;
    let because = 'something else';
    const apart = { wordsApart: 0, cosinesApart: 0, unitsApart: 0 };
    for (const parts of [[], ...EXCHANGES]) {
      const store = exchanged(sqlite.store, qdrant.store, { parts, note: (found) => Object.assign(apart, distances(found)) });
      const retriever = new HybridRetriever({ store, embedder: sqlite.embedder, glossary: new PlantGlossary(store.terms, baseGlossary()) });
      const found = topTen(await retriever.retrieve(one.queries.get(text)!));
      if (theirs.symmetricDifference(new Set(found)).size > 0) continue;
      because = parts.length === 0 ? 'not the same when asked again' : parts.join(' and ');
      break;
    }
    told.push({ question, because, othersInTopTen: differing, ...apart });
  }
  return told;
}

function topTen({ hits }: Retrieval): string[] {
  return hits.slice(0, COMPARED).map(({ passage }) => `${passage.document.id}/${passage.id}`);
}

type Found = { own: ReadonlyMap<string, Candidate>; theirs: ReadonlyMap<string, Candidate> };

/** A store that finds what `store` finds, with these parts as `other` has them. */
function exchanged(
  store: PassageStore,
  other: PassageStore,
  { parts, note }: { parts: readonly Part[]; note: (found: Found) => void },
): PassageStore {
  return {
    ...{ catalogue: store.catalogue, vectors: store.vectors, stewardship: store.stewardship, jobs: store.jobs },
    ...{ terms: store.terms, conflicts: store.conflicts },
    commit: (revision) => store.commit(revision),
    remove: (documentId) => store.remove(documentId),
    passages: (keys) => store.passages(keys),
    records: (keys) => store.records(keys),
    close: () => store.close(),
    search: async (query, signal) => {
      const [own, theirs] = (await Promise.all([store.search(query, signal), other.search(query, signal)])).map(
        (all) => new Map(all.map((each) => [nameOf(each), each])),
      ) as [Map<string, Candidate>, Map<string, Candidate>];
      note({ own, theirs });
      const from = (part: Part) => (parts.includes(part) ? theirs : own);
      return [...from('units').values()].map((unit) => ({
        ...unit,
        lexical: (from('words').get(nameOf(unit)) ?? unit).lexical,
        dense: (from('meaning').get(nameOf(unit)) ?? unit).dense,
      }));
    },
  };
}

function distances({ own, theirs }: Found) {
  const both = [...own].flatMap(([name, unit]) => {
    const their = theirs.get(name);
    return their === undefined ? [] : [[unit, their] as const];
  });
  const most = (values: number[], digits: number) => rounded(Math.max(0, ...values), digits);
  return {
    wordsApart: most(
      both.map(([one, other]) => Math.abs(one.lexical - other.lexical) / Math.max(one.lexical, other.lexical, 1e-9)),
      6,
    ),
    cosinesApart: most(
      both.map(([one, other]) => Math.abs((one.dense ?? 0) - (other.dense ?? 0))),
      6,
    ),
    unitsApart: own.size + theirs.size - 2 * both.length,
  };
}

function nameOf({ key, recordId }: Candidate): string {
  return `${key.documentId}/${key.passageId}/${recordId ?? ''}`;
}

function quantiles(ms: readonly number[]): { p50: number; p95: number } {
  return { p50: rounded(quantile(ms, 0.5)), p95: rounded(quantile(ms, 0.95)) };
}
