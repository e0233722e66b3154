import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { MillwrightError } from '../../errors.ts';
import type { Embedder, EmbedKind } from '../embedder.ts';
import { type OnnxSession, openSession } from './session.ts';
import { type TokenizerFile, UnigramTokenizer } from './unigram-tokenizer.ts';

/** The most tokens that the model's positions cover. */
const MAX_TOKENS = 512;
/** Tokens that run together, padding included: short texts share a run, long ones have their own. Larger runs are no faster
 *  (.27 to .30 ms a token on two cores, whatever the shape), and padding eight texts to the longest cost a fifth of the work. */
const RUN_TOKENS = 256;
/** Questions repeat (a page reloaded, an answer traced): the last ones are kept. */
const KEPT_QUERIES = 256;
/** Pooling and normalisation are inside the graph; this names how texts are prepared before it. */
const SETTINGS = 'e5-prefixes,mean,l2,512,windows';

const DEFAULT_FOLDER = path.resolve(import.meta.dirname, '..', 'model');
const MODEL_FILE = 'e5-small-zh-en-q4.onnx';
const TOKENIZER_FILE = 'e5-small-zh-en-tokenizer.json';

export type OnnxOptions = {
  /** Folder with model, tokenizer and checksums.json; default: the model that comes with the project. */
  modelFolder?: string;
  /** Processor threads of one call (default 2). */
  threads?: number;
  /** "native" or "wasm" alone; default: native where it loads, else WASM. */
  runtime?: 'native' | 'wasm';
};

const DIMENSIONS = 384;

type Window = { text: number; ids: number[] };

/** The built-in embedder: a multilingual e5 cut to Chinese and English, on the processor.
 *  Source: Wang et al. 2024, "Multilingual E5 Text Embeddings", section 3 (prefixes, mean pooling). */
export class OnnxEmbedder implements Embedder {
  readonly id: string;
  readonly dimensions = DIMENSIONS;
  readonly maxTextsPerCall = 64;
  /** Which runtime does the work. */
  readonly runtime: 'native' | 'wasm';
  readonly #tokenizer: UnigramTokenizer;
  #session: OnnxSession | null;
  readonly #queries = new Map<string, Float32Array>();
  #tail: Promise<unknown> = Promise.resolve();

  private constructor(id: string, session: OnnxSession, tokenizer: UnigramTokenizer) {
    this.id = id;
    this.runtime = session.runtime;
    this.#session = session;
    this.#tokenizer = tokenizer;
  }

  /** Errors: embedder_unavailable (files missing or not those of checksums.json; no runtime loads). */
  static async open({ modelFolder = DEFAULT_FOLDER, threads = 2, runtime }: OnnxOptions = {}): Promise<OnnxEmbedder> {
    const [model, tokenizer] = await Promise.all([readChecked(modelFolder, MODEL_FILE), readChecked(modelFolder, TOKENIZER_FILE)]);
    const session = await openSession(model.bytes, { threads, ...(runtime ? { runtime } : {}) });
    return new OnnxEmbedder(
      idOf(model.hash, tokenizer.hash),
      session,
      new UnigramTokenizer(JSON.parse(Buffer.from(tokenizer.bytes).toString('utf8')) as TokenizerFile),
    );
  }

  /** The id that the model in this folder has, without loading it (from its checksums). Errors: embedder_unavailable. */
  static async identity(modelFolder = DEFAULT_FOLDER): Promise<{ id: string; dimensions: number }> {
    const checksums = await readChecksums(modelFolder);
    return { id: idOf(checksums[MODEL_FILE] ?? '', checksums[TOKENIZER_FILE] ?? ''), dimensions: DIMENSIONS };
  }

  async embed(texts: readonly string[], kind: EmbedKind, signal?: AbortSignal): Promise<Float32Array[]> {
    if (kind === 'query' && texts.length === 1) {
      const kept = this.#queries.get(texts[0]!);
      if (kept) return [kept.slice()];
    }
    const vectors = await this.#inTurn(() => this.#embedAll(texts, kind, signal));
    if (kind === 'query' && texts.length === 1) this.#remember(texts[0]!, vectors[0]!.slice());
    return vectors;
  }

  async close(): Promise<void> {
    const session = this.#session;
    this.#session = null;
    await this.#tail.catch(() => undefined);
    await session?.close();
  }

  /** One call at a time: two at once would share the same threads, and take the memory of two. Between batches others get their turn. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#tail.then(work, work);
    this.#tail = turn.catch(() => undefined);
    return turn;
  }

  async #embedAll(texts: readonly string[], kind: EmbedKind, signal?: AbortSignal): Promise<Float32Array[]> {
    const windows = texts.flatMap((text, index) => this.#windows(text, kind).map((ids) => ({ text: index, ids })));
    windows.sort((a, b) => a.ids.length - b.ids.length || a.text - b.text);
    const sums = texts.map(() => new Float32Array(this.dimensions));
    for (const batch of batchesOf(windows)) {
      if (signal?.aborted) throw new MillwrightError('Embedding was cancelled.', { code: 'cancelled' });
      await this.#runBatch(batch, sums);
      // WebAssembly works on this very thread: signals, timers and requests need a turn too.
      await nextTurn();
    }
    return sums.map(unit);
  }

  async #runBatch(batch: Window[], sums: Float32Array[]): Promise<void> {
    if (this.#session === null) throw new MillwrightError('The embedding model is closed.', { code: 'embedder_unavailable' });
    const length = Math.max(...batch.map(({ ids }) => ids.length));
    const ids = new BigInt64Array(batch.length * length).fill(BigInt(this.#tokenizer.pad));
    const mask = new BigInt64Array(batch.length * length);
    for (const [row, window] of batch.entries()) {
      for (const [column, id] of window.ids.entries()) {
        ids[row * length + column] = BigInt(id);
        mask[row * length + column] = 1n;
      }
    }
    const output = await this.#session.run(ids, mask, [batch.length, length]);
    for (const [row, { text, ids: own }] of batch.entries()) {
      const sum = sums[text]!;
      // A text in several windows is their mean, each weighing by its tokens.
      for (let index = 0; index < this.dimensions; index += 1) sum[index]! += output[row * this.dimensions + index]! * own.length;
    }
  }

  /** The text's ids with beginning and end, cut into windows that the model takes. */
  #windows(text: string, kind: EmbedKind): number[][] {
    const { bos, eos } = this.#tokenizer;
    const prefix = this.#tokenizer.encode(kind === 'query' ? 'query:' : 'passage:');
    const ids = this.#tokenizer.encode(text);
    const room = MAX_TOKENS - 2 - prefix.length;
    const count = Math.max(1, Math.ceil(ids.length / room));
    const size = Math.ceil(ids.length / count);
    return Array.from({ length: count }, (_, index) => [bos, ...prefix, ...ids.slice(index * size, (index + 1) * size), eos]);
  }

  #remember(text: string, vector: Float32Array): void {
    this.#queries.set(text, vector);
    if (this.#queries.size > KEPT_QUERIES) this.#queries.delete(this.#queries.keys().next().value!);
  }
}

/** `windows`: the shortest first. */
function batchesOf(windows: readonly Window[]): Window[][] {
  const batches: Window[][] = [];
  for (const window of windows) {
    const last = batches.at(-1);
    if (last !== undefined && (last.length + 1) * window.ids.length <= RUN_TOKENS) last.push(window);
    else batches.push([window]);
  }
  return batches;
}

function idOf(modelHash: string, tokenizerHash: string): string {
  return `e5-small-zh-en-q4@${createHash('sha256').update(modelHash).update(tokenizerHash).update(SETTINGS).digest('hex').slice(0, 8)}`;
}

async function readChecksums(folder: string): Promise<Record<string, string>> {
  const file = path.join(folder, 'checksums.json');
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Record<string, string>;
  } catch (error) {
    throw unreadable(file, error);
  }
}

async function readChecked(folder: string, name: string): Promise<{ bytes: Uint8Array; hash: string }> {
  const file = path.join(folder, name);
  const expected = (await readChecksums(folder))[name];
  const bytes = await readFile(file).catch((error: unknown) => {
    throw unreadable(file, error);
  });
  const hash = createHash('sha256').update(bytes).digest('hex');
  if (hash === expected) return { bytes, hash };
  throw new MillwrightError(
    `The embedding model "${file}" is not the one of checksums.json (${hash.slice(0, 12)}, expected ${String(expected).slice(0, 12)}). Restore it: "git checkout -- ${name}".`,
    { code: 'embedder_unavailable' },
  );
}

function unreadable(file: string, cause: unknown): MillwrightError {
  return new MillwrightError(
    `The embedding model "${file}" cannot be read: ${(cause as Error).message}. Install Millwright anew, or configure an embedding endpoint.`,
    { code: 'embedder_unavailable', cause },
  );
}

function unit(vector: Float32Array): Float32Array {
  const length = Math.hypot(...vector);
  return length === 0 ? vector : vector.map((value) => value / length);
}
