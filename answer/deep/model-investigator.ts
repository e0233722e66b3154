import type { DeepStep, FallbackReason } from '../../knowledge/document/answer.ts';
import { MillwrightError } from '../../knowledge/errors.ts';
import { Attempt } from '../compose/model/attempt.ts';
import { ModelFailure } from '../compose/model/chat-model.ts';
import type { StatementVerifier } from '../verify/statement-verifier.ts';
import type { Agent, AgentTool, Bounds } from './agent.ts';
import { Findings } from './findings.ts';
import { investigationPrompt } from './investigation-prompt.ts';
import type { Investigated, InvestigationRequest, Investigator } from './investigator.ts';
import { DEEP_TOOLS, type ToolParts } from './tools.ts';

export type InvestigatorOptions = ToolParts & {
  /** Loaded with the first investigation: the library behind it is large. */
  agent: () => Promise<Agent>;
  /** As the endpoint calls it. */
  modelName: string;
  verifier: Pick<StatementVerifier, 'verifyCited'>;
  bounds: Bounds;
};

/** Characters of a step's input that are shown. */
const SHOWN = 120;

/** Investigates by an agent; what it says is held against the passages that its tools gave, like any model's answer. */
export class ModelInvestigator implements Investigator {
  readonly #options: InvestigatorOptions;
  #agent: Promise<Agent> | null = null;

  constructor(options: InvestigatorOptions) {
    this.#options = options;
  }

  async investigate(request: InvestigationRequest): Promise<Investigated> {
    const began = performance.now();
    const { bounds, verifier, modelName } = this.#options;
    const deadline = AbortSignal.timeout(bounds.timeoutMs);
    const signal = request.signal ? AbortSignal.any([request.signal, deadline]) : deadline;
    const work = new Work(request, this.#options, signal);
    const { understanding, extractive, machines, onEvent } = request;
    const told = { citations: 0 };
    const attempt = new Attempt({
      request: {
        ...{ understanding, extractive, machines, signal },
        onEvent: (event) => {
          told.citations += 1;
          onEvent(event);
        },
      },
      pieces: work.findings.pieces,
      verifier,
    });
    const reason = await this.#run(work, attempt, { signal, deadline });
    if (reason !== null && told.citations > 0) onEvent({ type: 'withdrawn', reason });
    const { statements, dropped } = attempt.counts;
    const outcome = reason === null ? ('worded' as const) : ('fallback' as const);
    return {
      draft: reason === null ? attempt.draft() : null,
      model: { name: modelName, outcome, ...(reason !== null && { reason }), statements, dropped },
      deep: {
        outcome: reason === null ? 'investigated' : 'fallback',
        ...(reason !== null && { reason }),
        steps: work.steps,
        ...work.usage,
        ms: Math.round(performance.now() - began),
      },
    };
  }

  /** Null where what the agent says makes an answer. */
  async #run(
    work: Work,
    attempt: Attempt,
    { signal, deadline }: { signal: AbortSignal; deadline: AbortSignal },
  ): Promise<FallbackReason | null> {
    const { bounds } = this.#options;
    const { understanding, extractive } = work.request;
    // A model that may not see what the ordinary answer stands on would make another answer of the rest.
    if (extractive.citations.some(({ addressesModel }) => addressesModel)) return 'no_evidence';
    try {
      this.#agent ??= this.#options.agent();
      const agent = await this.#agent;
      const statements = await agent.run({
        ...investigationPrompt(understanding, bounds.steps),
        ...{ tools: work.tools, bounds, usage: work.usage, signal },
        onMisfit: (name, input) => work.misfit(name, input),
      });
      for (const statement of statements) await attempt.take(statement);
      return attempt.verdict();
    } catch (error) {
      if (work.request.signal?.aborted) throw new MillwrightError('The question was cancelled.', { code: 'cancelled', cause: error });
      if (deadline.aborted) return 'timed_out';
      if (error instanceof ModelFailure) return error.reason;
      throw error;
    }
  }
}

/** One investigation: its passages, its steps, and what it used. */
class Work {
  readonly request: InvestigationRequest;
  readonly findings = new Findings();
  readonly steps: DeepStep[] = [];
  readonly usage = { promptTokens: 0, completionTokens: 0 };
  readonly tools: AgentTool[];

  constructor(request: InvestigationRequest, parts: ToolParts, signal: AbortSignal) {
    this.request = request;
    const { store, retriever } = parts;
    const context = { store, retriever, scope: request.scope, findings: this.findings, signal };
    this.tools = DEEP_TOOLS.map((tool) => ({
      name: tool.name,
      description: tool.description,
      schema: tool.schema,
      call: async (input) => {
        const began = performance.now();
        const { text, found } = await tool.run(input, context);
        this.#done(tool.name, tool.words(input), { found, ms: performance.now() - began });
        return text;
      },
    }));
  }

  misfit(name: string, input: unknown): void {
    this.#done(name, JSON.stringify(input ?? null), { found: null, ms: 0 });
  }

  #done(tool: string, input: string, { found, ms }: { found: number | null; ms: number }): void {
    const step = { n: this.steps.length + 1, tool: tool.slice(0, SHOWN), input: input.slice(0, SHOWN), found, ms: Math.round(ms) };
    this.steps.push(step);
    this.request.onEvent({ type: 'step', step });
  }
}
