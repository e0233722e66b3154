import { setTimeout as wait } from 'node:timers/promises';
import { MillwrightError } from '../../errors.ts';
import { type ClusterView, caughtUp } from './caught-up.ts';
import { NodeHealth } from './node-health.ts';

export type QdrantServer = {
  /** Nodes of one cluster, or the one server. */
  urls: readonly string[];
  apiKey: string | null;
  /** The most that a search waits for an answer. */
  timeoutMs: number;
};

export type QdrantRequest = {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  path: string;
  body?: unknown;
  signal?: AbortSignal;
  /** Statuses that are an answer too: `null` is returned for them. */
  except?: readonly number[];
};

/** Writing waits until it is on disk on every replica: far longer than reading. */
const WRITE_TIMEOUT_MS = 60_000;
/** Where another node could answer, a reading one gets no longer than this. */
const HASTY_MS = 1_500;
/** A node that was away is looked at no longer than this. */
const LOOK_MS = 1_000;
/** How long a write waits for nodes that lag behind their cluster: what it decides reaches all within milliseconds. */
const SETTLE_MS = 3_000;
const SETTLE_PAUSE_MS = 20;
const NO_SPACE = /no space left|disk space/i;

/** The nodes of a Qdrant, asked over REST. Every request here may be made twice with the same outcome (points have ids of ours), so
 *  that one which failed is tried at the next node.
 *  Errors: store_unreachable (retryable), store_unauthorized, store_full, store_misbehaved, cancelled. */
export class QdrantNodes {
  readonly #server: QdrantServer;
  readonly #health: NodeHealth;
  readonly #settleMs: number;

  /** `restMs`: how long a node that fails is left alone; `settleMs`: how long `settled` waits for one that lags behind. */
  constructor(server: QdrantServer, { restMs, settleMs = SETTLE_MS }: { restMs?: number; settleMs?: number } = {}) {
    this.#settleMs = settleMs;
    this.#server = { ...server, urls: server.urls.map((url) => url.replace(/\/+$/, '')) };
    this.#health = new NodeHealth(this.#server.urls, restMs === undefined ? {} : { restMs });
  }

  get urls(): readonly string[] {
    return this.#server.urls;
  }

  read<T>(request: Omit<QdrantRequest, 'method'> & { method?: QdrantRequest['method'] }): Promise<T | null> {
    return this.#try<T>({ method: 'POST', ...request }, this.#server.timeoutMs, true);
  }

  write<T>(request: QdrantRequest): Promise<T | null> {
    return this.#try<T>(request, WRITE_TIMEOUT_MS, false);
  }

  /** After writes, before anybody reads what they wrote: a copy that missed one is out of use from then on, but a node that has not heard so yet
   *  would still answer from it (seen where one's disk was full). Waits until all nodes know what their cluster decided; one that does
   *  not by then is left alone until it does. */
  async settled(): Promise<void> {
    if (this.urls.length === 1) return;
    const end = performance.now() + this.#settleMs;
    for (;;) {
      const urls = this.urls.filter((url) => !this.#health.isAway(url));
      const views = await Promise.all(urls.map((url) => this.#viewOf(url, LOOK_MS)));
      const answered = views.filter((view) => view !== null);
      const silent = urls.filter((_, index) => views[index] === null);
      const behind = urls.filter((_, index) => {
        const own = views[index]!;
        return own !== null && answered.length > 1 && !caughtUp(own, answered);
      });
      const isLate = performance.now() >= end;
      for (const url of isLate ? [...silent, ...behind] : silent) this.#health.failed(url, true);
      if (behind.length === 0 || isLate) return;
      await wait(SETTLE_PAUSE_MS);
    }
  }

  async #try<T>(request: QdrantRequest, timeoutMs: number, hasty: boolean): Promise<T | null> {
    const failures: Failure[] = [];
    for (const url of this.#health.rested()) void this.#look(url);
    const order = this.#health.order();
    const isLone = order.length === 1;
    // A lone server that just restarted gets a second chance; of several that were asked in haste, the first one gets all its time.
    const attempts = isLone || hasty ? [...order, order[0]!] : order;
    for (const [index, url] of attempts.entries()) {
      const isLast = index === attempts.length - 1;
      if (hasty && !isLone && this.#health.isAway(url) && (await this.#standing(url, timeoutMs)) === 'behind') {
        failures.push({ url, timedOut: false, detail: 'it was away, and does not know yet what its cluster decided', cause: undefined });
        continue;
      }
      const outcome = await this.#ask<T>(url, request, hasty && !isLast && !isLone ? Math.min(HASTY_MS, timeoutMs) : timeoutMs);
      if ('result' in outcome) return outcome.result;
      failures.push(outcome);
      if (outcome.timedOut && isLone) break;
    }
    throw unreachable(failures);
  }

  /** Whether a node that was away may be asked again. Beside the questions: none waits for it. */
  async #look(url: string): Promise<void> {
    if ((await this.#standing(url, LOOK_MS)) === 'level') this.#health.well(url);
    else this.#health.failed(url, true);
  }

  /** How far a node follows its cluster. `alone`: no other one answers that could tell. */
  async #standing(url: string, ms: number): Promise<'level' | 'behind' | 'alone'> {
    const views = await Promise.all(this.#server.urls.map((each) => this.#viewOf(each, ms)));
    const own = views[this.#server.urls.indexOf(url)] ?? null;
    const others = views.filter((view): view is ClusterView => view !== null && view !== own);
    if (own !== null && caughtUp(own, others)) return 'level';
    return others.length === 0 ? 'alone' : 'behind';
  }

  async #viewOf(url: string, ms: number): Promise<ClusterView | null> {
    try {
      const response = await fetch(`${url}/cluster`, {
        headers: this.#headers(),
        signal: AbortSignal.timeout(Math.min(ms, this.#server.timeoutMs)),
      });
      // A key for a collection alone is not told of the cluster: then the node counts as it is.
      return response.ok ? resultOf<ClusterView>(await response.text(), url) : { status: 'unknown' };
    } catch {
      // It is away still.
      return null;
    }
  }

  #headers(): Record<string, string> {
    const { apiKey } = this.#server;
    return { 'content-type': 'application/json', ...(apiKey !== null && { 'api-key': apiKey }) };
  }

  async #ask<T>(url: string, request: QdrantRequest, timeoutMs: number): Promise<{ result: T | null } | Failure> {
    const timeout = AbortSignal.timeout(timeoutMs);
    const signal = request.signal === undefined ? timeout : AbortSignal.any([timeout, request.signal]);
    let response: Response;
    let text: string;
    try {
      response = await fetch(url + request.path, {
        method: request.method,
        headers: this.#headers(),
        ...(request.body !== undefined && { body: JSON.stringify(request.body) }),
        signal,
      });
      text = await response.text();
    } catch (error) {
      if (request.signal?.aborted) throw new MillwrightError('The search was cancelled.', { code: 'cancelled', cause: error });
      this.#health.failed(url, timeout.aborted);
      return {
        url,
        timedOut: timeout.aborted,
        detail: timeout.aborted ? `no answer within ${timeoutMs} ms` : reasonOf(error),
        cause: error,
      };
    }
    if (response.ok) {
      this.#health.worked(url);
      return { result: resultOf<T>(text, url) };
    }
    if (request.except?.includes(response.status)) {
      this.#health.worked(url);
      return { result: null };
    }
    return this.#refused(url, response.status, text);
  }

  /** A node that cannot reach its fellows, or is starting, is passed over; everything else another node would refuse too. */
  #refused(url: string, status: number, text: string): Failure {
    const said = errorIn(text);
    if (status === 401 || status === 403) throw unauthorized(url, status);
    if (NO_SPACE.test(said))
      throw new MillwrightError(
        `Qdrant at ${url} has no space left on its disk. Free some and run the same command again; what was stored before is kept.`,
        {
          code: 'store_full',
          retryable: true,
        },
      );
    if (status >= 500 || status === 408 || status === 429) {
      this.#health.failed(url, false);
      return { url, timedOut: false, detail: `status ${status}: ${said}`, cause: undefined };
    }
    throw new MillwrightError(
      `Qdrant at ${url} did not take a request (status ${status}): ${said}. See docs/qdrant.md, "When something is wrong".`,
      {
        code: 'store_misbehaved',
        context: { status },
      },
    );
  }
}

type Failure = { url: string; timedOut: boolean; detail: string; cause: unknown };

function unreachable(failures: readonly Failure[]): MillwrightError {
  const details = [...new Set(failures.map(({ url, detail }) => `${url} (${detail})`))];
  return new MillwrightError(`Qdrant cannot be reached: ${details.join('; ')}. Start it, or set MILLWRIGHT_QDRANT_URL to where it runs.`, {
    code: 'store_unreachable',
    retryable: true,
    cause: failures.at(-1)?.cause,
  });
}

function unauthorized(url: string, status: number): MillwrightError {
  return new MillwrightError(
    `Qdrant at ${url} refused the key (status ${status}). Set MILLWRIGHT_QDRANT_API_KEY to the key of that server.`,
    {
      code: 'store_unauthorized',
    },
  );
}

function resultOf<T>(text: string, url: string): T {
  try {
    const answer = JSON.parse(text) as { result: T };
    return answer.result ?? (answer as T);
  } catch (error) {
    throw new MillwrightError(`What answers at ${url} is no Qdrant: its answer is not JSON. Check MILLWRIGHT_QDRANT_URL.`, {
      code: 'store_misbehaved',
      cause: error,
    });
  }
}

/** The server's own words; it may quote what was sent, so they are cut short. */
function errorIn(text: string): string {
  try {
    const { status } = JSON.parse(text) as { status?: { error?: string } };
    if (status?.error !== undefined) return status.error.slice(0, 200);
  } catch {
    // Not from Qdrant itself: a proxy's page.
  }
  return text.slice(0, 80).replaceAll(/\s+/g, ' ');
}

function reasonOf(error: unknown): string {
  const { cause, message } = error as Error;
  return cause instanceof Error && cause.message !== '' ? cause.message : ((cause as { code?: string } | undefined)?.code ?? message);
}
