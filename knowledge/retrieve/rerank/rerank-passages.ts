import { MillwrightError } from '../../errors.ts';
import type { Ranked } from '../rank-passages.ts';
import type { Reranker } from './reranker.ts';

export type Reranked = {
  ranked: Ranked[];
  /** What the reranker did, for the trace. */
  told: Record<string, unknown>;
};

/** Probabilities of 0 and 1 would have no log odds: nearer than this nobody knows. */
const NEAREST = 1e-6;

/** The first passages in the order of the reranker, the others below as they were. A reranker reads words, and does not know
 *  which machine's manual they stand in: what our rules add for machine and codes counts on top of its log odds.
 *  Where it fails, our own order stays, and the trace says why. Errors: cancelled. */
export async function rerankPassages(
  ranked: readonly Ranked[],
  question: string,
  reranker: Reranker,
  signal?: AbortSignal,
): Promise<Reranked> {
  const first = ranked.slice(0, reranker.maxTexts);
  if (first.length < 2) return { ranked: [...ranked], told: { reranker: reranker.id, used: false, reason: 'nothing to order' } };
  let scores: number[];
  try {
    scores = await reranker.rerank(question, first.map(textOf), signal);
  } catch (error) {
    if (!(error instanceof MillwrightError) || error.code === 'cancelled') throw error;
    return { ranked: [...ranked], told: { reranker: reranker.id, used: false, reason: error.message } };
  }
  const odds = logOdds(scores);
  const judged = first.map((each, index) => {
    const { key, machine } = each.rules;
    return { ...each, rerank: scores[index]!, score: odds[index]! + key + machine, was: index + 1 };
  });
  // The sort is stable: what the reranker finds equal stays in our order.
  judged.sort((a, b) => b.score - a.score);
  const [lowest, edge] = [judged.at(-1)!.score, first.at(-1)!.score];
  const rest = ranked.slice(first.length).map((each) => ({ ...each, score: lowest - (edge - each.score) }));
  const hits = judged.map(({ passage, rerank, score, was }) => ({
    document: passage.document.file,
    passage: passage.externalId,
    rerank: rounded(rerank),
    score: rounded(score),
    was,
  }));
  return { ranked: [...judged.map(({ was: _, ...each }) => each), ...rest], told: { reranker: reranker.id, used: true, hits } };
}

/** Log odds as they are; of probabilities, their log odds. */
function logOdds(scores: readonly number[]): number[] {
  if (scores.some((score) => score < 0 || score > 1)) return [...scores];
  return scores.map((score) => {
    const share = Math.min(1 - NEAREST, Math.max(NEAREST, score));
    return Math.log(share / (1 - share));
  });
}

/** Where the passage stands, then what it says: a cross-encoder is not told otherwise whose manual it reads. */
function textOf({ passage }: Ranked): string {
  const place = [passage.document.title, ...passage.sectionPath].filter((part) => part !== '').join(' > ');
  return `${place}\n${passage.text}`;
}

function rounded(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
