import type { Embedder } from '../../knowledge/embed/embedder.ts';
import type { KnownMachine } from '../../knowledge/machines/known-machines.ts';
import type { RankedPassage, Retrieval, Topic } from '../../knowledge/retrieve/retriever.ts';
import type { PassageStore } from '../../knowledge/store/passage-store.ts';
import { fold } from '../../knowledge/text/fold.ts';
import type { NamedCode } from '../understand/named-things.ts';
import type { Understanding } from '../understand/understand-question.ts';
import { chooseUnits } from './choose-units.ts';
import { collectUnits } from './collect-units.ts';
import { confidenceOf } from './confidence.ts';
import type { EvidenceUnit, ScoredUnit } from './evidence-unit.ts';
import { type Features, featuresOf } from './features.ts';
import { unknownNames } from './known-names.ts';
import { chooseProcedure, type Procedure, wholeProcedure } from './procedure.ts';
import { aboutNamed, isAboutOther } from './same-thing.ts';
import { scoreUnits } from './score-units.ts';
import { differingSiblings } from './sibling-machines.ts';
import { type QuestionTerms, termsFor, weighTerms } from './term-weights.ts';

/** What the documents have to say to a question, and whether it is enough. */
export type Evidence = {
  verdict: 'answers' | 'differs_by_machine' | 'too_weak' | 'unknown_name' | 'nothing_about_named' | 'nothing';
  /** The probability that the documents answer the question. */
  confidence: number;
  /** Units that answer together, in reading order; the first of `ranked` is the best. Empty unless `answers`. */
  units: ScoredUnit[];
  /** The whole procedure, where one is asked for; then `units` are not used. */
  procedure: Procedure | null;
  /** One unit a machine, where they differ. */
  siblings: ScoredUnit[];
  /** Names that the question holds and no document. */
  unknown: NamedCode[];
  /** Best units, for the trace. */
  ranked: ScoredUnit[];
  features: Features | null;
  /** True where the best evidence is in another language than the question. */
  crossLanguage: boolean;
};

export type EvidenceInput = {
  understanding: Understanding;
  retrieval: Retrieval;
  machines: readonly KnownMachine[];
  /** What a sentence or row says of the variant that is asked for; null where it is about another. */
  ofVariant?: (unit: EvidenceUnit) => EvidenceUnit | null;
  signal?: AbortSignal;
};
export type EvidenceParts = { store: PassageStore; embedder: Embedder };

/** Sentences and rows of so many of the first passages are looked at. */
const LOOKED_AT = 8;
/** Confidence where a name is unknown, or nothing is found at all. */
const NO_CONFIDENCE = 0.01;

export async function selectEvidence(input: EvidenceInput, { store, embedder }: EvidenceParts): Promise<Evidence> {
  const { understanding, retrieval, signal } = input;
  if (retrieval.hits.length === 0) return refusal('nothing');
  const unknown = await unknownNames(understanding.codes, store, { revisions: retrieval.revisions, ...(signal && { signal }) });
  if (unknown.length > 0) return { ...refusal('unknown_name'), unknown };
  const hits = aboutNamed(retrieval.hits, understanding).slice(0, LOOKED_AT);
  if (hits.length === 0) return refusal('nothing_about_named');
  const terms = await weighTerms(understanding.words, retrieval, store.catalogue);
  const ranked = rankUnits(input, hits, terms);
  const chosen =
    understanding.kind === 'procedure' ? chooseProcedure(ranked, (passage) => termsFor(terms, passage, understanding.language)) : null;
  const best = chosen ?? ranked[0];
  if (best === undefined) return refusal('nothing');
  const bestTerms = termsFor(terms, best.hit.passage.language, understanding.language);
  const features = featuresOf({
    understanding,
    terms: bestTerms,
    own: terms.own,
    hits: retrieval.hits,
    topic: topicFor(best, understanding, retrieval),
    best,
  });
  const crossLanguage = isCrossLanguage(best, understanding);
  const measured = wantsMeasure(understanding) ? best.typeMatch > 0 : null;
  const cosines = { embedderId: embedder.id, cosinesKnown: retrieval.topics !== null };
  const { confidence, enough } = confidenceOf({
    features,
    crossLanguage,
    ...cosines,
    keyed: best.keyed === 1,
    headed: best.headed,
    measured,
  });
  const judged = { ...refusal('too_weak'), confidence, ranked, features, crossLanguage };
  if (!enough) return judged;
  const siblings = differingSiblings(ranked, understanding);
  if (siblings.length > 0) return { ...judged, verdict: 'differs_by_machine', siblings };
  const procedure = chosen && (await wholeProcedure(chosen, store));
  return { ...judged, verdict: 'answers', units: procedure ? [] : chooseUnits(ranked, understanding), procedure };
}

/** Evidence of nothing yet. */
export function refusal(verdict: Evidence['verdict']): Evidence {
  return {
    verdict,
    confidence: NO_CONFIDENCE,
    units: [],
    procedure: null,
    siblings: [],
    unknown: [],
    ranked: [],
    features: null,
    crossLanguage: false,
  };
}

function rankUnits(
  { understanding, machines, ofVariant }: EvidenceInput,
  hits: readonly RankedPassage[],
  terms: QuestionTerms,
): ScoredUnit[] {
  const catalogue = new Set(machines.flatMap(({ equipment }) => equipment.map(fold)));
  const all = hits.flatMap((hit, rank) => collectUnits(hit, rank)).filter((unit) => !isAboutOther(unit, understanding, catalogue));
  const units = ofVariant ? all.map(ofVariant).filter((unit) => unit !== null) : all;
  return scoreUnits({ understanding, terms, hits, units });
}

/** Across languages, all that is known counts: what the question lies far from is another language first of all. */
function topicFor(best: ScoredUnit, understanding: Understanding, { topics }: Retrieval): Topic | null {
  if (topics === null) return null;
  return (isCrossLanguage(best, understanding) ? undefined : topics.minor.get(best.hit.passage.document.language)) ?? topics.all;
}

function wantsMeasure({ kind, dimension }: Understanding): boolean {
  return dimension !== null && kind === 'value';
}

function isCrossLanguage({ hit }: ScoredUnit, { language }: Understanding): boolean {
  return hit.passage.language !== language && hit.passage.language !== 'other' && language !== 'other';
}
