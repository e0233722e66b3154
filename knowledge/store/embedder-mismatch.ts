import { MillwrightError } from '../errors.ts';
import type { PassageKey } from './passage-store.ts';

/** The embedder whose vectors a store keeps. */
export type KeptEmbedder = { id: string; dimensions: number };
export type VectorEntry = { key: PassageKey; vector: Float32Array };

/** Errors: embedder_mismatch. */
export function refuseOtherDimensions(dimensions: number, entries: readonly VectorEntry[]): void {
  for (const { vector } of entries)
    if (vector.length !== dimensions) throw mismatch(`The store holds vectors of ${dimensions} dimensions`, `one of ${vector.length}`);
}

/** Says whose vectors are expected and what was given. */
export function mismatch(expected: string, found: string): MillwrightError {
  return new MillwrightError(
    `${expected}, but was given ${found}. Run "millwright reindex" to make all vectors anew, or choose the former embedder.`,
    { code: 'embedder_mismatch' },
  );
}
