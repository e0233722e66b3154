import type { Embedder } from '../../knowledge/embed/embedder.ts';
import { MillwrightError } from '../../knowledge/errors.ts';
import type { PassageStore, VectorFilling, VectorJob } from '../../knowledge/store/passage-store.ts';

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
  await fill(store.vectors, { embedder, signal, onProgress });
}

/** Makes all vectors anew, by this embedder, beside those that are searched, and then puts them in their place in one step. Where a
 *  former run by the same embedder was stopped or killed, it goes on; what another one left is dropped. False where it was cancelled.
 *  Errors: the embedder's own, with what is searched as it was. */
export async function reindexVectors({ store, embedder, signal, onProgress = () => undefined }: FillVectors): Promise<boolean> {
  const { next } = store.vectors;
  const begun = next.embedderId();
  if (begun !== null && begun !== embedder.id) await next.drop();
  do {
    await fill(next, { embedder, signal, onProgress });
    if (signal?.aborted) return false;
    // Passages that another process has stored meanwhile need theirs first.
  } while (!(await next.switchOver()));
  return true;
}

type Fill = { embedder: Embedder; signal: AbortSignal | undefined; onProgress: NonNullable<FillVectors['onProgress']> };

async function fill(vectors: VectorFilling, { embedder, signal, onProgress }: Fill): Promise<void> {
  let { passages: total, vectors: done } = await vectors.counts();
  onProgress({ done, total });
  while (signal?.aborted !== true) {
    const jobs = await vectors.pending(BATCH);
    if (jobs.length === 0) return;
    const made = await embedded(jobs, embedder, signal);
    if (made === null) return;
    await vectors.put(
      embedder.id,
      embedder.dimensions,
      jobs.map(({ key }, index) => ({ key, vector: made[index]! })),
    );
    ({ passages: total, vectors: done } = await vectors.counts());
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
