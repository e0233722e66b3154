/** So many failures in a row, and a node is left alone for a while. A node that did not answer in time is left alone at once: a frozen
 *  one would cost every request its whole time. */
const FAILURES = 2;
/** How long it is left alone (ms); then one request tries it. */
const REST_MS = 5_000;

/** A circuit breaker: which of several nodes to ask, in which order. */
export class NodeHealth {
  readonly #nodes: { url: string; failures: number; restsUntil: number }[];
  readonly #now: () => number;
  #turn = 0;

  constructor(urls: readonly string[], now: () => number = () => performance.now()) {
    this.#nodes = urls.map((url) => ({ url, failures: 0, restsUntil: 0 }));
    this.#now = now;
  }

  /** All nodes: those that work first, each time another of them at the head; then those that rest, the longest first. */
  order(): string[] {
    const now = this.#now();
    const awake = this.#nodes.filter(({ restsUntil }) => restsUntil <= now);
    const resting = this.#nodes.filter(({ restsUntil }) => restsUntil > now).sort((a, b) => a.restsUntil - b.restsUntil);
    this.#turn += 1;
    const first = awake.length === 0 ? 0 : this.#turn % awake.length;
    return [...awake.slice(first), ...awake.slice(0, first), ...resting].map(({ url }) => url);
  }

  worked(url: string): void {
    const node = this.#of(url);
    node.failures = 0;
    node.restsUntil = 0;
  }

  failed(url: string, timedOut: boolean): void {
    const node = this.#of(url);
    node.failures += 1;
    if (timedOut || node.failures >= FAILURES) node.restsUntil = this.#now() + REST_MS;
  }

  #of(url: string) {
    return this.#nodes.find((node) => node.url === url)!;
  }
}
