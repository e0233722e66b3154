import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { Answerer } from './answer/answerer.ts';
import type { ChatModel } from './answer/compose/model/chat-model.ts';
import type { Wording } from './answer/compose/model/wording.ts';
import { PlantConflicts } from './answer/conflicts/plant-conflicts.ts';
import type { Investigator } from './answer/deep/investigator.ts';
import { AnswerRecords } from './answer/record/answer-records.ts';
import { StatementVerifier } from './answer/verify/statement-verifier.ts';
import type { Config, ModelEndpoint, RerankerEndpoint } from './config.ts';
import { Ingestor } from './ingest/jobs/ingestor.ts';
import { JobQueue } from './ingest/jobs/job-queue.ts';
import { JobWorker } from './ingest/jobs/job-worker.ts';
import { DEFAULT_PARSE_LIMITS } from './ingest/jobs/parse-pool.ts';
import { PARSER_VERSION } from './ingest/parser-version.ts';
import type { Embedder } from './knowledge/embed/embedder.ts';
import { openEmbedder } from './knowledge/embed/open-embedder.ts';
import { MillwrightError } from './knowledge/errors.ts';
import { HybridRetriever } from './knowledge/retrieve/hybrid-retriever.ts';
import { HttpReranker } from './knowledge/retrieve/rerank/http/http-reranker.ts';
import type { Reranker } from './knowledge/retrieve/rerank/reranker.ts';
import type { AnswerShelf } from './knowledge/store/answer-shelf.ts';
import { type OpenedStore, openStore } from './knowledge/store/open-store.ts';
import { SqliteAnswerShelf } from './knowledge/store/sqlite/sqlite-answers.ts';
import { learnTerms } from './knowledge/terms/learn-terms.ts';
import { PlantGlossary } from './knowledge/terms/plant-glossary.ts';
import { baseGlossary } from './knowledge/text/glossary/base-glossary.ts';
import packageFile from './package.json' with { type: 'json' };

export type Millwright = {
  store: OpenedStore;
  embedder: Embedder;
  retriever: HybridRetriever;
  /** Null where none is configured. */
  reranker: Reranker | null;
  answerer: Answerer;
  /** The answers that were given: kept, listed, removed. */
  answers: AnswerShelf;
  /** The same with how their documents stand now. */
  records: AnswerRecords;
  verifier: StatementVerifier;
  /** The language models that word answers; none where none is configured. */
  models: readonly ChatModel[];
  ingestor: Ingestor;
  /** All ingestion by commands and doors goes through it. */
  queue: JobQueue;
  /** Works the queue, whoever filled it; `onError` as JobWorker has it. */
  worker(onError?: (error: unknown) => void): JobWorker;
  /** Absolute. */
  dataFolder: string;
  close(): Promise<void>;
};

/** Puts the parts together over one data folder, which is made where it is missing. `serving`: questions are answered meanwhile, so
 *  passages are embedded in a process of their own. Errors: disk_full, file_unreadable (the folder), and the store's. */
export async function openMillwright(config: Config, { serving = false } = {}): Promise<Millwright> {
  const dataFolder = path.resolve(config.dataFolder);
  await makeFolder(dataFolder);
  let opened: Embedder | null = null;
  const store = await openStore(config.store, { folder: dataFolder, dimensions: () => opened?.dimensions ?? null });
  const embedder = await openEmbedder(config.embedder, { threads: config.threads, serving, settings: store.catalogue.settings }).catch(
    async (error: unknown) => {
      await store.close();
      throw error;
    },
  );
  opened = embedder;
  // Of documents that an earlier version took in; the others were learned when they came.
  await learnTerms(store);
  const reranker = config.reranker === null ? null : openReranker(config.reranker);
  const retriever = new HybridRetriever({
    store,
    embedder,
    glossary: new PlantGlossary(store.terms, baseGlossary()),
    ...(reranker && { reranker }),
  });
  const ingestor = new Ingestor({
    store,
    embedder,
    dataFolder,
    limits: { ...DEFAULT_PARSE_LIMITS, ...config.parse },
    recognition: { recognizer: config.recognizer, folder: path.join(dataFolder, 'recognized') },
  });
  const verifier = new StatementVerifier({ retriever, embedder });
  const { wording, investigator, models } = await openModels(config.model, { store, retriever, verifier });
  const answers = new SqliteAnswerShelf({ path: path.join(dataFolder, 'answers.db'), most: config.keptAnswers });
  const settings = {
    version: packageFile.version,
    reading: PARSER_VERSION,
    embedder: embedder.id,
    reranker: config.reranker?.model ?? config.reranker?.url ?? null,
    models: models.map(({ name }) => name),
  };
  const records = new AnswerRecords({ shelf: answers, store, settings });
  const queue = new JobQueue({ jobs: store.jobs, dataFolder });
  const conflicts = new PlantConflicts(store);
  return {
    store,
    embedder,
    retriever,
    reranker,
    answerer: new Answerer({ store, retriever, records, ...(wording && { wording }), ...(investigator && { investigator }) }),
    answers,
    records,
    verifier,
    models,
    ingestor,
    queue,
    worker: (onError) =>
      new JobWorker({
        ...{ jobs: store.jobs, vectors: store.vectors, ingestor, queue },
        conflicts: (documentIds, signal) => conflicts.searchFor(documentIds, signal),
        ...(onError ? { onError } : {}),
      }),
    dataFolder,
    close: async () => {
      await embedder.close();
      await answers.close();
      await store.close();
    },
  };
}

function openReranker({ model, apiKey, ...endpoint }: RerankerEndpoint): Reranker {
  return new HttpReranker({ ...endpoint, ...(model !== null && { model }), ...(apiKey !== null && { apiKey }) });
}

type OpenedModels = { wording: Wording | null; investigator: Investigator | null; models: readonly ChatModel[] };
type ModelParts = { store: OpenedStore; retriever: HybridRetriever; verifier: StatementVerifier };

/** Nothing of this is loaded where no model is configured, and the endpoint's client only with the first question that needs it. */
async function openModels(endpoint: ModelEndpoint | null, { store, retriever, verifier }: ModelParts): Promise<OpenedModels> {
  if (endpoint === null) return { wording: null, investigator: null, models: [] };
  const [{ ModelWording }, { LazyChatModel }, { ModelInvestigator }] = await Promise.all([
    import('./answer/compose/model/model-wording.ts'),
    import('./answer/compose/model/lazy-chat-model.ts'),
    import('./answer/deep/model-investigator.ts'),
  ]);
  const { baseUrl, apiKey, silenceMs, large, small, deep, ...options } = endpoint;
  const open = (model: string): ChatModel =>
    new LazyChatModel(model, async () => {
      const { OpenAiChatModel } = await import('./answer/compose/model/openai/openai-chat-model.ts');
      return new OpenAiChatModel({ baseUrl, model, silenceMs, ...(apiKey !== null && { apiKey }) });
    });
  const models = { large: open(large), small: small === null ? null : open(small) };
  const investigator = new ModelInvestigator({
    ...{ store, retriever, verifier, bounds: deep, modelName: large },
    agent: async () => {
      const { LangchainAgent } = await import('./answer/deep/langchain/langchain-agent.ts');
      const { answerTokens } = options;
      return new LangchainAgent({ baseUrl, model: large, answerTokens, silenceMs, ...(apiKey !== null && { apiKey }) });
    },
  });
  return {
    investigator,
    wording: new ModelWording({ ...options, models, verifier }),
    models: small === null ? [models.large] : [models.small!, models.large],
  };
}

async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code === 'ENOSPC' ? 'disk_full' : 'file_unreadable';
    throw new MillwrightError(`The data folder "${folder}" cannot be made: ${(error as Error).message}. Choose another with --data.`, {
      code,
      cause: error,
    });
  }
}
