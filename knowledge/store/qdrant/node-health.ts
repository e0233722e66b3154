/** So many failures in a row, and a node is left alone for a while. A node that did not answer in time is left alone at once: a frozen
 *  one would cost every request its whole time. */
const FAILURES = 2;
/** How long it is left alone (ms); then it is looked at. */
const REST_MS = 5_000;

/** So many looks in a row must find a node well: what the others decided while it was away reaches it within seconds, not at once. */
const LOOKS = 2;

type Node = { url: string; failures: number; restsUntil: number; away: boolean; looks: number };

/** A circuit breaker: which of several nodes to ask, in which order. A node that was away is asked again only when somebody has seen that
 *  it knows what happened meanwhile (`well`): one that wakes up answers from what it held before. */
export class NodeHealth {
  readonly #nodes: Node[];
  readonly #restMs: number;
  readonly #now: () => number;
  #turn = 0;

  constructor(urls: readonly string[], { restMs = REST_MS, now = () => performance.now() } = {}) {
    this.#nodes = urls.map((url) => ({ url, failures: 0, restsUntil: 0, away: false, looks: 0 }));
    this.#restMs = restMs;
    this.#now = now;
  }

  /** All nodes: those that work first, each time another of them at the head; then, for want of better ones, those that are away, the longest
   *  first. */
  order(): string[] {
    const here = this.#nodes.filter(({ away }) => !away);
    const away = this.#nodes.filter((node) => node.away).sort((a, b) => a.restsUntil - b.restsUntil);
    this.#turn += 1;
    const first = here.length === 0 ? 0 : this.#turn % here.length;
    return [...here.slice(first), ...here.slice(0, first), ...away].map(({ url }) => url);
  }

  /** The nodes that have rested, each once: say `well` or `failed` of them. */
  rested(): string[] {
    const now = this.#now();
    const rested = this.#nodes.filter(({ away, restsUntil }) => away && restsUntil <= now);
    for (const node of rested) node.restsUntil = Number.POSITIVE_INFINITY;
    return rested.map(({ url }) => url);
  }

  isAway(url: string): boolean {
    return this.#of(url).away;
  }

  worked(url: string): void {
    this.#of(url).failures = 0;
  }

  /** Of a node that has rested: it is level with the others. */
  well(url: string): void {
    const node = this.#of(url);
    node.looks += 1;
    if (node.looks < LOOKS) node.restsUntil = this.#now() + this.#restMs;
    else Object.assign(node, { failures: 0, restsUntil: 0, away: false, looks: 0 });
  }

  failed(url: string, timedOut: boolean): void {
    const node = this.#of(url);
    node.failures += 1;
    if (!timedOut && node.failures < FAILURES) return;
    Object.assign(node, { away: true, looks: 0 });
    node.restsUntil = this.#now() + this.#restMs;
  }

  #of(url: string): Node {
    return this.#nodes.find((node) => node.url === url)!;
  }
}
