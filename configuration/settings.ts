import { z } from 'zod';
import { DEFAULT_READ_LIMITS } from '../ingest/read/reader.ts';
import { RECOGNIZER_CHOICES } from '../ingest/read/recognize/open-recognition.ts';
import { QUESTION_KINDS } from '../knowledge/question/question-kind.ts';
import { RERANK_STYLES } from '../knowledge/retrieve/rerank/http/http-reranker.ts';

const whole = (least: number, most: number) => z.coerce.number().int().min(least).max(most);
const number = (least: number, most: number) => z.coerce.number().min(least).max(most);
const text = () => z.string().min(1);
const address = () => z.url({ protocol: /^https?$/ });

/** "remedy, other"; "none" for no kind. */
const kinds = () =>
  z
    .string()
    .transform((list) => list.split(',').map((kind) => kind.trim()))
    .transform((list) => (list.length === 1 && list[0] === 'none' ? [] : list))
    .pipe(z.array(z.enum(QUESTION_KINDS)));

/** "http://a:6333, http://b:6333". */
const addresses = () =>
  z
    .string()
    .transform((list) => list.split(',').map((url) => url.trim()))
    .pipe(z.array(address()).min(1));

const LEAST_KEY_CHARACTERS = 32;

const here = {
  MILLWRIGHT_DATA: text().default('./data').describe('Folder of the knowledge; `--data` says it for one command.'),
  MILLWRIGHT_HOST: text()
    .default('127.0.0.1')
    .describe("Where the server listens; `--host`. Another address than this machine's own needs an API key."),
  MILLWRIGHT_PORT: whole(0, 65_535).default(7300).describe('Its port; `--port`. 0 takes a free one and prints it.'),
  MILLWRIGHT_API_KEY: z
    .string()
    .min(LEAST_KEY_CHARACTERS)
    .optional()
    .describe('A key that callers may send, besides those of `millwright keys create`. For containers, which get it from a secret.'),
  MILLWRIGHT_MAX_UPLOAD_MB: number(0.001, 100_000).default(500).describe('Largest file that is taken over REST, in MB.'),
  MILLWRIGHT_KEPT_ANSWERS: whole(0, 10_000_000)
    .default(10_000)
    .describe('So many of the newest [answers](answers.md) can be called up again; 0 keeps none.'),
  MILLWRIGHT_THREADS: whole(1, 64).default(2).describe('Processor threads of the embedding model.'),
};

const reading = {
  MILLWRIGHT_RECOGNIZER: z
    .enum(RECOGNIZER_CHOICES)
    .default('auto')
    .describe('What reads scans and photographs ([recognition](recognition.md)).'),
  MILLWRIGHT_PICTURES: z
    .union([z.literal('all'), whole(0, 1_000_000)])
    .default(DEFAULT_READ_LIMITS.mostPictures)
    .describe(
      'Of a document with text of its own, words inside of at most so many pictures are read; each takes a second or three. A document with more says so, and is read again once more are allowed.',
    ),
  MILLWRIGHT_PARSE_TIMEOUT_S: number(0.001, 86_400)
    .default(120)
    .describe('A file without a page done for so many seconds is given up ([limits](ingest.md)).'),
  MILLWRIGHT_PARSE_MEMORY_MB: number(200, 1_000_000).default(1_400).describe('Most memory of the process that reads a file, in MB.'),
  MILLWRIGHT_PARSE_MAX_PAGES: whole(1, 10_000_000).default(20_000).describe('Most pages, sheets or slides of a file.'),
};

const qdrant = {
  MILLWRIGHT_QDRANT_URL: addresses()
    .optional()
    .describe('Its address, or those of all nodes of one cluster, parted by commas. A node that fails is passed over.'),
  MILLWRIGHT_QDRANT_API_KEY: text().optional().describe('Its key, sent with every request: use `https` where others can listen.'),
  MILLWRIGHT_QDRANT_COLLECTION: z
    .string()
    .regex(/^[\w-]{1,64}$/, 'use up to 64 letters, digits, "-" and "_"')
    .default('millwright')
    .describe('The first part of the names of its collections.'),
  MILLWRIGHT_QDRANT_SHARDS: whole(1, 256).default(1).describe('Parts of a new collection: twice the nodes of a cluster.'),
  MILLWRIGHT_QDRANT_REPLICAS: whole(1, 16).default(1).describe('Copies of each part: 2, and one node may fail.'),
  MILLWRIGHT_QDRANT_TIMEOUT_MS: whole(100, 120_000).default(5_000).describe('The most that a search waits for an answer, in ms.'),
};

const embedder = {
  MILLWRIGHT_EMBEDDER_DIRECTORY: text().optional().describe('Folder of an ONNX sentence-transformer.'),
  MILLWRIGHT_EMBEDDER_URL: address().optional().describe('An OpenAI-compatible endpoint, up to and with `/v1`. Either it or a folder.'),
  MILLWRIGHT_EMBEDDER_MODEL: text()
    .optional()
    .describe("The endpoint's model (needed), or the model's file where the folder holds several."),
  MILLWRIGHT_EMBEDDER_KEY: text().optional().describe("The endpoint's key."),
  MILLWRIGHT_EMBEDDER_QUERY_PREFIX: z.string().optional().describe('Put before questions; empty takes away what the folder asks for.'),
  MILLWRIGHT_EMBEDDER_PASSAGE_PREFIX: z.string().optional().describe('Put before passages; empty takes away what the folder asks for.'),
  MILLWRIGHT_EMBEDDER_INPUT_TYPE: z
    .stringbool()
    .default(false)
    .describe('Tell the endpoint which texts are questions and which are passages.'),
};

const reranker = {
  MILLWRIGHT_RERANKER_URL: address().optional().describe('The whole address of the call.'),
  MILLWRIGHT_RERANKER_STYLE: z.enum(RERANK_STYLES).default('tei').describe('The form of the call.'),
  MILLWRIGHT_RERANKER_MODEL: text().optional().describe('Its model; `cohere` needs it.'),
  MILLWRIGHT_RERANKER_KEY: text().optional().describe('Its key.'),
  MILLWRIGHT_RERANKER_TIMEOUT_MS: whole(50, 60_000).default(2_000).describe('The most that a question waits for it, in ms.'),
  MILLWRIGHT_RERANKER_PASSAGES: whole(2, 40).default(24).describe('So many of the first passages are ordered once more.'),
};

const model = {
  MILLWRIGHT_MODEL_URL: address().optional().describe('An OpenAI-compatible endpoint, up to and with `/v1`.'),
  MILLWRIGHT_MODEL: text().optional().describe('The model, as the endpoint calls it; needed with an address.'),
  MILLWRIGHT_MODEL_SMALL: text().optional().describe('A smaller one that is asked first.'),
  MILLWRIGHT_MODEL_KEY: text().optional().describe("The endpoint's key."),
  MILLWRIGHT_MODEL_TIMEOUT_S: number(0.001, 3_600).default(60).describe('The most for one answer, in seconds.'),
  MILLWRIGHT_MODEL_SILENCE_S: number(0.001, 3_600).default(20).describe('Longest time without a sign of the endpoint, in seconds.'),
  MILLWRIGHT_MODEL_EVIDENCE_TOKENS: whole(200, 100_000).default(1_500).describe('Of the passages in a prompt, about.'),
  MILLWRIGHT_MODEL_ANSWER_TOKENS: whole(100, 100_000).default(800).describe('Of an answer, at most. A model that thinks aloud needs more.'),
  MILLWRIGHT_DEEP_STEPS: whole(1, 100).default(12).describe('Of an investigation: calls of tools, at most.'),
  MILLWRIGHT_DEEP_TOKENS: whole(1_000, 10_000_000).default(60_000).describe('Of an investigation: tokens read and written, at most.'),
  MILLWRIGHT_DEEP_TIMEOUT_S: number(0.001, 3_600).default(180).describe('The most for one investigation, in seconds.'),
  MILLWRIGHT_MODEL_NOT_FOR: kinds()
    .default(['value', 'parameter', 'code_meaning', 'procedure'])
    .describe(
      "Kinds of questions that need no model where the evidence is in the answer's language, parted by commas; `none`: always ask.",
    ),
  MILLWRIGHT_MODEL_LARGE_FOR: kinds()
    .default(['comparison', 'remedy'])
    .describe('With a small model: kinds that go to the large one at once.'),
};

/** The one schema of all settings, by the names that they have in the environment and in a file. */
export const Settings = z.object({ ...here, ...reading, ...qdrant, ...embedder, ...reranker, ...model });
export type Settings = z.infer<typeof Settings>;
export type SettingName = keyof Settings;

/** The same in groups, for people. */
export const SETTING_GROUPS: readonly { title: string; about: string; names: readonly SettingName[] }[] = [
  { title: 'Server and data', about: '', names: namesOf(here) },
  { title: 'Reading documents', about: '', names: namesOf(reading) },
  {
    title: 'Qdrant',
    about: 'Passages on a [server of their own](qdrant.md); without an address, in the data folder.',
    names: namesOf(qdrant),
  },
  { title: 'Embedder', about: 'Another [embedder](embedders.md) than the built-in one.', names: namesOf(embedder) },
  { title: 'Reranker', about: 'A [cross-encoder](rerankers.md); without an address, none.', names: namesOf(reranker) },
  {
    title: 'Language model',
    about: 'A [chat endpoint](models.md) that words answers; without an address, they are quoted.',
    names: namesOf(model),
  },
];

/** Settings that may stand in a file of their own: NAME_FILE names it. */
export const SECRETS: readonly SettingName[] = [
  'MILLWRIGHT_API_KEY',
  'MILLWRIGHT_QDRANT_API_KEY',
  'MILLWRIGHT_EMBEDDER_KEY',
  'MILLWRIGHT_RERANKER_KEY',
  'MILLWRIGHT_MODEL_KEY',
];

/** "" takes away the prefix that a model's own folder asks for; any other setting that is empty is not set. */
export const MAY_BE_EMPTY: ReadonlySet<string> = new Set<SettingName>([
  'MILLWRIGHT_EMBEDDER_QUERY_PREFIX',
  'MILLWRIGHT_EMBEDDER_PASSAGE_PREFIX',
]);

/** What the settings say against each other, where each is right by itself. */
export function contradictions(settings: Settings): string[] {
  const { MILLWRIGHT_EMBEDDER_URL: url, MILLWRIGHT_EMBEDDER_DIRECTORY: directory, MILLWRIGHT_EMBEDDER_MODEL: model } = settings;
  const wrong: string[] = [];
  if (url && directory) wrong.push('MILLWRIGHT_EMBEDDER_DIRECTORY: set either it or MILLWRIGHT_EMBEDDER_URL, not both');
  else if (url && !model) wrong.push('MILLWRIGHT_EMBEDDER_MODEL: name the model of MILLWRIGHT_EMBEDDER_URL');
  if (settings.MILLWRIGHT_RERANKER_STYLE === 'cohere' && settings.MILLWRIGHT_RERANKER_URL && !settings.MILLWRIGHT_RERANKER_MODEL)
    wrong.push('MILLWRIGHT_RERANKER_MODEL: name the model of MILLWRIGHT_RERANKER_URL');
  if (settings.MILLWRIGHT_MODEL_URL && !settings.MILLWRIGHT_MODEL) wrong.push('MILLWRIGHT_MODEL: name the model of MILLWRIGHT_MODEL_URL');
  return wrong;
}

function namesOf<T extends object>(settings: T): (keyof T)[] {
  return Object.keys(settings) as (keyof T)[];
}
