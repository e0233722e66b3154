export type Scored = { number: number; score: number };

/** The best of many, best first; equal scores by number, so that the order of arrival decides nothing. The list is cut back to the best
 *  whenever it is twice too long: far cheaper than sorting all, as after the first few hundred next to none enters. */
export class BestRows {
  readonly #limit: number;
  #kept: Scored[] = [];
  #floor = Number.NEGATIVE_INFINITY;

  constructor(limit: number) {
    this.#limit = limit;
  }

  offer(number: number, score: number): void {
    if (score < this.#floor) return;
    this.#kept.push({ number, score });
    if (this.#kept.length >= this.#limit * 2) this.#cut();
  }

  best(): Scored[] {
    this.#cut();
    return this.#kept;
  }

  #cut(): void {
    this.#kept = this.#kept.sort((a, b) => b.score - a.score || a.number - b.number).slice(0, this.#limit);
    if (this.#kept.length === this.#limit) this.#floor = this.#kept.at(-1)?.score ?? Number.POSITIVE_INFINITY;
  }
}
