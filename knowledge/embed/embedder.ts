/** Queries and passages are embedded differently by most retrieval models (prefixes). */
export type EmbedKind = 'query' | 'passage';

/** Turns texts into vectors that lie near each other when the texts mean alike.
 *  Shape: n texts in; n vectors of `dimensions` numbers out, in the same order, unit length (L2). [] gives [].
 *  A text longer than the model takes is embedded whole (windows, averaged), never cut silently.
 *  The same text gives the same vector, alone or in any batch, to within 1e-3 of cosine.
 *  Errors: embedder_unavailable (retryable), embedder_misbehaved (wrong count or dimensions), cancelled. */
export interface Embedder {
  /** Name and fingerprint of model and settings, such as "e5-small-zh-en-q4@3f2a9c01": vectors of different ids do not mix. */
  readonly id: string;
  readonly dimensions: number;
  /** The most texts that one call should carry; more are allowed and split inside. */
  readonly maxTextsPerCall: number;
  embed(texts: readonly string[], kind: EmbedKind, signal?: AbortSignal): Promise<Float32Array[]>;
  /** Frees the model. Later calls fail with embedder_unavailable. */
  close(): Promise<void>;
}
