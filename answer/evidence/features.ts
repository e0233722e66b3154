import type { RankedPassage } from '../../knowledge/retrieve/retriever.ts';
import type { Understanding } from '../understand/understand-question.ts';
import type { ScoredUnit } from './evidence-unit.ts';
import type { WeightedTerm } from './term-weights.ts';

/** What the confidence is judged by. All comparable between questions and knowledge bases. */
export const FEATURE_NAMES = [
  'cosine',
  'cosineMargin',
  'coverage',
  'ownCoverage',
  'passageCoverage',
  'unknownShare',
  'heaviestMiss',
  'typeMatch',
  'codeNamed',
  'fewWords',
] as const;
export type FeatureName = (typeof FEATURE_NAMES)[number];
export type Features = Record<FeatureName, number>;

export type FeatureInput = {
  understanding: Understanding;
  terms: readonly WeightedTerm[];
  hits: readonly RankedPassage[];
  best: ScoredUnit;
};

export function featuresOf({ understanding, terms, hits, best }: FeatureInput): Features {
  const cosines = hits.flatMap(({ features }) => features.cosine ?? []).sort((a, b) => b - a);
  const cosine = best.hit.features.cosine ?? cosines[0] ?? 0;
  const total = terms.reduce((sum, { weight }) => sum + weight, 0);
  const unknown = terms.reduce((sum, { weight, known }) => sum + (known ? 0 : weight), 0);
  return {
    cosine,
    cosineMargin: cosine - (cosines[Math.floor(cosines.length / 2)] ?? cosine),
    coverage: best.coverage,
    ownCoverage: best.ownCoverage,
    passageCoverage: best.passageCoverage,
    unknownShare: total === 0 ? 0 : unknown / total,
    heaviestMiss: best.heaviestMiss,
    typeMatch: best.typeMatch,
    codeNamed: understanding.codes.length > 0 ? 1 : 0,
    fewWords: 1 / (1 + terms.length),
  };
}
