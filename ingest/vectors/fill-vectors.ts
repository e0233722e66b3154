import type { Embedder } from '../../knowledge/embed/embedder.ts';
import { MillwrightError } from '../../knowledge/errors.ts';
import type { PassageStore, VectorJob } from '../../knowledge/store/passage-store.ts';

/** Passages a round: what is lost when the process is killed, and how long a question may wait for the model. */
const BATCH = 32;

export type FillVectors = {
  store: PassageStore;
  embedder: Embedder;
  signal?: AbortSignal;
  /** After each round: passages with a vector, of all. */
  onProgress?: (progress: { done: number; total: number }) => void;
};

/** Gives every passage its vector. Stops where it is when cancelled; what is done is kept, so that running it again goes on.
 *  Errors: embedder_mismatch (the store holds another embedder's vectors), and the embedder's own. */
export async function fillVectors({ store, embedder, signal, onProgress = () => undefined }: FillVectors): Promise<void> {
  const kept = store.vectors.embedderId();
  if (kept !== null && kept !== embedder.id) {
    throw new MillwrightError(
      `The store holds vectors of "${kept}", but "${embedder.id}" is configured. Run "millwright reindex" to make them all anew, or configure the former embedder.`,
      { code: 'embedder_mismatch' },
    );
  }
  let { passages: total, vectors: done } = await store.vectors.counts();
  onProgress({ done, total });
  while (signal?.aborted !== true) {
    const jobs = await store.vectors.pending(BATCH);
    if (jobs.length === 0) return;
    const vectors = await embedded(jobs, embedder, signal);
    if (vectors === null) return;
    await store.vectors.put(
      embedder.id,
      embedder.dimensions,
      jobs.map(({ key }, index) => ({ key, vector: vectors[index]! })),
    );
    ({ passages: total, vectors: done } = await store.vectors.counts());
    onProgress({ done, total });
  }
}

/** Null where it was cancelled. */
async function embedded(jobs: readonly VectorJob[], embedder: Embedder, signal: AbortSignal | undefined): Promise<Float32Array[] | null> {
  try {
    return await embedder.embed(
      jobs.map(({ text }) => text),
      'passage',
      signal,
    );
  } catch (error) {
    if (signal?.aborted && error instanceof MillwrightError && error.code === 'cancelled') return null;
    throw error;
  }
}

/** Drops all vectors and makes them anew with this embedder. Words stay searchable meanwhile. */
export async function reindexVectors(fill: FillVectors): Promise<void> {
  await fill.store.vectors.clear();
  await fillVectors(fill);
}
