import type { Candidate } from '../store/passage-store.ts';

export type FusionWeights = {
  /** Share of the words' score; the rest is the vectors'. */
  lexical: number;
  /** Added where the unit carries a key that the question names. */
  key: number;
  /** Added where the unit is a row of a table. */
  record: number;
};

/** Same language: words carry manuals (codes, names); measured best between .5 and .7 on open sets (docs/decisions/0005-fusion.md). */
export const SAME_LANGUAGE: FusionWeights = { lexical: 0.6, key: 0.35, record: 0.02 };
/** Across languages the words in common are only names and codes: the vectors decide. */
export const OTHER_LANGUAGE: FusionWeights = { lexical: 0.25, key: 0.35, record: 0.02 };

export type Fused = { candidate: Candidate; score: number; features: Record<string, number> };

/** Scores of one question made comparable: words by the best of them, cosines from the lowest to the highest found.
 *  Not ranks: RRF with k = 60 loses to plain BM25 on manuals. */
export function fuse(candidates: readonly Candidate[], weights: FusionWeights): Fused[] {
  const best = Math.max(0, ...candidates.map(({ lexical }) => lexical));
  const cosines = candidates.flatMap(({ dense }) => (dense === null ? [] : [dense]));
  const [low, high] = [Math.min(...cosines), Math.max(...cosines)];
  return candidates.map((candidate) => {
    const { lexical, dense, matchedKeys, recordId } = candidate;
    const words = best > 0 ? lexical / best : 0;
    const meaning = dense === null ? 0 : high > low ? (dense - low) / (high - low) : 1;
    const share = cosines.length === 0 ? 1 : weights.lexical;
    const score =
      share * words + (1 - share) * meaning + (matchedKeys.length > 0 ? weights.key : 0) + (recordId === null ? 0 : weights.record);
    return {
      candidate,
      score,
      features: { bm25: lexical, cosine: dense ?? 0, words, meaning, keys: matchedKeys.length, record: recordId === null ? 0 : 1 },
    };
  });
}
