import { z } from 'zod';
import { DEFAULT_READ_LIMITS } from './ingest/read/reader.ts';
import { RECOGNIZER_CHOICES, type RecognizerChoice } from './ingest/read/recognize/open-recognition.ts';
import type { EmbedderChoice } from './knowledge/embed/open-embedder.ts';
import { MillwrightError } from './knowledge/errors.ts';
import { QUESTION_KINDS, type QuestionKind } from './knowledge/question/question-kind.ts';
import { RERANK_STYLES, type RerankStyle } from './knowledge/retrieve/rerank/http/http-reranker.ts';
import type { StoreChoice } from './knowledge/store/open-store.ts';

/** "remedy, other"; "none" for no kind. */
const Kinds = z
  .string()
  .transform((text) => text.split(',').map((kind) => kind.trim()))
  .transform((kinds) => (kinds.length === 1 && kinds[0] === 'none' ? [] : kinds))
  .pipe(z.array(z.enum(QUESTION_KINDS)));

/** "http://a:6333, http://b:6333". */
const Urls = z
  .string()
  .transform((text) => text.split(',').map((url) => url.trim()))
  .pipe(z.array(z.url({ protocol: /^https?$/ })).min(1));

const Environment = z.object({
  MILLWRIGHT_DATA: z.string().min(1).default('./data'),
  MILLWRIGHT_HOST: z.string().min(1).default('127.0.0.1'),
  MILLWRIGHT_PORT: z.coerce.number().int().min(0).max(65_535).default(7300),
  MILLWRIGHT_THREADS: z.coerce.number().int().min(1).max(64).default(2),
  MILLWRIGHT_KEPT_ANSWERS: z.coerce.number().int().min(0).max(10_000_000).default(10_000),
  MILLWRIGHT_MAX_UPLOAD_MB: z.coerce.number().positive().default(500),
  MILLWRIGHT_RECOGNIZER: z.enum(RECOGNIZER_CHOICES).default('auto'),
  MILLWRIGHT_PICTURES: z.union([z.literal('all'), z.coerce.number().int().min(0)]).default(DEFAULT_READ_LIMITS.mostPictures),
  MILLWRIGHT_PARSE_TIMEOUT_S: z.coerce.number().positive().max(86_400).default(120),
  MILLWRIGHT_PARSE_MEMORY_MB: z.coerce.number().min(200).default(1_400),
  MILLWRIGHT_PARSE_MAX_PAGES: z.coerce.number().int().min(1).default(20_000),
  MILLWRIGHT_QDRANT_URL: Urls.optional(),
  MILLWRIGHT_QDRANT_API_KEY: z.string().min(1).optional(),
  MILLWRIGHT_QDRANT_COLLECTION: z
    .string()
    .regex(/^[\w-]{1,64}$/, 'use letters, digits, "-" and "_"')
    .default('millwright'),
  MILLWRIGHT_QDRANT_SHARDS: z.coerce.number().int().min(1).max(256).default(1),
  MILLWRIGHT_QDRANT_REPLICAS: z.coerce.number().int().min(1).max(16).default(1),
  MILLWRIGHT_QDRANT_TIMEOUT_MS: z.coerce.number().int().min(100).max(120_000).default(5_000),
  MILLWRIGHT_EMBEDDER_URL: z.url().optional(),
  MILLWRIGHT_EMBEDDER_DIRECTORY: z.string().min(1).optional(),
  MILLWRIGHT_EMBEDDER_MODEL: z.string().min(1).optional(),
  MILLWRIGHT_EMBEDDER_KEY: z.string().min(1).optional(),
  MILLWRIGHT_EMBEDDER_QUERY_PREFIX: z.string().optional(),
  MILLWRIGHT_EMBEDDER_PASSAGE_PREFIX: z.string().optional(),
  MILLWRIGHT_EMBEDDER_INPUT_TYPE: z.stringbool().default(false),
  MILLWRIGHT_RERANKER_URL: z.url().optional(),
  MILLWRIGHT_RERANKER_STYLE: z.enum(RERANK_STYLES).default('tei'),
  MILLWRIGHT_RERANKER_MODEL: z.string().min(1).optional(),
  MILLWRIGHT_RERANKER_KEY: z.string().min(1).optional(),
  MILLWRIGHT_RERANKER_TIMEOUT_MS: z.coerce.number().int().min(50).max(60_000).default(2_000),
  MILLWRIGHT_RERANKER_PASSAGES: z.coerce.number().int().min(2).max(40).default(24),
  MILLWRIGHT_MODEL_URL: z.url().optional(),
  MILLWRIGHT_MODEL: z.string().min(1).optional(),
  MILLWRIGHT_MODEL_SMALL: z.string().min(1).optional(),
  MILLWRIGHT_MODEL_KEY: z.string().min(1).optional(),
  MILLWRIGHT_MODEL_TIMEOUT_S: z.coerce.number().positive().max(3_600).default(60),
  MILLWRIGHT_MODEL_SILENCE_S: z.coerce.number().positive().max(3_600).default(20),
  MILLWRIGHT_MODEL_EVIDENCE_TOKENS: z.coerce.number().int().min(200).max(100_000).default(1_500),
  MILLWRIGHT_MODEL_ANSWER_TOKENS: z.coerce.number().int().min(100).max(100_000).default(800),
  MILLWRIGHT_MODEL_NOT_FOR: Kinds.default(['value', 'parameter', 'code_meaning', 'procedure']),
  MILLWRIGHT_MODEL_LARGE_FOR: Kinds.default(['comparison', 'remedy']),
});

export type Config = {
  /** Folder of the knowledge. */
  dataFolder: string;
  host: string;
  port: number;
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

/** The configuration from the environment: the only place that reads it. `over`: what a command says instead. Errors: config_invalid, naming every wrong setting at once. */
export function readConfig(environment: Record<string, string | undefined> = process.env, over: Record<string, string> = {}): Config {
  const ours = Object.entries({ ...environment, ...over }).filter(([name]) => name.startsWith('MILLWRIGHT_'));
  const given = Object.fromEntries(ours.filter(([name, value]) => value !== '' || MAY_BE_EMPTY.has(name)));
  const result = Environment.safeParse(given);
  const wrong = result.success ? [] : result.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  if (result.success) wrong.push(...contradictions(result.data));
  if (!result.success || wrong.length > 0)
    throw new MillwrightError(`The configuration is not valid: ${wrong.join('; ')}.`, { code: 'config_invalid' });
  const settings = result.data;
  return {
    dataFolder: settings.MILLWRIGHT_DATA,
    host: settings.MILLWRIGHT_HOST,
    port: settings.MILLWRIGHT_PORT,
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

/** "" takes away the prefix that a model's own folder asks for; any other setting that is empty is not set. */
const MAY_BE_EMPTY = new Set(['MILLWRIGHT_EMBEDDER_QUERY_PREFIX', 'MILLWRIGHT_EMBEDDER_PASSAGE_PREFIX']);

type Settings = z.infer<typeof Environment>;

function contradictions(settings: Settings): string[] {
  const { MILLWRIGHT_EMBEDDER_URL: url, MILLWRIGHT_EMBEDDER_DIRECTORY: directory, MILLWRIGHT_EMBEDDER_MODEL: model } = settings;
  const wrong: string[] = [];
  if (url && directory) wrong.push('MILLWRIGHT_EMBEDDER_DIRECTORY: set either it or MILLWRIGHT_EMBEDDER_URL, not both');
  else if (url && !model) wrong.push('MILLWRIGHT_EMBEDDER_MODEL: name the model of MILLWRIGHT_EMBEDDER_URL');
  if (settings.MILLWRIGHT_RERANKER_STYLE === 'cohere' && settings.MILLWRIGHT_RERANKER_URL && !settings.MILLWRIGHT_RERANKER_MODEL)
    wrong.push('MILLWRIGHT_RERANKER_MODEL: name the model of MILLWRIGHT_RERANKER_URL');
  if (settings.MILLWRIGHT_MODEL_URL && !settings.MILLWRIGHT_MODEL) wrong.push('MILLWRIGHT_MODEL: name the model of MILLWRIGHT_MODEL_URL');
  return wrong;
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
    evidenceTokens: settings.MILLWRIGHT_MODEL_EVIDENCE_TOKENS,
    answerTokens: settings.MILLWRIGHT_MODEL_ANSWER_TOKENS,
    rules: { extractive: settings.MILLWRIGHT_MODEL_NOT_FOR, large: settings.MILLWRIGHT_MODEL_LARGE_FOR },
  };
}
