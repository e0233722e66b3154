import type { Language } from '../../knowledge/document/passage.ts';
import type { CohortLevel } from '../../knowledge/retrieve/cohort/cohort.ts';
import type { RankedPassage } from '../../knowledge/retrieve/retriever.ts';
import { tokenize } from '../../knowledge/text/tokens.ts';
import type { Understanding } from '../understand/understand-question.ts';
import type { ScoredUnit } from './evidence-unit.ts';
import type { WeightedTerm } from './term-weights.ts';
import { namesUnknown } from './unknown-name.ts';

/** What the confidence is judged by, all but the cosines 0..1 and comparable between questions and knowledge bases:
 *  cosines, each by how many spreads it lies above the level of the cohort (see CohortLevel): of the question with the best unit's passage
 *  and with the nearest passage, once more as far as the evidence lacks the question's words, and once more as far as nothing has them
 *  (a question whose words are all there may lie anywhere);
 *  shares of the question's weighted words that the best unit and its surroundings hold, the unit alone holds, nothing holds;
 *  whether it holds the wanted sort of thing; whether a code is named (then the evidence names it too);
 *  whether a name is in the question that no document holds;
 *  how much weight is matched at all; how many neighbouring words of the question stand together in the passage. */
export const FEATURE_NAMES = [
  'cosine',
  'nearest',
  'cosineWithoutWords',
  'nearestWithoutWords',
  'cosineOfUnknown',
  'nearestOfUnknown',
  'coverage',
  'ownCoverage',
  'unknownShare',
  'typeMatch',
  'codeNamed',
  'unknownName',
  'matchedMass',
  'pairCoverage',
] as const;
export type FeatureName = (typeof FEATURE_NAMES)[number];
export type Features = Record<FeatureName, number>;

export type FeatureInput = {
  understanding: Understanding;
  /** The words that the evidence can be expected to hold, and the question's own. */
  terms: readonly WeightedTerm[];
  own: readonly WeightedTerm[];
  hits: readonly RankedPassage[];
  /** By the language of documents; none where cosines say nothing. */
  levels: ReadonlyMap<Language, CohortLevel>;
  best: ScoredUnit;
};

/** Added to every spread: a cohort that lies closely together by chance must not make mountains of what lies above it. Cosine. */
const LEAST_SPREAD = 0.01;

export function featuresOf({ understanding, terms, own, hits, levels, best }: FeatureInput): Features {
  const above = hits.flatMap((hit) => aboveLevel(hit, levels) ?? []);
  const nearest = above.length === 0 ? 0 : Math.max(...above);
  const cosine = aboveLevel(best.hit, levels) ?? nearest;
  const total = terms.reduce((sum, { weight }) => sum + weight, 0);
  const met = new Set(best.typeMatch === 1 ? understanding.dimensionWords : []);
  const unknown = terms.reduce((sum, term) => sum + (term.known || isMet(term, met) ? 0 : term.weight), 0);
  const missing = 1 - best.coverage;
  const unknownShare = total === 0 ? 0 : unknown / total;
  return {
    cosine,
    nearest,
    cosineWithoutWords: cosine * missing,
    nearestWithoutWords: nearest * missing,
    cosineOfUnknown: cosine * unknownShare,
    nearestOfUnknown: nearest * unknownShare,
    coverage: best.coverage,
    ownCoverage: best.ownCoverage,
    unknownShare,
    typeMatch: best.typeMatch,
    codeNamed: understanding.codes.length > 0 ? 1 : 0,
    unknownName: namesUnknown(understanding.question, own) ? 1 : 0,
    matchedMass: 1 - Math.exp(-best.passageCoverage * total),
    pairCoverage: pairCoverage(understanding.words, best),
  };
}

/** How far a passage lies above the level of its language. */
function aboveLevel({ passage, features: { cosine } }: RankedPassage, levels: ReadonlyMap<Language, CohortLevel>): number | undefined {
  const level = levels.get(passage.document.language);
  return level && cosine !== undefined ? (cosine - level.middle) / (level.spread + LEAST_SPREAD) : undefined;
}

/** Words of the question that stand side by side in it, and near each other in the passage, as a share of all such pairs. */
function pairCoverage(words: readonly string[], { hit }: ScoredUnit): number {
  if (words.length < 2) return 0;
  const { sectionPath, text, document } = hit.passage;
  const places = new Map<string, number[]>();
  for (const [place, token] of tokenize([document.title, ...sectionPath, text].join('\n')).entries())
    places.set(token, [...(places.get(token) ?? []), place]);
  const pairs = words.slice(1).map((word, index) => [words[index]!, word] as const);
  const near = pairs.filter(([one, two]) =>
    (places.get(one) ?? []).some((place) => (places.get(two) ?? []).some((other) => Math.abs(other - place) <= PAIR_REACH)),
  );
  return near.length / pairs.length;
}

/** Tokens apart; identifiers count their parts, so that this is about two words. */
const PAIR_REACH = 3;

/** True where all of the term's words are met. */
function isMet({ token }: Pick<WeightedTerm, 'token'>, met: ReadonlySet<string>): boolean {
  return met.size > 0 && token !== '' && tokenize(token).every((each) => met.has(each));
}
