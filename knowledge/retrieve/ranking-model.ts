import { z } from 'zod';
import { RANKING_FEATURES, type RankingFeatures } from './ranking-features.ts';
import weightsFile from './ranking-weights.json' with { type: 'json' };

/** A linear model: its weights apply to the raw features. Fitted by evaluate/fit/fit-ranking.ts on open sets, listwise. Among
 *  Chinese passages alone a Chinese question is ranked by weights of its own: pairs of characters tell less than words do. Where both
 *  languages are found they could not be compared with each other. */
const Weights = z.object({ fitted: z.string(), weights: z.record(z.enum(RANKING_FEATURES), z.number()) });
const RankingModel = z.object({ zh: Weights, other: Weights });
export type RankingModel = z.infer<typeof RankingModel>;

export const RANKING_MODEL: RankingModel = RankingModel.parse(weightsFile);

/** Which weights rank the passages of a question. */
export type WeightsName = keyof RankingModel;

/** Log odds against the others of the same question; only differences count. */
export function rankingScore(features: RankingFeatures, by: WeightsName): number {
  const { weights } = RANKING_MODEL[by];
  return RANKING_FEATURES.reduce((sum, name) => sum + weights[name] * features[name], 0);
}

/** What each feature added to the score, the strongest first: for the trace. */
export function contributions(features: RankingFeatures, by: WeightsName): Record<string, number> {
  const { weights } = RANKING_MODEL[by];
  const parts = RANKING_FEATURES.map((name) => [name, Math.round(weights[name] * features[name] * 1000) / 1000] as const);
  return Object.fromEntries(parts.filter(([, part]) => part !== 0).sort((a, b) => Math.abs(b[1]) - Math.abs(a[1])));
}
