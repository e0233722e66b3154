import type { FallbackReason, ModelPart } from '../../../knowledge/document/answer.ts';
import { MillwrightError } from '../../../knowledge/errors.ts';
import type { Evidence } from '../../evidence/select-evidence.ts';
import type { Understanding } from '../../understand/understand-question.ts';
import type { StatementVerifier } from '../../verify/statement-verifier.ts';
import { Attempt } from './attempt.ts';
import { type CascadeRules, type Models, modelsFor } from './cascade.ts';
import { type ChatModel, type ChatRequest, ModelFailure, type TokenUsage } from './chat-model.ts';
import { countTokens } from './count-tokens.ts';
import { gatherEvidence } from './gather-evidence.ts';
import { promptFor } from './prompt.ts';
import { Rest } from './rest.ts';
import { StatementReader } from './statement-reader.ts';
import type { Worded, Wording, WordingRequest } from './wording.ts';

export type ModelWordingOptions = {
  models: Models;
  verifier: Pick<StatementVerifier, 'verifyCited'>;
  rules: CascadeRules;
  /** Tokens of evidence in a prompt, and of an answer. */
  evidenceTokens: number;
  answerTokens: number;
  /** For all models that are asked for one answer together. */
  timeoutMs: number;
};

/** Words answers by the models of a cascade, and lets through what the cited passages say. */
export class ModelWording implements Wording {
  readonly #options: ModelWordingOptions;
  readonly #rest = new Rest();

  constructor(options: ModelWordingOptions) {
    this.#options = options;
  }

  wants(evidence: Evidence, understanding: Understanding): boolean {
    return modelsFor(evidence, understanding, this.#options.rules, this.#options.models).length > 0;
  }

  async word(request: WordingRequest): Promise<Worded> {
    const { rules, models, evidenceTokens, answerTokens, timeoutMs } = this.#options;
    const { evidence, understanding, onEvent } = request;
    const asked = modelsFor(evidence, understanding, rules, models);
    const pieces = gatherEvidence(evidence, understanding, evidenceTokens);
    const last = asked.at(-1) ?? models.large;
    const usage = { promptTokens: 0, completionTokens: 0 };
    if (pieces.length === 0) return { draft: null, model: fellBack(last, 'no_evidence', 0, 0), usage };
    const prompt = promptFor(understanding, pieces, answerTokens);
    const deadline = AbortSignal.timeout(timeoutMs);
    let model = fellBack(last, 'unreachable', 0, 0);
    for (const each of asked) {
      const attempt = new Attempt({ request, pieces, verifier: this.#options.verifier });
      const reason = await this.#ask(each, { prompt, attempt, usage, deadline });
      if (reason === null) {
        return { draft: attempt.draft(), model: { name: each.name, outcome: 'worded', ...attempt.counts }, usage };
      }
      model = fellBack(each, reason, attempt.counts.statements, attempt.counts.dropped);
      if (attempt.counts.statements > attempt.counts.dropped) onEvent({ type: 'withdrawn', reason });
      if (deadline.aborted) break;
    }
    return { draft: null, model, usage };
  }

  /** Null where the model's answer holds. */
  async #ask(model: ChatModel, asking: Asking): Promise<FallbackReason | null> {
    const { attempt, deadline } = asking;
    const { signal } = attempt.request;
    if (this.#rest.isResting(model)) return 'unreachable';
    try {
      await streamInto(model, asking);
      this.#rest.worked(model);
      return attempt.verdict();
    } catch (error) {
      if (signal?.aborted) throw new MillwrightError('The question was cancelled.', { code: 'cancelled', cause: error });
      if (deadline.aborted) {
        this.#rest.failed(model);
        return 'timed_out';
      }
      if (!(error instanceof ModelFailure)) throw error;
      if (error.retryable) this.#rest.failed(model);
      return error.reason;
    }
  }
}

type Asking = { prompt: ChatRequest; attempt: Attempt; usage: TokenUsage; deadline: AbortSignal };

/** Reads the answer as it comes, and checks each statement as soon as it stands whole. */
async function streamInto(model: ChatModel, { prompt, attempt, usage, deadline }: Asking): Promise<void> {
  const { signal } = attempt.request;
  const reader = new StatementReader();
  let written = '';
  let told: TokenUsage | null = null;
  try {
    for await (const event of model.answer(prompt, signal ? AbortSignal.any([signal, deadline]) : deadline)) {
      if (event.type === 'end') told = event.usage;
      else {
        written += event.text;
        for (const statement of reader.read(event.text)) await attempt.take(statement);
        if (reader.tooLong) throw new ModelFailure('malformed', `The model "${model.name}" does not come to an end.`);
      }
    }
  } finally {
    const { promptTokens, completionTokens } = told ?? {
      promptTokens: countTokens(prompt.system + prompt.user),
      completionTokens: countTokens(written),
    };
    usage.promptTokens += promptTokens;
    usage.completionTokens += completionTokens;
  }
  if (!reader.isWhole || (attempt.counts.statements === 0 && !/"statements"\s*:\s*\[\s*\]/.test(written)))
    throw new ModelFailure('malformed', `The model "${model.name}" gave no statements in the form that it was asked for.`);
}

function fellBack(model: ChatModel, reason: FallbackReason, statements: number, dropped: number): ModelPart {
  return { name: model.name, outcome: 'fallback', reason, statements, dropped };
}
