import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { MillwrightError } from '../../../errors.ts';
import type { Reranker } from '../reranker.ts';

export const RERANK_STYLES = ['tei', 'cohere'] as const;
export type RerankStyle = (typeof RERANK_STYLES)[number];

export type HttpRerankerOptions = {
  /** The whole address of the call (".../rerank"). */
  url: string;
  /** `tei`: { query, texts } -> [{ index, score }]. `cohere` (also vLLM, Jina, llama.cpp): { model, query, documents, top_n } ->
   *  { results: [{ index, relevance_score }] }. */
  style: RerankStyle;
  /** What the endpoint calls the model; `cohere` wants it. */
  model?: string;
  apiKey?: string;
  /** All tries together: so long somebody may wait more for an answer (default 2 s). */
  timeoutMs?: number;
  maxTexts?: number;
};

const DEFAULTS = { timeoutMs: 2_000, maxTexts: 24 };
/** A cross-encoder takes about 512 tokens of question and text together; what is beyond would only travel. */
const MAX_CHARACTERS = 4_000;
const RETRIES = 1;
const PAUSE_MS = 100;

const TeiAnswer = z.array(z.object({ index: z.number(), score: z.number() }));
const CohereAnswer = z.object({ results: z.array(z.object({ index: z.number(), relevance_score: z.number() })) });

/** A reranker behind HTTP: Hugging Face's text-embeddings-inference, or whatever speaks Cohere's form. */
export class HttpReranker implements Reranker {
  readonly id: string;
  readonly maxTexts: number;
  readonly #options: HttpRerankerOptions;

  constructor(options: HttpRerankerOptions) {
    this.#options = options;
    this.maxTexts = options.maxTexts ?? DEFAULTS.maxTexts;
    this.id = `${options.model ?? options.style}@${new URL(options.url).host}`;
  }

  async rerank(question: string, texts: readonly string[], signal?: AbortSignal): Promise<number[]> {
    if (texts.length === 0) return [];
    const deadline = AbortSignal.timeout(this.#options.timeoutMs ?? DEFAULTS.timeoutMs);
    const either = signal ? AbortSignal.any([signal, deadline]) : deadline;
    for (let tried = 0; ; tried += 1) {
      try {
        return this.#scores(await this.#call(question, texts, either), texts.length);
      } catch (error) {
        if (signal?.aborted) throw new MillwrightError('Reranking was cancelled.', { code: 'cancelled', cause: error });
        if (deadline.aborted) throw this.#unavailable(`did not answer within ${this.#options.timeoutMs ?? DEFAULTS.timeoutMs} ms`, error);
        const known = error instanceof MillwrightError ? error : this.#unavailable('cannot be reached', error);
        if (!known.retryable || tried >= RETRIES) throw known;
        await pause(PAUSE_MS);
      }
    }
  }

  async #call(question: string, texts: readonly string[], signal: AbortSignal): Promise<unknown> {
    const { url, style, model, apiKey } = this.#options;
    const cut = texts.map((text) => text.slice(0, MAX_CHARACTERS).toWellFormed());
    const query = question.toWellFormed();
    const body =
      style === 'tei' ? { query, texts: cut, truncate: true } : { ...(model && { model }), query, documents: cut, top_n: cut.length };
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(apiKey && { authorization: `Bearer ${apiKey}` }) },
      body: JSON.stringify(body),
      signal,
    });
    if (!response.ok) {
      await response.body?.cancel();
      throw this.#refused(response.status);
    }
    const answer = await response.text();
    try {
      return JSON.parse(answer);
    } catch {
      throw this.#misbehaved('an answer that is no JSON');
    }
  }

  #scores(answer: unknown, expected: number): number[] {
    const parsed =
      this.#options.style === 'tei'
        ? TeiAnswer.safeParse(answer).data
        : CohereAnswer.safeParse(answer).data?.results.map(({ index, relevance_score: score }) => ({ index, score }));
    if (parsed === undefined) throw this.#misbehaved('an answer that is not of its form');
    const scores = new Map(parsed.map(({ index, score }) => [index, score]));
    const all = Array.from({ length: expected }, (_, index) => scores.get(index));
    if (parsed.length !== expected || !all.every((score) => score !== undefined))
      throw this.#misbehaved(`${parsed.length} scores for ${expected} texts, or some twice`);
    return all;
  }

  #refused(status: number): MillwrightError {
    const why =
      status === 401 || status === 403
        ? 'refuses the key: set MILLWRIGHT_RERANKER_KEY'
        : status === 404
          ? 'has no such call or model: check MILLWRIGHT_RERANKER_URL (the whole address), _STYLE and _MODEL'
          : `answered ${status}`;
    return this.#unavailable(why, undefined, status === 429 || status >= 500);
  }

  #unavailable(why: string, cause: unknown, retryable = true): MillwrightError {
    return new MillwrightError(`The reranker ${this.#options.url} ${why}.`, { code: 'reranker_unavailable', retryable, cause });
  }

  #misbehaved(what: string): MillwrightError {
    const { url, style } = this.#options;
    return new MillwrightError(`The reranker ${url} gave ${what}. Check that it speaks the form "${style}" (MILLWRIGHT_RERANKER_STYLE).`, {
      code: 'reranker_misbehaved',
    });
  }
}
