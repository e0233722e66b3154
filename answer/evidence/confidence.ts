import { z } from 'zod';
import weightsFile from './confidence-weights.json' with { type: 'json' };
import { FEATURE_NAMES, type Features } from './features.ts';

const Model = z.object({ threshold: z.number().min(0).max(1), bias: z.number(), weights: z.record(z.enum(FEATURE_NAMES), z.number()) });

/** Logistic models: for evidence in the question's language; for evidence in another (its words are translations); for both where the
 *  vectors are missing or another embedder's (its cosines lie elsewhere). Each with the probability
 *  below which nothing is answered. Fitted by evaluate/fit/fit-confidence.ts. */
export const ConfidenceModel = z.object({
  sameLanguage: Model,
  wordsOnly: Model,
  crossLanguage: Model,
});
export type ConfidenceModel = z.infer<typeof ConfidenceModel>;

export const CONFIDENCE_MODEL: ConfidenceModel = ConfidenceModel.parse(weightsFile);

export type Judged = {
  features: Features;
  crossLanguage: boolean;
  /** Whether there are vectors, and of the embedder that the cohort and so the weights are of. */
  cosinesKnown: boolean;
  /** The evidence is the row of the very code that is asked for. */
  keyed: boolean;
  /** The evidence stands under a heading that names the very code. */
  headed: boolean;
  /** Whether it holds a value of the wanted dimension; null where none is wanted. */
  measured: boolean | null;
  question: string;
  /** Whether the evidence is about every code and machine that is named. */
  isNamed: boolean;
};

/** Added to the log odds; set by hand, for the open sets hold few tables of codes and few questions for a measured value. */
const LOG_ODDS = { keyed: 4, headed: 2, measured: 1, notMeasured: -3 };

/** Of questions that look answered but name something that no document holds, so many are: of short ones a quarter in chat and few technical ones;
 *  of long ones, which may name it by the way, 13 of 21 of both. */
const NOT_NAMED = { short: 0.4, long: 0.75 };
/** Words or Han characters from which on a question is long. */
const LONG_QUESTION = 24;
const WORD = /\p{Script=Han}|(?:(?!\p{Script=Han})[\p{L}\p{N}])+/gu;

/** So far below the threshold asking back still helps; set by hand. */
const ASKING = 0.15;

export type Confidence = {
  /** The probability that the documents answer the question. Rounded to four digits. */
  confidence: number;
  /** Whether that is enough to answer. */
  enough: boolean;
  /** Whether it is enough to ask back which machine is meant: a question too much harms less than an answer where there is none. */
  enoughToAsk: boolean;
};

/** Judged by the best evidence. */
export function confidenceOf(judged: Judged, model: ConfidenceModel = CONFIDENCE_MODEL): Confidence {
  const { features, crossLanguage, cosinesKnown, isNamed, question } = judged;
  const { threshold, bias, weights } = !cosinesKnown ? model.wordsOnly : crossLanguage ? model.crossLanguage : model.sameLanguage;
  const sum = FEATURE_NAMES.reduce((total, name) => total + weights[name] * features[name], bias + ruleLogOdds(judged));
  const share = isNamed ? 1 : NOT_NAMED[(question.match(WORD) ?? []).length < LONG_QUESTION ? 'short' : 'long'];
  const confidence = Math.round((10_000 * share) / (1 + Math.exp(-sum))) / 10_000;
  return { confidence, enough: confidence >= threshold, enoughToAsk: confidence >= threshold - ASKING };
}

/** A row of the right code without the wanted value says nothing of it. */
function ruleLogOdds({ keyed, headed, measured }: Judged): number {
  const value = measured === null ? 0 : measured ? LOG_ODDS.measured : LOG_ODDS.notMeasured;
  if (measured === false) return value;
  return value + (keyed ? LOG_ODDS.keyed : headed ? LOG_ODDS.headed : 0);
}
