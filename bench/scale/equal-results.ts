import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type Millwright, openMillwright } from '../../assembly.ts';
import { readConfig } from '../../config.ts';
import { evaluateQuestions } from '../../evaluate/evaluate-questions.ts';
import { type GoldQuestion, parseGoldQuestions } from '../../evaluate/gold-question.ts';
import type { Report } from '../../evaluate/report.ts';
import { COLUMNS } from '../../evaluate/report-table.ts';
import type { Retriever } from '../../knowledge/retrieve/retriever.ts';
import { moveStore } from '../../knowledge/store/move/move-store.ts';
import { STORE_FILES } from '../../knowledge/store/open-store.ts';
import { QdrantServer } from '../../knowledge/store/qdrant/fixtures/qdrant-server.ts';
import { quantile, record, rounded } from '../record.ts';

/** Whether Qdrant answers as the embedded store does: "evaluate" over both, and the first ten passages of every question compared. The
 *  folders are copied, and their documents moved by what "migrate" runs.
 *  Run: node bench/scale/equal-results.ts NAME=DATA_FOLDER=QUESTIONS.jsonl=HOW_MANY ...   (HOW_MANY: spread evenly over the file) */
const COMPARED = 10;
/** The measures of "evaluate" that are compared: those that a ranking can move. */
const MEASURES = COLUMNS.filter((name) => name !== 'clarified' && name !== 'auc');

type Asked = { report: Report; found: Map<string, string[]>; ms: number[] };

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
    const [one, other] = [await asked(sqlite, questions), await asked(qdrant, questions)];
    return {
      ...{ documents: moved?.documents, passages: moved?.passages, rows: moved?.records, movedInSeconds },
      ...overlaps(one, other),
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
  const ms: number[] = [];
  const listening: Retriever = {
    retrieve: async (query, signal) => {
      const start = performance.now();
      const result = await retriever.retrieve(query, signal);
      ms.push(performance.now() - start);
      found.set(
        query.text,
        result.hits.slice(0, COMPARED).map(({ passage }) => `${passage.document.id}/${passage.id}`),
      );
      return result;
    },
  };
  return { report: await evaluateQuestions({ questions, answerer, retriever: listening }), found, ms };
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

function quantiles(ms: readonly number[]): { p50: number; p95: number } {
  return { p50: rounded(quantile(ms, 0.5)), p95: rounded(quantile(ms, 0.95)) };
}
