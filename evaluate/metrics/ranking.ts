import type { GoldPlace } from '../gold-question.ts';
import { distinctPlaces, granularityOf, isAt, type Place } from './places.ts';

export type RankingScores = { hit1: number; hit5: number; hit10: number; mrr10: number; ndcg10: number };

const DEPTH = 10;

/** Scores of one question's ranked places against its gold (which must not be empty).
 *  hitK: 1 where any gold stands among the first K; mrr10: 1 / rank of the first gold, 0 beyond ten;
 *  ndcg10: binary gain, each gold gains once, the ideal has all golds (ten at most) on top. */
export function scoreRanking(places: readonly Place[], gold: readonly GoldPlace[]): RankingScores {
  const ranked = distinctPlaces(places, granularityOf(gold)).slice(0, DEPTH);
  const open = new Set(gold);
  const gains = ranked.map((place) => {
    const matched = [...open].filter((entry) => isAt(place, entry));
    for (const entry of matched) open.delete(entry);
    return matched.length;
  });
  const first = gains.findIndex((gain) => gain > 0);
  const hit = (depth: number) => (first !== -1 && first < depth ? 1 : 0);
  const found = gains.reduce((sum, gain, index) => sum + gain * discount(index), 0);
  const ideal = gold.slice(0, DEPTH).reduce((sum, _, index) => sum + discount(index), 0);
  return { hit1: hit(1), hit5: hit(5), hit10: hit(10), mrr10: first === -1 ? 0 : 1 / (first + 1), ndcg10: Math.min(1, found / ideal) };
}

function discount(index: number): number {
  return 1 / Math.log2(index + 2);
}
