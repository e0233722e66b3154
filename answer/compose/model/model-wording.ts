import type { FallbackReason, ModelPart } from '../../../knowledge/document/answer.ts';
import { MillwrightError } from '../../../knowledge/errors.ts';
import { findQuantities } from '../../../knowledge/text/quantities.ts';
import type { Evidence } from '../../evidence/select-evidence.ts';
import type { Understanding } from '../../understand/understand-question.ts';
import type { StatementVerifier } from '../../verify/statement-verifier.ts';
import { CitationList } from '../citations.ts';
import type { Draft, DraftStatement } from '../draft.ts';
import { noticesOf } from '../notices.ts';
import { type CascadeRules, type Models, modelsFor } from './cascade.ts';
import { type ChatModel, type ChatRequest, ModelFailure, type TokenUsage } from './chat-model.ts';
import { cleanText, supportOf } from './check-statement.ts';
import { countTokens } from './count-tokens.ts';
import { gatherEvidence, type Piece } from './gather-evidence.ts';
import { promptFor } from './prompt.ts';
import { Rest } from './rest.ts';
import { type ModelStatement, StatementReader } from './statement-reader.ts';
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

/** Below this share of statements that hold, a model is not to be trusted with the others. */
const LEAST_HELD = 0.5;

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

type AttemptParts = { request: WordingRequest; pieces: readonly Piece[]; verifier: Pick<StatementVerifier, 'verifyCited'> };

/** One model's answer as it grows: what holds is kept and told, the rest counted. */
class Attempt {
  readonly request: WordingRequest;
  readonly counts = { statements: 0, dropped: 0 };
  readonly #parts: AttemptParts;
  readonly #citations = new CitationList();
  readonly #kept: DraftStatement[] = [];

  constructor(parts: AttemptParts) {
    this.request = parts.request;
    this.#parts = parts;
  }

  async take(given: ModelStatement): Promise<void> {
    const { pieces, verifier } = this.#parts;
    const { understanding, machines, signal } = this.request;
    const text = cleanText(given);
    if (this.#kept.some(({ statement }) => statement.text === text)) return;
    this.counts.statements += 1;
    const named = [...understanding.equipment, ...machines];
    const check = { pieces, named, language: understanding.answerLanguage, verifier, ...(signal && { signal }) };
    const support = await supportOf(text, given.citations, check);
    if (support === null) {
      this.counts.dropped += 1;
      return;
    }
    const { units, literal } = support;
    const { passage } = units[0].hit;
    const [start, end] = [units[0].start, units.at(-1)!.end];
    const known = this.#citations.all.length;
    const citation = this.#citations.cite(passage, start, end);
    const statement = { text, citations: [citation.n], basis: literal ? ('quoted' as const) : ('restated' as const), verified: true };
    this.#kept.push({ statement, stretch: { passage, start, end, cells: null, step: null } });
    if (citation.n > known) this.request.onEvent({ type: 'citation', citation });
    this.request.onEvent({ type: 'statement', statement });
  }

  /** Why what came does not make an answer; null: it does. */
  verdict(): FallbackReason | null {
    const { statements, dropped } = this.counts;
    if (statements === 0) return 'no_statements';
    if (statements - dropped < LEAST_HELD * statements || dropped === statements) return 'unsupported';
    const { understanding, extractive } = this.request;
    return lacksValue(understanding, this.#kept, extractive) ? 'incomplete' : null;
  }

  /** With the notices that hold for what is said, and those of the extractive answer: no wording loses a warning. */
  draft(): Draft {
    const { extractive } = this.request;
    const stretches = [...extractive.statements, ...this.#kept].map(({ stretch }) => stretch);
    return { statements: this.#kept, notices: noticesOf(stretches, this.#citations), citations: this.#citations.all, worded: true };
  }
}

/** The documents give a value of what is asked for, and the model's statements none. */
function lacksValue({ dimension }: Understanding, kept: readonly DraftStatement[], extractive: Draft): boolean {
  if (dimension === null) return false;
  const holds = (entries: readonly DraftStatement[]) =>
    entries.some(({ statement }) => findQuantities(statement.text).some((quantity) => quantity.dimension === dimension));
  return holds(extractive.statements) && !holds(kept);
}
