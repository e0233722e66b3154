import type { Answer } from '../knowledge/document/answer.ts';
import type { GoldQuestion } from './gold-question.ts';
import type { Place } from './metrics/places.ts';

/** A gold question with what came of it. */
export type MeasuredQuestion = {
  gold: GoldQuestion;
  /** What the retriever ranked, best first. */
  ranked: Place[];
  answer: Answer;
  /** Wall clock of the whole ask. */
  ms: number;
};
