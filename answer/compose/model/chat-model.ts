import type { FallbackReason } from '../../../knowledge/document/answer.ts';
import { type ErrorDetails, MillwrightError } from '../../../knowledge/errors.ts';

export type ChatRequest = {
  system: string;
  user: string;
  /** The form of the answer, for endpoints that can be held to one. */
  schema: { name: string; schema: Record<string, unknown> };
  maxTokens: number;
};

export type TokenUsage = { promptTokens: number; completionTokens: number };

/** Text as it comes, and the end: how many tokens it took (null: the endpoint does not say). */
export type ChatEvent = { type: 'text'; text: string } | { type: 'end'; usage: TokenUsage | null };

/** A language model that answers once to one request.
 *  An answer that has no `end` event never ends silently: whatever cuts it off is thrown.
 *  Errors: ModelFailure; cancelled where `signal` is aborted. */
export interface ChatModel {
  /** As the endpoint calls it. */
  readonly name: string;
  answer(request: ChatRequest, signal?: AbortSignal): AsyncIterable<ChatEvent>;
}

/** What went wrong with a model: it never ends an answer, which is quoted from the documents then. */
export class ModelFailure extends MillwrightError {
  readonly reason: FallbackReason;

  constructor(reason: FallbackReason, message: string, details: Omit<ErrorDetails, 'code'> = {}) {
    super(message, { ...details, code: 'model_unavailable' });
    this.reason = reason;
  }
}
