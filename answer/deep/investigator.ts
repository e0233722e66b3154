import type { DeepPart, DeepStep, ModelPart, Scope } from '../../knowledge/document/answer.ts';
import type { Draft } from '../compose/draft.ts';
import type { WordingEvent } from '../compose/model/wording.ts';
import type { Understanding } from '../understand/understand-question.ts';

export type InvestigationRequest = {
  understanding: Understanding;
  scope: Scope | null;
  /** The ordinary answer, checked: what stands where the investigation comes to nothing. */
  extractive: Draft;
  /** Machines of the scope. */
  machines: readonly string[];
  onEvent: (event: InvestigationEvent) => void;
  signal?: AbortSignal;
};

/** Steps as they are done; then the statements that hold, each with its citation before it. */
export type InvestigationEvent = { type: 'step'; step: DeepStep } | WordingEvent;

export type Investigated = {
  /** Checked; null: the ordinary answer stands. */
  draft: Draft | null;
  model: ModelPart;
  deep: DeepPart;
};

/** Looks into a question by a language model that calls tools of ours, within bounds. Never fails because of the model: then the
 *  ordinary answer stands, with the reason. Errors: cancelled; those of the store and the embedder. */
export interface Investigator {
  investigate(request: InvestigationRequest): Promise<Investigated>;
}
