import { z } from 'zod';
import weightsFile from './confidence-weights.json' with { type: 'json' };
import { FEATURE_NAMES, type Features } from './features.ts';

const Model = z.object({ bias: z.number(), weights: z.record(z.enum(FEATURE_NAMES), z.number()) });

/** A logistic model for questions in the language of their evidence, one for those across languages (which share no words),
 *  and the probability below which nothing is answered. Fitted by evaluate/fit/fit-confidence.ts. */
export const ConfidenceModel = z.object({ sameLanguage: Model, crossLanguage: Model, threshold: z.number().min(0).max(1) });
export type ConfidenceModel = z.infer<typeof ConfidenceModel>;

export const CONFIDENCE_MODEL: ConfidenceModel = ConfidenceModel.parse(weightsFile);

/** The probability that the documents answer the question, judged by the best evidence. Rounded to four digits. */
export function confidenceOf(features: Features, crossLanguage: boolean, model: ConfidenceModel = CONFIDENCE_MODEL): number {
  const { bias, weights } = crossLanguage ? model.crossLanguage : model.sameLanguage;
  const sum = FEATURE_NAMES.reduce((total, name) => total + weights[name] * features[name], bias);
  return Math.round(10_000 / (1 + Math.exp(-sum))) / 10_000;
}
