import type { Problem } from '../../../server/api/schemas.ts';
import { storedKey } from './key.ts';

/** What the server answered instead of a result; `detail` is fit to be shown. */
export class ProblemError extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.detail);
    this.name = 'ProblemError';
    this.problem = problem;
  }
}

let ask: () => void = () => undefined;

/** Called whenever the server says that it needs a (better) key. */
export function onKeyNeeded(asking: () => void): void {
  ask = asking;
}

export function askForKey(): void {
  ask();
}

/** Calls /api/v1, with the key where there is one. Errors: ProblemError (status 0: the server cannot be reached). */
export async function call(path: string, init: RequestInit = {}): Promise<Response> {
  const headers = new Headers(init.headers);
  const key = storedKey();
  if (key !== null) headers.set('Authorization', `Bearer ${key}`);
  let response: Response;
  try {
    response = await fetch(`/api/v1${path}`, { ...init, headers });
  } catch (error) {
    if (init.signal?.aborted) throw error;
    throw new ProblemError(unreachable);
  }
  if (response.ok) return response;
  const problem = await problemOf(response);
  if (problem.status === 401) askForKey();
  throw new ProblemError(problem);
}

export async function callJson<T>(path: string, init?: RequestInit): Promise<T> {
  return (await (await call(path, init)).json()) as T;
}

export function jsonBody(value: unknown): RequestInit {
  return { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(value) };
}

/** No answer at all: the server is down, or the network is. */
export const unreachable: Problem = {
  type: 'about:blank',
  title: 'Unreachable',
  status: 0,
  code: 'unreachable',
  detail: 'The server cannot be reached.',
};

async function problemOf(response: Response): Promise<Problem> {
  const fallback: Problem = {
    type: 'about:blank',
    title: response.statusText,
    status: response.status,
    code: 'internal',
    detail: `HTTP ${response.status}`,
  };
  return response.json().then(
    (body: Problem) => (typeof body?.detail === 'string' ? body : fallback),
    () => fallback,
  );
}
