import { givenSettings } from './configuration/given-settings.ts';
import { contradictions, Settings } from './configuration/settings.ts';
import type { RecognizerChoice } from './ingest/read/recognize/open-recognition.ts';
import type { EmbedderChoice } from './knowledge/embed/open-embedder.ts';
import { MillwrightError } from './knowledge/errors.ts';
import type { QuestionKind } from './knowledge/question/question-kind.ts';
import type { RerankStyle } from './knowledge/retrieve/rerank/http/http-reranker.ts';
import type { StoreChoice } from './knowledge/store/open-store.ts';

export type Config = {
  /** Folder of the knowledge. */
  dataFolder: string;
  host: string;
  port: number;
  /** A key that callers may send besides those that are kept; null: none. */
  apiKey: string | null;
  /** Processor threads of the embedding model. */
  threads: number;
  maxUploadBytes: number;
  /** So many of the newest answers can be called up again; 0: none is kept. */
  keptAnswers: number;
  /** What reads pages without text. */
  recognizer: RecognizerChoice;
  /** Bounds of reading one file: time without a page done, resident memory of its process, pages, pictures that are
   *  read on pages with text. */
  parse: { stallMs: number; maxMemoryBytes: number; maxPages: number; mostPictures: number };
  /** Where the passages are kept. */
  store: StoreChoice;
  /** Null: the built-in model. */
  embedder: EmbedderChoice | null;
  /** A cross-encoder that orders the first passages once more; null: none. */
  reranker: RerankerEndpoint | null;
  /** An OpenAI-compatible chat endpoint that words answers; null: answers are quoted. */
  model: ModelEndpoint | null;
};

export type ModelEndpoint = {
  baseUrl: string;
  /** The model that words answers, and a smaller one that is asked first. */
  large: string;
  small: string | null;
  apiKey: string | null;
  /** For one answer, whatever is asked of which model. */
  timeoutMs: number;
  /** Longest time without a sign of the endpoint. */
  silenceMs: number;
  /** What an investigation may take at most: calls of tools, tokens read and written, time. */
  deep: { steps: number; tokens: number; timeoutMs: number };
  /** Of the evidence in a prompt, about. */
  evidenceTokens: number;
  /** Of a model's answer, at most. */
  answerTokens: number;
  /** Kinds of questions that need no model where the evidence is in the answer's language, and those that go to the large one at once. */
  rules: { extractive: readonly QuestionKind[]; large: readonly QuestionKind[] };
};

export type RerankerEndpoint = {
  url: string;
  style: RerankStyle;
  model: string | null;
  apiKey: string | null;
  /** The most that one question waits for it. */
  timeoutMs: number;
  /** So many of the first passages. */
  maxTexts: number;
};

/** The configuration from the environment and the file that it names: the only place that reads them. `over`: what a command says instead.
 *  Errors: config_invalid, naming every wrong setting at once. */
export function readConfig(environment: Record<string, string | undefined> = process.env, over: Record<string, string> = {}): Config {
  const { values, places, wrong } = givenSettings({ ...environment, ...over });
  const result = Settings.safeParse(values);
  if (result.success) wrong.push(...contradictions(result.data));
  else
    wrong.push(...result.error.issues.map(({ path: [name = ''], message }) => `${String(name)}${places[String(name)] ?? ''}: ${message}`));
  if (!result.success || wrong.length > 0)
    throw new MillwrightError(
      `The configuration is not valid:\n${wrong.map((line) => `  ${line}`).join('\n')}\nSee docs/configuration.md.`,
      {
        code: 'config_invalid',
      },
    );
  const settings = result.data;
  return {
    dataFolder: settings.MILLWRIGHT_DATA,
    host: settings.MILLWRIGHT_HOST,
    port: settings.MILLWRIGHT_PORT,
    apiKey: settings.MILLWRIGHT_API_KEY ?? null,
    threads: settings.MILLWRIGHT_THREADS,
    keptAnswers: settings.MILLWRIGHT_KEPT_ANSWERS,
    maxUploadBytes: settings.MILLWRIGHT_MAX_UPLOAD_MB * 1_000_000,
    recognizer: settings.MILLWRIGHT_RECOGNIZER,
    parse: {
      stallMs: settings.MILLWRIGHT_PARSE_TIMEOUT_S * 1_000,
      maxMemoryBytes: settings.MILLWRIGHT_PARSE_MEMORY_MB * 1_000_000,
      maxPages: settings.MILLWRIGHT_PARSE_MAX_PAGES,
      mostPictures: settings.MILLWRIGHT_PICTURES === 'all' ? Number.MAX_SAFE_INTEGER : settings.MILLWRIGHT_PICTURES,
    },
    store: storeOf(settings),
    embedder: embedderOf(settings),
    reranker: rerankerOf(settings),
    model: modelOf(settings),
  };
}

function storeOf(settings: Settings): StoreChoice {
  if (!settings.MILLWRIGHT_QDRANT_URL) return { kind: 'sqlite' };
  return {
    kind: 'qdrant',
    urls: settings.MILLWRIGHT_QDRANT_URL,
    apiKey: settings.MILLWRIGHT_QDRANT_API_KEY ?? null,
    collection: settings.MILLWRIGHT_QDRANT_COLLECTION,
    shards: settings.MILLWRIGHT_QDRANT_SHARDS,
    replicas: settings.MILLWRIGHT_QDRANT_REPLICAS,
    timeoutMs: settings.MILLWRIGHT_QDRANT_TIMEOUT_MS,
  };
}

function rerankerOf(settings: Settings): RerankerEndpoint | null {
  if (!settings.MILLWRIGHT_RERANKER_URL) return null;
  return {
    url: settings.MILLWRIGHT_RERANKER_URL,
    style: settings.MILLWRIGHT_RERANKER_STYLE,
    model: settings.MILLWRIGHT_RERANKER_MODEL ?? null,
    apiKey: settings.MILLWRIGHT_RERANKER_KEY ?? null,
    timeoutMs: settings.MILLWRIGHT_RERANKER_TIMEOUT_MS,
    maxTexts: settings.MILLWRIGHT_RERANKER_PASSAGES,
  };
}

function embedderOf(settings: Settings): EmbedderChoice | null {
  const { MILLWRIGHT_EMBEDDER_QUERY_PREFIX: query, MILLWRIGHT_EMBEDDER_PASSAGE_PREFIX: passage } = settings;
  if (settings.MILLWRIGHT_EMBEDDER_DIRECTORY) {
    return {
      kind: 'directory',
      folder: settings.MILLWRIGHT_EMBEDDER_DIRECTORY,
      modelFile: settings.MILLWRIGHT_EMBEDDER_MODEL ?? null,
      prefixes: { ...(query !== undefined && { query }), ...(passage !== undefined && { passage }) },
    };
  }
  if (!settings.MILLWRIGHT_EMBEDDER_URL) return null;
  return {
    kind: 'endpoint',
    baseUrl: settings.MILLWRIGHT_EMBEDDER_URL,
    model: settings.MILLWRIGHT_EMBEDDER_MODEL!,
    apiKey: settings.MILLWRIGHT_EMBEDDER_KEY ?? null,
    prefixes: { query: query ?? '', passage: passage ?? '' },
    sendInputType: settings.MILLWRIGHT_EMBEDDER_INPUT_TYPE,
  };
}

function modelOf(settings: Settings): ModelEndpoint | null {
  if (!settings.MILLWRIGHT_MODEL_URL) return null;
  return {
    baseUrl: settings.MILLWRIGHT_MODEL_URL,
    large: settings.MILLWRIGHT_MODEL!,
    small: settings.MILLWRIGHT_MODEL_SMALL ?? null,
    apiKey: settings.MILLWRIGHT_MODEL_KEY ?? null,
    timeoutMs: settings.MILLWRIGHT_MODEL_TIMEOUT_S * 1_000,
    silenceMs: settings.MILLWRIGHT_MODEL_SILENCE_S * 1_000,
    deep: {
      steps: settings.MILLWRIGHT_DEEP_STEPS,
      tokens: settings.MILLWRIGHT_DEEP_TOKENS,
      timeoutMs: settings.MILLWRIGHT_DEEP_TIMEOUT_S * 1_000,
    },
    evidenceTokens: settings.MILLWRIGHT_MODEL_EVIDENCE_TOKENS,
    answerTokens: settings.MILLWRIGHT_MODEL_ANSWER_TOKENS,
    rules: { extractive: settings.MILLWRIGHT_MODEL_NOT_FOR, large: settings.MILLWRIGHT_MODEL_LARGE_FOR },
  };
}
