import type { RankedPassage, Topic } from '../../knowledge/retrieve/retriever.ts';
import { tokenize } from '../../knowledge/text/tokens.ts';
import type { Understanding } from '../understand/understand-question.ts';
import type { ScoredUnit } from './evidence-unit.ts';
import type { WeightedTerm } from './term-weights.ts';
import { namesUnknown } from './unknown-name.ts';

/** What the confidence is judged by, all but the cosines 0..1 and comparable between questions and knowledge bases:
 *  cosines, each less the average cosine of two passages (see Topic): of the question with the best unit's passage, with the nearest passage and
 *  with all passages on average; the last two once more as far as the evidence lacks the question's words, and as far as
 *  nothing has them (a question whose words are all there may lie anywhere);
 *  by how much the first stands above the middle of what was found;
 *  shares of the question's weighted words that the best unit and its surroundings hold, the unit alone holds, nothing holds (once more for
 *  questions in languages that part their words: pieces of Chinese are unknown by chance);
 *  whether it holds the wanted sort of thing; whether a code is named (then the evidence names it too);
 *  whether a name is in the question that no document holds;
 *  how much weight is matched at all; how many neighbouring words of the question stand together in the passage. */
export const FEATURE_NAMES = [
  'cosine',
  'nearest',
  'topic',
  'nearestWithoutWords',
  'topicWithoutWords',
  'nearestOfUnknown',
  'topicOfUnknown',
  'cosineMargin',
  'coverage',
  'ownCoverage',
  'unknownShare',
  'unknownWords',
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
  topic: Topic | null;
  best: ScoredUnit;
};

export function featuresOf({ understanding, terms, own, hits, topic, best }: FeatureInput): Features {
  const cosines = hits.flatMap(({ features }) => features.cosine ?? []).sort((a, b) => b - a);
  const cosine = best.hit.features.cosine ?? cosines[0] ?? 0;
  const total = terms.reduce((sum, { weight }) => sum + weight, 0);
  const met = new Set(best.typeMatch === 1 ? understanding.dimensionWords : []);
  const unknown = terms.reduce((sum, term) => sum + (term.known || isMet(term, met) ? 0 : term.weight), 0);
  const missing = 1 - best.coverage;
  const unknownShare = total === 0 ? 0 : unknown / total;
  const nearest = topic ? (cosines[0] ?? cosine) - topic.passages : 0;
  const onTopic = topic ? topic.question - topic.passages : 0;
  return {
    cosine: topic ? cosine - topic.passages : 0,
    nearest,
    topic: onTopic,
    nearestWithoutWords: nearest * missing,
    topicWithoutWords: onTopic * missing,
    nearestOfUnknown: nearest * unknownShare,
    topicOfUnknown: onTopic * unknownShare,
    cosineMargin: cosine - (cosines[Math.floor(cosines.length / 2)] ?? cosine),
    coverage: best.coverage,
    ownCoverage: best.ownCoverage,
    unknownShare,
    unknownWords: understanding.language === 'zh' ? 0 : unknownShare,
    typeMatch: best.typeMatch,
    codeNamed: understanding.codes.length > 0 ? 1 : 0,
    unknownName: namesUnknown(understanding.question, own) ? 1 : 0,
    matchedMass: 1 - Math.exp(-best.passageCoverage * total),
    pairCoverage: pairCoverage(understanding.words, best),
  };
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
