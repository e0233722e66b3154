import { MillwrightError } from '../errors.ts';
import type { Embedder, EmbedKind } from './embedder.ts';

export type LazyParts = { id: string; dimensions: number; maxTextsPerCall: number; open: () => Promise<Embedder> };

/** An embedder whose model loads with the first text: commands that embed nothing do not wait for it. */
export class LazyEmbedder implements Embedder {
  readonly id: string;
  readonly dimensions: number;
  readonly maxTextsPerCall: number;
  readonly #open: () => Promise<Embedder>;
  #opened: Promise<Embedder> | null = null;
  #closed = false;

  constructor({ id, dimensions, maxTextsPerCall, open }: LazyParts) {
    this.id = id;
    this.dimensions = dimensions;
    this.maxTextsPerCall = maxTextsPerCall;
    this.#open = open;
  }

  async embed(texts: readonly string[], kind: EmbedKind, signal?: AbortSignal): Promise<Float32Array[]> {
    if (this.#closed) throw new MillwrightError('The embedding model is closed.', { code: 'embedder_unavailable' });
    if (texts.length === 0) return [];
    this.#opened ??= this.#open().catch((error: unknown) => {
      this.#opened = null;
      throw error;
    });
    return (await this.#opened).embed(texts, kind, signal);
  }

  async close(): Promise<void> {
    this.#closed = true;
    const opened = await this.#opened?.catch(() => null);
    await opened?.close();
  }
}
