import { setTimeout as pause } from 'node:timers/promises';
import { APIConnectionError, APIError, APIUserAbortError } from 'openai';
import { MillwrightError } from '../../errors.ts';

/** First pause, doubled with each try; none is longer than the other, whatever the server asks for. */
const FIRST_PAUSE_MS = 400;
const LONGEST_PAUSE_MS = 30_000;

export type Retries = {
  retries: number;
  timeoutMs: number;
  signal: AbortSignal | undefined;
  /** False: what does not answer in time is not asked the same again (TookTooLong). */
  retryTimeouts: boolean;
};

/** A try ended by its own deadline. */
export class TookTooLong extends MillwrightError {
  constructor(timeoutMs: number, cause: unknown) {
    super(`No answer within ${timeoutMs} ms.`, { code: 'embedder_unavailable', retryable: true, cause });
  }
}

/** Tries until it works, what went wrong will not pass by itself, or the tries are used up; throws the last error.
 *  Each try has a deadline of its own for the whole answer: the client's own timeout ends with the headers, and its own
 *  retries leave out what breaks or stalls after them. */
export async function withRetries<T>(
  attempt: (signal: AbortSignal) => Promise<T>,
  { retries, timeoutMs, signal, retryTimeouts }: Retries,
): Promise<T> {
  for (let tried = 0; ; tried += 1) {
    const deadline = AbortSignal.timeout(timeoutMs);
    try {
      return await attempt(signal ? AbortSignal.any([signal, deadline]) : deadline);
    } catch (error) {
      if (deadline.aborted && !signal?.aborted && !retryTimeouts) throw new TookTooLong(timeoutMs, error);
      if (signal?.aborted || tried >= retries || !mayPass(error)) throw error;
      await pause(pauseAfter(error, tried), undefined, signal ? { signal } : {});
    }
  }
}

/** True for what another try may mend: broken or silent connections, a busy or failing server. */
export function mayPass(error: unknown): boolean {
  if (isConnectionError(error)) return true;
  const status = error instanceof APIError ? (error.status ?? 0) : 0;
  return [408, 409, 429].includes(status) || status >= 500;
}

/** Nothing or not everything arrived in time: undici reports a body that breaks off as a bare TypeError. */
export function isConnectionError(error: unknown): boolean {
  return (
    error instanceof APIConnectionError ||
    error instanceof APIUserAbortError ||
    (error instanceof TypeError && error.message === 'terminated') ||
    ['AbortError', 'TimeoutError'].includes((error as Error)?.name)
  );
}

function pauseAfter(error: unknown, tried: number): number {
  const asked = Number((error as APIError).headers?.get?.('retry-after') ?? Number.NaN) * 1000;
  return Math.min(LONGEST_PAUSE_MS, Number.isFinite(asked) && asked >= 0 ? asked : FIRST_PAUSE_MS * 2 ** tried);
}
