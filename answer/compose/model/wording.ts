import type { Citation, FallbackReason, ModelPart, Statement } from '../../../knowledge/document/answer.ts';
import type { Evidence } from '../../evidence/select-evidence.ts';
import type { Understanding } from '../../understand/understand-question.ts';
import type { Draft } from '../draft.ts';
import type { TokenUsage } from './chat-model.ts';

export type WordingRequest = {
  evidence: Evidence;
  understanding: Understanding;
  /** The extractive answer, checked: what stands in where no model's answer holds. */
  extractive: Draft;
  /** Machines of the scope. */
  machines: readonly string[];
  onEvent: (event: WordingEvent) => void;
  signal?: AbortSignal;
};

/** Each statement as it is verified, its citation before it; `withdrawn`: those so far do not count any more. */
export type WordingEvent =
  | { type: 'citation'; citation: Citation }
  | { type: 'statement'; statement: Statement }
  | { type: 'withdrawn'; reason: FallbackReason };

export type Worded = {
  /** Checked; null: the extractive answer stands. */
  draft: Draft | null;
  model: ModelPart;
  usage: TokenUsage;
};

/** Words an answer anew by a language model. Never fails because of one: then the extractive answer stands, with the reason.
 *  Errors: cancelled; those of the embedder. */
export interface Wording {
  /** False: the extractive answer is enough. */
  wants(evidence: Evidence, understanding: Understanding): boolean;
  word(request: WordingRequest): Promise<Worded>;
}
