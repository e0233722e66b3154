import type { TraceStage } from '../document/answer.ts';

/** Times the stages of one retrieval, and keeps what each tells. */
export class StageClock {
  readonly timings: Record<string, number> = {};
  readonly trace: TraceStage[] = [];
  #last = performance.now();

  /** Ends a stage: milliseconds since the former one ended. */
  stage(stage: string, data: Record<string, unknown>): void {
    const now = performance.now();
    const ms = now - this.#last;
    this.#last = now;
    this.timings[stage] = ms;
    this.trace.push({ stage, ms, data });
  }
}
