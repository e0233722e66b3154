import type { Embedder, EmbedKind } from './embedder.ts';

/** Two embedders of one model: questions, which somebody waits for, never queue behind passages. */
export class SplitEmbedder implements Embedder {
  readonly id: string;
  readonly dimensions: number;
  readonly maxTextsPerCall: number;
  readonly #of: Record<EmbedKind, Embedder>;

  /** Both must have the same id. */
  constructor({ query, passage }: Record<EmbedKind, Embedder>) {
    this.id = passage.id;
    this.dimensions = passage.dimensions;
    this.maxTextsPerCall = Math.min(query.maxTextsPerCall, passage.maxTextsPerCall);
    this.#of = { query, passage };
  }

  embed(texts: readonly string[], kind: EmbedKind, signal?: AbortSignal): Promise<Float32Array[]> {
    return this.#of[kind].embed(texts, kind, signal);
  }

  async close(): Promise<void> {
    await Promise.all([this.#of.query.close(), this.#of.passage.close()]);
  }
}
