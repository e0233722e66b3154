import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { MillwrightError } from '../../errors.ts';
import type { Embedder, EmbedKind } from '../embedder.ts';
import { openSession } from '../onnx/session.ts';
import { equalWindows, WindowedEmbedder, type WindowModel } from '../onnx/windowed-embedder.ts';
import { FolderTokenizer } from './folder-tokenizer.ts';
import { type FolderChoice, type FolderModel, readFolder, unusable } from './read-folder.ts';
import { SentenceGraph } from './sentence-graph.ts';

export type DirectoryOptions = FolderChoice & {
  /** Processor threads of one call (default 2). */
  threads?: number;
  /** "native" or "wasm" alone; default: native where it loads, else WASM. */
  runtime?: 'native' | 'wasm';
};

/** Any ONNX sentence-transformer, as sentence-transformers and optimum export them: a folder with the model, its tokenizer.json
 *  and what it says of pooling, prefixes and length. Vectors are brought to unit length whether modules.json asks for it or not:
 *  the store compares by cosine. The id tells models, tokenizers and settings apart, and not where the folder lies. */
export class DirectoryEmbedder implements Embedder {
  readonly id: string;
  readonly dimensions: number;
  readonly maxTextsPerCall: number;
  readonly #windowed: WindowedEmbedder;

  private constructor(windowed: WindowedEmbedder) {
    this.id = windowed.id;
    this.dimensions = windowed.dimensions;
    this.maxTextsPerCall = windowed.maxTextsPerCall;
    this.#windowed = windowed;
  }

  /** Errors: embedder_unavailable (a file is missing, or asks for what we do not have), embedder_misbehaved (other dimensions than said). */
  static async open({ threads = 2, runtime, ...choice }: DirectoryOptions): Promise<DirectoryEmbedder> {
    const folder = await readFolder(choice);
    const file = path.join(choice.folder, folder.modelFile);
    const tokenizer = await FolderTokenizer.open(choice.folder, folder.padId);
    const hash = await fingerprint(choice.folder, folder);
    const remedy = 'Check that the file is whole and an ONNX model.';
    const session = await openSession(file, {
      threads,
      named: { name: `The embedding model "${file}"`, remedy },
      ...(runtime && { runtime }),
    });
    try {
      const model = modelOf(new SentenceGraph({ session, file, folder, pad: tokenizer.pad }), tokenizer, folder);
      const dimensions = await probe(model, file, folder);
      return new DirectoryEmbedder(new WindowedEmbedder({ id: `${folder.modelType}-${dimensions}@${hash}`, dimensions, model }));
    } catch (error) {
      await session.close();
      throw error;
    }
  }

  embed(texts: readonly string[], kind: EmbedKind, signal?: AbortSignal): Promise<Float32Array[]> {
    return this.#windowed.embed(texts, kind, signal);
  }

  close(): Promise<void> {
    return this.#windowed.close();
  }
}

/** Changes when a file of the folder does (sizes and times): cheap where `DirectoryEmbedder.open` reads every byte. Null where the folder cannot be read. */
export async function folderStamp({ folder, ...choice }: FolderChoice): Promise<string | null> {
  const names = await readdir(folder, { recursive: true }).catch(() => null);
  if (names === null) return null;
  const stamps = await Promise.all(
    names.sort().map(async (name) => {
      const { size, mtimeMs, isDirectory } = await stat(path.join(folder, name)).then(
        (found) => ({ size: found.size, mtimeMs: found.mtimeMs, isDirectory: found.isDirectory() }),
        () => ({ size: 0, mtimeMs: 0, isDirectory: false }),
      );
      return isDirectory ? '' : `${name} ${size} ${mtimeMs}`;
    }),
  );
  return createHash('sha256')
    .update(JSON.stringify([choice, stamps]))
    .digest('hex');
}

function modelOf(graph: SentenceGraph, tokenizer: FolderTokenizer, { prefixes, maxTokens }: FolderModel): WindowModel {
  const { leading, trailing } = tokenizer;
  const prefixIds = { query: tokenizer.encode(prefixes.query), passage: tokenizer.encode(prefixes.passage) };
  const marked = (ids: readonly number[]) => {
    const all = [...leading, ...ids, ...trailing];
    return all.length > 0 ? all : [tokenizer.pad];
  };
  return {
    windows: (text, kind) => {
      // Prefix and text in one piece, as the model was trained; apart only where the text goes into several windows.
      const whole = tokenizer.encode(prefixes[kind] + text);
      const room = maxTokens - leading.length - trailing.length;
      if (whole.length <= room) return [marked(whole)];
      const prefix = prefixIds[kind];
      return equalWindows(tokenizer.encode(text), Math.max(1, room - prefix.length)).map((ids) => marked([...prefix, ...ids]));
    },
    run: (windows, kind) => graph.run(windows, prefixIds[kind].length === 0 ? 0 : leading.length + prefixIds[kind].length),
    close: () => graph.close(),
  };
}

/** How many dimensions the model gives, and whether they are those that it says. */
async function probe(model: WindowModel, file: string, { pooling }: FolderModel): Promise<number> {
  const [vector] = await model.run(model.windows('dimensions?', 'query'), 'query').catch((error: unknown) => {
    if (error instanceof MillwrightError) throw error;
    throw unusable(file, `fails on a first text: ${(error as Error).message.split('\n')[0]}`, 'Does its tokenizer belong to it?', error);
  });
  const said = pooling?.dimensions ?? null;
  if (said === null || said === vector!.length) return vector!.length;
  throw new MillwrightError(
    `The embedding model "${file}" gives ${vector!.length} dimensions, but its 1_Pooling/config.json says ${said}. Model and settings do not belong together: export it again.`,
    { code: 'embedder_misbehaved' },
  );
}

/** Of everything that decides the vectors. Weights may lie beside the graph ("model.onnx_data", "model.onnx.data"). */
async function fingerprint(folder: string, model: FolderModel): Promise<string> {
  const hash = createHash('sha256');
  const place = path.posix.dirname(model.modelFile);
  const beside = await readdir(path.join(folder, place)).catch(() => []);
  const name = path.posix.basename(model.modelFile);
  const weights = beside.filter((other) => other !== name && other.startsWith(name)).map((other) => path.posix.join(place, other));
  for (const part of [model.modelFile, ...weights.sort(), 'tokenizer.json']) {
    const file = path.join(folder, part);
    await pipeline(createReadStream(file), hash, { end: false }).catch((error: unknown) => {
      throw unusable(file, `cannot be read: ${(error as Error).message}`, 'Check the folder and MILLWRIGHT_EMBEDDER_MODEL.', error);
    });
  }
  const { pooling, prefixes, maxTokens } = model;
  return hash
    .update(JSON.stringify([pooling?.mode, pooling?.includePrompt, prefixes.query, prefixes.passage, maxTokens]))
    .digest('hex')
    .slice(0, 12);
}
