import type { ChatModel } from './chat-model.ts';

/** After so many failures one after another an endpoint is left alone for a while: each asker would wait for the same. */
const FAILURES = 3;
const REST_MS = 30_000;

/** Which models are left alone for now. */
export class Rest {
  readonly #failures = new Map<ChatModel, { count: number; until: number }>();
  readonly #now: () => number;

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  isResting(model: ChatModel): boolean {
    return (this.#failures.get(model)?.until ?? 0) > this.#now();
  }

  failed(model: ChatModel): void {
    const count = (this.#failures.get(model)?.count ?? 0) + 1;
    this.#failures.set(model, { count, until: count >= FAILURES ? this.#now() + REST_MS : 0 });
  }

  worked(model: ChatModel): void {
    this.#failures.delete(model);
  }
}
