import { setImmediate as nextTurn } from 'node:timers/promises';
import { MillwrightError } from '../../errors.ts';
import type { Embedder, EmbedKind } from '../embedder.ts';

/** Tokens that run together, padding included: short texts share a run, long ones have their own. Larger runs are no faster
 *  (.27 to .30 ms a token on two cores, whatever the shape), and padding eight texts to the longest cost a fifth of the work. */
const RUN_TOKENS = 256;
/** Questions repeat (a page reloaded, an answer traced): the last ones are kept. */
const KEPT_QUERIES = 256;

/** A model that runs here, on windows of tokens. */
export type WindowModel = {
  /** The text's ids with all that belongs to them, cut into windows that the model takes; at least one. */
  windows(text: string, kind: EmbedKind): number[][];
  /** One vector a window, of any length (L2). */
  run(windows: readonly number[][], kind: EmbedKind): Promise<Float32Array[]>;
  close(): Promise<void>;
};

export type WindowedParts = { id: string; dimensions: number; model: WindowModel };

/** What embedding with a model in this process needs besides the model: windows of like length run together, one call after the
 *  other, and a text in several windows is their mean, each weighing by its tokens. */
export class WindowedEmbedder implements Embedder {
  readonly id: string;
  readonly dimensions: number;
  readonly maxTextsPerCall = 64;
  #model: WindowModel | null;
  readonly #queries = new Map<string, Float32Array>();
  #tail: Promise<unknown> = Promise.resolve();

  constructor({ id, dimensions, model }: WindowedParts) {
    this.id = id;
    this.dimensions = dimensions;
    this.#model = model;
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
    const model = this.#model;
    this.#model = null;
    await this.#tail.catch(() => undefined);
    await model?.close();
  }

  /** One call at a time: two at once would share the same threads, and take the memory of two. Between batches others get their turn. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#tail.then(work, work);
    this.#tail = turn.catch(() => undefined);
    return turn;
  }

  async #embedAll(texts: readonly string[], kind: EmbedKind, signal?: AbortSignal): Promise<Float32Array[]> {
    const windows = texts.flatMap((text, index) =>
      this.#opened()
        .windows(text, kind)
        .map((ids) => ({ text: index, ids })),
    );
    windows.sort((a, b) => a.ids.length - b.ids.length || a.text - b.text);
    const sums = texts.map(() => new Float32Array(this.dimensions));
    for (const batch of batchesOf(windows)) {
      if (signal?.aborted) throw new MillwrightError('Embedding was cancelled.', { code: 'cancelled' });
      const ids = batch.map((window) => window.ids);
      for (const [row, vector] of (await this.#opened().run(ids, kind)).entries()) {
        const sum = sums[batch[row]!.text]!;
        for (let index = 0; index < this.dimensions; index += 1) sum[index]! += vector[index]! * ids[row]!.length;
      }
      // WebAssembly works on this very thread: signals, timers and requests need a turn too.
      await nextTurn();
    }
    return sums.map(unit);
  }

  #opened(): WindowModel {
    if (this.#model === null) throw new MillwrightError('The embedding model is closed.', { code: 'embedder_unavailable' });
    return this.#model;
  }

  #remember(text: string, vector: Float32Array): void {
    this.#queries.set(text, vector);
    if (this.#queries.size > KEPT_QUERIES) this.#queries.delete(this.#queries.keys().next().value!);
  }
}

/** Ids cut into equal windows of at most `room`; one empty window for none. */
export function equalWindows(ids: readonly number[], room: number): number[][] {
  const count = Math.max(1, Math.ceil(ids.length / room));
  const size = Math.ceil(ids.length / count);
  return Array.from({ length: count }, (_, index) => ids.slice(index * size, (index + 1) * size));
}

/** Ids and mask of windows as the graph takes them: padded at the end to the longest. */
export function padded(windows: readonly number[][], pad: number): { ids: BigInt64Array; mask: BigInt64Array; shape: [number, number] } {
  const length = Math.max(...windows.map((ids) => ids.length));
  const ids = new BigInt64Array(windows.length * length).fill(BigInt(pad));
  const mask = new BigInt64Array(windows.length * length);
  for (const [row, window] of windows.entries()) {
    for (const [column, id] of window.entries()) {
      ids[row * length + column] = BigInt(id);
      mask[row * length + column] = 1n;
    }
  }
  return { ids, mask, shape: [windows.length, length] };
}

type Window = { text: number; ids: number[] };

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

function unit(vector: Float32Array): Float32Array {
  const length = Math.hypot(...vector);
  if (length > 0 && Number.isFinite(length)) return vector.map((value) => value / length);
  throw new MillwrightError(
    'The embedding model gave a vector that is zero or not a number. Its file is damaged, or it is no embedding model.',
    {
      code: 'embedder_misbehaved',
    },
  );
}
