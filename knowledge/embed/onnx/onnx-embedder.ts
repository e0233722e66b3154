import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { MillwrightError } from '../../errors.ts';
import type { Embedder, EmbedKind } from '../embedder.ts';
import { type OnnxSession, openSession } from './session.ts';
import { type TokenizerFile, UnigramTokenizer } from './unigram-tokenizer.ts';
import { equalWindows, padded, WindowedEmbedder, type WindowModel } from './windowed-embedder.ts';

/** The most tokens that the model's positions cover. */
const MAX_TOKENS = 512;
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

/** The built-in embedder: a multilingual e5 cut to Chinese and English, on the processor.
 *  Source: Wang et al. 2024, "Multilingual E5 Text Embeddings", section 3 (prefixes, mean pooling). */
export class OnnxEmbedder implements Embedder {
  readonly id: string;
  readonly dimensions = DIMENSIONS;
  readonly maxTextsPerCall: number;
  /** Which runtime does the work. */
  readonly runtime: 'native' | 'wasm';
  readonly #windowed: WindowedEmbedder;

  private constructor(id: string, session: OnnxSession, tokenizer: UnigramTokenizer) {
    this.id = id;
    this.runtime = session.runtime;
    this.#windowed = new WindowedEmbedder({ id, dimensions: DIMENSIONS, model: modelOf(session, tokenizer) });
    this.maxTextsPerCall = this.#windowed.maxTextsPerCall;
  }

  /** Errors: embedder_unavailable (files missing or not those of checksums.json; no runtime loads). */
  static async open({ modelFolder = DEFAULT_FOLDER, threads = 2, runtime }: OnnxOptions = {}): Promise<OnnxEmbedder> {
    const [model, tokenizer] = await Promise.all([readChecked(modelFolder, MODEL_FILE), readChecked(modelFolder, TOKENIZER_FILE)]);
    // WebAssembly keeps the weights packed: it is short of memory before it is short of time.
    const session = await openSession(model.bytes, { threads, unpackWeights: true, ...(runtime ? { runtime } : {}) });
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

  embed(texts: readonly string[], kind: EmbedKind, signal?: AbortSignal): Promise<Float32Array[]> {
    return this.#windowed.embed(texts, kind, signal);
  }

  close(): Promise<void> {
    return this.#windowed.close();
  }
}

function modelOf(session: OnnxSession, tokenizer: UnigramTokenizer): WindowModel {
  const { bos, eos, pad } = tokenizer;
  return {
    windows: (text, kind) => {
      const prefix = tokenizer.encode(kind === 'query' ? 'query:' : 'passage:');
      return equalWindows(tokenizer.encode(text), MAX_TOKENS - 2 - prefix.length).map((ids) => [bos, ...prefix, ...ids, eos]);
    },
    run: async (windows) => {
      const { ids, mask, shape } = padded(windows, pad);
      const { embedding } = await session.run({ input_ids: ids, attention_mask: mask }, shape, ['embedding']);
      return windows.map((_, row) => embedding!.data.subarray(row * DIMENSIONS, (row + 1) * DIMENSIONS));
    },
    close: () => session.close(),
  };
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
