import type { TraceStage } from '../knowledge/document/answer.ts';
import { MillwrightError } from '../knowledge/errors.ts';
import type { AnswerEvent, AskStage } from './ask.ts';

/** Runs the stages in order, announces each, and keeps what each took and saw. Errors: cancelled, and those of the stages. */
export class Stages {
  readonly trace: TraceStage[] = [];
  readonly #began = performance.now();
  readonly #onEvent: (event: AnswerEvent) => void;
  readonly #signal: AbortSignal | undefined;

  constructor(onEvent: (event: AnswerEvent) => void, signal: AbortSignal | undefined) {
    this.#onEvent = onEvent;
    this.#signal = signal;
  }

  async run<T>(stage: AskStage, work: () => T | Promise<T>, data: (result: T) => Record<string, unknown>): Promise<T> {
    if (this.#signal?.aborted) throw new MillwrightError('The question was cancelled.', { code: 'cancelled' });
    this.#onEvent({ type: 'stage', stage });
    const began = performance.now();
    const result = await work();
    this.trace.push({ stage, ms: milliseconds(began), data: data(result) });
    return result;
  }

  timings(): Record<string, number> {
    return { ...Object.fromEntries(this.trace.map(({ stage, ms }) => [stage, ms])), total: milliseconds(this.#began) };
  }
}

function milliseconds(began: number): number {
  return Math.round((performance.now() - began) * 100) / 100;
}
