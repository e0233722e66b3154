import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { MillwrightError } from '../../errors.ts';
import type { EmbedKind } from '../embedder.ts';

export const POOLINGS = ['cls', 'mean', 'lasttoken'] as const;
export type Pooling = (typeof POOLINGS)[number];

/** What a folder of a sentence-transformer says of itself. */
export type FolderModel = {
  /** Below the folder ("onnx/model.onnx"). */
  modelFile: string;
  /** How the vectors of the tokens become one; null: the folder does not say (the graph may do it itself). */
  pooling: { mode: Pooling; includePrompt: boolean; dimensions: number | null } | null;
  /** Layers after the pooling that only the graph itself can bring ("Dense"). */
  otherModules: string[];
  /** Put before every text of the kind. */
  prefixes: Record<EmbedKind, string>;
  /** Tokens of one window, the marks of beginning and end included. */
  maxTokens: number;
  modelType: string;
  padId: number | null;
};

export type FolderChoice = {
  folder: string;
  /** The .onnx file, below the folder; absent: onnx/model.onnx, model.onnx, or the only one. */
  modelFile?: string;
  /** In place of the folder's own; "" is none. */
  prefixes?: Partial<Record<EmbedKind, string>>;
};

/** Where nothing says how long a text may be: what most encoders take. */
const USUAL_TOKENS = 512;
/** Attention takes memory with the square of the length: 8,192 tokens would take gigabytes. Longer texts are embedded in windows. */
const MOST_TOKENS = 2_048;
/** Models that count places from after their padding id: two fewer than their table has. */
const OFFSET_POSITIONS = /roberta|camembert|mpnet/;

const Modules = z.array(z.object({ type: z.string(), path: z.string() }));
const PoolingConfig = z.looseObject({
  word_embedding_dimension: z.number().int().positive().optional(),
  pooling_mode: z.string().optional(),
  include_prompt: z.boolean().optional(),
});
const Prompts = z.object({
  prompts: z.record(z.string(), z.string()).default({}),
  default_prompt_name: z.string().nullish(),
});
const Lengths = z.object({ max_seq_length: z.number().int().positive().nullish() });
const ModelConfig = z.object({
  model_type: z.string().default('onnx'),
  max_position_embeddings: z.number().int().positive().nullish(),
  pad_token_id: z.number().int().min(0).nullish(),
});
const TokenizerLengths = z.object({ model_max_length: z.number().positive().nullish() });

/** Reads what the folder says, but for tokenizer and weights. Errors: embedder_unavailable, naming the file and what is wrong in it. */
export async function readFolder({ folder, modelFile, prefixes }: FolderChoice): Promise<FolderModel> {
  const modules = await read(folder, 'modules.json', Modules);
  const kinds = (modules ?? []).map(({ type, path: place }) => ({ kind: type.split('.').at(-1)!, place }));
  const transformer = kinds.find(({ kind }) => kind === 'Transformer')?.place ?? '';
  const pooling = kinds.find(({ kind }) => kind === 'Pooling')?.place ?? (modules === null ? '1_Pooling' : null);
  const config = (await read(folder, path.posix.join(transformer, 'config.json'), ModelConfig)) ?? ModelConfig.parse({});
  const own = await readPrefixes(folder);
  return {
    modelFile: modelFile ?? (await findModel(folder)),
    pooling: pooling === null ? null : await readPooling(folder, path.posix.join(pooling, 'config.json')),
    otherModules: kinds.map(({ kind }) => kind).filter((kind) => !['Transformer', 'Pooling', 'Normalize'].includes(kind)),
    prefixes: { query: prefixes?.query ?? own.query, passage: prefixes?.passage ?? own.passage },
    maxTokens: await readLength(folder, transformer, config),
    modelType: config.model_type,
    padId: config.pad_token_id ?? null,
  };
}

/** A file of the folder as JSON; null where it is missing. */
export async function read<T>(folder: string, name: string, schema: z.ZodType<T>): Promise<T | null> {
  const file = path.join(folder, name);
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw unusable(file, `cannot be read: ${(error as Error).message}`, 'Check the folder.', error);
  }
  const parsed = schema.safeParse(jsonOf(text));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const where = issue!.path.length > 0 ? `"${issue!.path.join('.')}": ` : '';
  throw unusable(file, `is not as sentence-transformers writes it (${where}${issue!.message})`, 'Export the model again.');
}

export function unusable(file: string, wrong: string, remedy: string, cause?: unknown): MillwrightError {
  return new MillwrightError(`The embedding model: "${file}" ${wrong}. ${remedy}`, { code: 'embedder_unavailable', cause });
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function findModel(folder: string): Promise<string> {
  const found: string[] = [];
  for (const place of ['onnx', '.']) {
    const names = await readdir(path.join(folder, place)).catch(() => []);
    found.push(...names.filter((name) => name.endsWith('.onnx')).map((name) => path.posix.join(place, name)));
  }
  const usual = ['onnx/model.onnx', 'model.onnx'].find((name) => found.includes(name));
  if (usual ?? found.length === 1) return usual ?? found[0]!;
  if (found.length > 1) throw unusable(folder, `holds several models (${found.join(', ')})`, 'Name one with MILLWRIGHT_EMBEDDER_MODEL.');
  const remedy = 'Export it ("optimum-cli export onnx --model NAME FOLDER"), or correct MILLWRIGHT_EMBEDDER_DIRECTORY.';
  throw unusable(folder, 'holds no ONNX model (onnx/model.onnx or model.onnx)', remedy);
}

async function readPooling(folder: string, name: string): Promise<FolderModel['pooling']> {
  const config = await read(folder, name, PoolingConfig);
  if (config === null) return null;
  const flagged = Object.entries(config).flatMap(([key, on]) => (on === true ? (/^pooling_mode_(.+)$/.exec(key)?.[1] ?? []) : []));
  const named = (config.pooling_mode === undefined ? flagged : [config.pooling_mode]).map((mode) => mode.replace(/_tokens?$/, ''));
  const mode = POOLINGS.find((pooling) => named.length === 1 && named[0] === pooling);
  if (mode === undefined) {
    const wrong = `asks for the pooling ${named.length === 0 ? 'of none' : `"${named.join('" and "')}"`}, which Millwright does not have`;
    throw unusable(path.join(folder, name), wrong, `It has ${POOLINGS.join(', ')}: choose another model, or an embedding endpoint.`);
  }
  return { mode, includePrompt: config.include_prompt ?? true, dimensions: config.word_embedding_dimension ?? null };
}

/** By the names that sentence-transformers looks for (encode_query, encode_document); what is said of neither kind, by the default. */
async function readPrefixes(folder: string): Promise<Record<EmbedKind, string>> {
  const config = await read(folder, 'config_sentence_transformers.json', Prompts);
  const prompts = config?.prompts ?? {};
  const usual = prompts[config?.default_prompt_name ?? ''] ?? '';
  const first = (names: string[]) => names.map((name) => prompts[name]).find((prompt) => prompt) ?? usual;
  return { query: first(['query']), passage: first(['document', 'passage', 'corpus']) };
}

async function readLength(folder: string, transformer: string, config: z.infer<typeof ModelConfig>): Promise<number> {
  const said = await read(folder, path.posix.join(transformer, 'sentence_bert_config.json'), Lengths);
  const tokenizer = await read(folder, path.posix.join(transformer, 'tokenizer_config.json'), TokenizerLengths);
  const offset = OFFSET_POSITIONS.test(config.model_type) ? (config.pad_token_id ?? 1) + 1 : 0;
  const positions = config.max_position_embeddings ? config.max_position_embeddings - offset : null;
  const known = [said?.max_seq_length, tokenizer?.model_max_length, positions].filter((length) => length !== null && length !== undefined);
  return known.length === 0 ? USUAL_TOKENS : Math.min(MOST_TOKENS, ...known);
}
