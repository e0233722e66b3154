import type { Language } from '../../knowledge/document/passage.ts';
import type { KnownMachine } from '../../knowledge/machines/known-machines.ts';
import type { Cohort, CohortLevel } from '../../knowledge/retrieve/cohort/cohort.ts';
import type { RankedPassage, Retrieval } from '../../knowledge/retrieve/retriever.ts';
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
export type EvidenceParts = { store: PassageStore; cohort: Cohort };

/** Sentences and rows of so many of the first passages are looked at. */
const LOOKED_AT = 8;
/** Confidence where nothing is found at all. */
const NO_CONFIDENCE = 0.01;

export async function selectEvidence(input: EvidenceInput, parts: EvidenceParts): Promise<Evidence> {
  const { understanding, retrieval, signal } = input;
  const { store } = parts;
  if (retrieval.hits.length === 0) return refusal('nothing');
  const unknown = await unknownNames(understanding.codes, store, { revisions: retrieval.revisions, ...(signal && { signal }) });
  const about = aboutNamed(retrieval.hits, understanding);
  const isNamed = unknown.length === 0 && about.length > 0;
  const terms = await weighTerms(understanding.words, retrieval, store.catalogue);
  const ranked = rankUnits(input, (isNamed ? about : retrieval.hits).slice(0, LOOKED_AT), terms);
  const chosen =
    understanding.kind === 'procedure' ? chooseProcedure(ranked, (passage) => termsFor(terms, passage, understanding.language)) : null;
  const best = chosen ?? ranked[0];
  const judged = best && (await judge(best, { ...input, terms, isNamed }, parts));
  if (!isNamed) return refusedUnnamed(unknown, judged?.confidence);
  if (judged === undefined) return refusal('nothing');
  const { enough, enoughToAsk, ...found } = judged;
  const weak = { ...refusal('too_weak'), ...found, ranked };
  const siblings = enoughToAsk ? differingSiblings(ranked, understanding) : [];
  if (siblings.length > 0) return { ...weak, verdict: 'differs_by_machine', siblings };
  if (!enough) return weak;
  const procedure = chosen && (await wholeProcedure(chosen, store));
  return { ...weak, verdict: 'answers', units: procedure ? [] : chooseUnits(ranked, understanding), procedure };
}

/** What is not named is not answered, however sure the rest: a rule, that no confidence overrules. */
function refusedUnnamed(unknown: NamedCode[], confidence = NO_CONFIDENCE): Evidence {
  const verdict = unknown.length > 0 ? 'unknown_name' : 'nothing_about_named';
  return { ...refusal(verdict), unknown, confidence };
}

async function judge(
  best: ScoredUnit,
  { understanding, retrieval, terms, isNamed }: EvidenceInput & { terms: QuestionTerms; isNamed: boolean },
  { cohort }: EvidenceParts,
) {
  const levels = await levelsFor(retrieval.hits, understanding, cohort);
  const bestTerms = termsFor(terms, best.hit.passage.language, understanding.language);
  const features = featuresOf({ understanding, terms: bestTerms, own: terms.own, hits: retrieval.hits, levels, best });
  const crossLanguage = isCrossLanguage(best, understanding);
  const judged = confidenceOf({
    ...{ features, crossLanguage, question: understanding.question, isNamed, cosinesKnown: levels.size > 0 },
    ...{ keyed: best.keyed === 1, headed: best.headed, measured: wantsMeasure(understanding) ? best.typeMatch > 0 : null },
  });
  return { ...judged, features, crossLanguage };
}

/** Of the languages of the documents that were found. */
async function levelsFor(hits: readonly RankedPassage[], { language }: Understanding, cohort: Cohort): Promise<Map<Language, CohortLevel>> {
  const levels = new Map<Language, CohortLevel>();
  for (const documents of new Set(hits.map(({ passage }) => passage.document.language))) {
    const level = await cohort.level(language, documents);
    if (level !== null) levels.set(documents, level);
  }
  return levels;
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

function wantsMeasure({ kind, dimension }: Understanding): boolean {
  return dimension !== null && kind === 'value';
}

function isCrossLanguage({ hit }: ScoredUnit, { language }: Understanding): boolean {
  return hit.passage.language !== language && hit.passage.language !== 'other' && language !== 'other';
}
