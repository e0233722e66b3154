import type { QuestionKind } from '../../../knowledge/question/question-kind.ts';
import type { Evidence } from '../../evidence/select-evidence.ts';
import type { Understanding } from '../../understand/understand-question.ts';
import type { ChatModel } from './chat-model.ts';

/** Which questions need no model, and which the larger one at once. */
export type CascadeRules = {
  /** Kinds that the documents' own words answer well enough, where they are in the answer's language. */
  extractive: readonly QuestionKind[];
  /** Kinds that the large model is asked at once where there is a small one too. */
  large: readonly QuestionKind[];
};

export type Models = { large: ChatModel; small: ChatModel | null };

/** The models to ask, one after another until one's answer holds; none: the extractive answer is enough.
 *  A procedure is never worded anew: a step left out, or two exchanged, would be a worse answer than the documents' own. */
export function modelsFor(evidence: Evidence, { kind, answerLanguage }: Understanding, rules: CascadeRules, models: Models): ChatModel[] {
  if (evidence.verdict !== 'answers' || evidence.procedure !== null) return [];
  const foreign = evidence.units.some(({ hit: { passage } }) => passage.language !== answerLanguage && passage.language !== 'other');
  if (!foreign && rules.extractive.includes(kind)) return [];
  if (models.small === null || rules.large.includes(kind)) return [models.large];
  return [models.small, models.large];
}
