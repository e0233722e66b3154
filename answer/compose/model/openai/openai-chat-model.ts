import { setTimeout as pause } from 'node:timers/promises';
import OpenAI, { APIError } from 'openai';
import { isConnectionError, mayPass } from '../../../../knowledge/embed/openai/retries.ts';
import { MillwrightError } from '../../../../knowledge/errors.ts';
import { type ChatEvent, type ChatModel, type ChatRequest, ModelFailure, type TokenUsage } from '../chat-model.ts';
import { bodyOf, FIRST_WAYS, type Ways, waysAfter } from './request-ways.ts';

export type OpenAiChatOptions = {
  /** Up to and with "/v1". */
  baseUrl: string;
  model: string;
  /** Absent: servers of one's own need none. */
  apiKey?: string;
  /** Longest time without a sign of the endpoint: until its answer begins, and between two pieces of it. */
  silenceMs: number;
};

/** Someone waits for the answer: one more try, and no longer pause than this, whatever the endpoint asks for. */
const TRIES = 2;
const PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 5_000;

/** Any OpenAI-compatible chat endpoint, streaming. */
export class OpenAiChatModel implements ChatModel {
  readonly name: string;
  readonly #client: OpenAI;
  readonly #options: OpenAiChatOptions;
  #ways: Ways = FIRST_WAYS;

  constructor(options: OpenAiChatOptions) {
    this.name = options.model;
    this.#options = options;
    // The client insists on some key. Its own timeout ends with the headers, so the silence is watched here.
    this.#client = new OpenAI({ baseURL: options.baseUrl, apiKey: options.apiKey ?? 'none', maxRetries: 0 });
  }

  async *answer(request: ChatRequest, signal?: AbortSignal): AsyncIterable<ChatEvent> {
    const watch = new SilenceWatch(this.#options.silenceMs);
    const ended = signal ? AbortSignal.any([signal, watch.signal]) : watch.signal;
    let finish: string | null = null;
    let usage: TokenUsage | null = null;
    try {
      const stream = await this.#begin(request, ended, watch);
      for await (const chunk of stream) {
        // Checking a statement takes its time; only the endpoint's silence counts.
        watch.stop();
        if (chunk.usage) usage = { promptTokens: chunk.usage.prompt_tokens, completionTokens: chunk.usage.completion_tokens };
        const choice = chunk.choices?.[0];
        const text = choice?.delta?.content;
        finish = choice?.finish_reason ?? finish;
        if (text) yield { type: 'text', text };
        watch.heard();
      }
      // The client ends an aborted or broken stream like a whole one.
      ended.throwIfAborted();
    } catch (error) {
      // After its last word nothing is missed but the count of tokens.
      if (finish !== 'stop' || signal?.aborted) throw this.#explained(error, { signal, watch });
    } finally {
      watch.stop();
    }
    if (finish !== 'stop') throw this.#failure('cut_off', `broke its answer off (${finish ?? 'without an end'})`);
    yield { type: 'end', usage };
  }

  /** Tries again what may pass, and leaves out what the endpoint refuses, now and from now on. */
  async #begin(request: ChatRequest, signal: AbortSignal, watch: SilenceWatch) {
    for (let tried = 1; ; ) {
      const ways = this.#ways;
      watch.heard();
      try {
        return await this.#client.chat.completions.create(bodyOf(this.name, request, ways), { signal });
      } catch (error) {
        const others = waysAfter(ways, error);
        if (others !== null) {
          this.#ways = others;
          continue;
        }
        const wait = pauseAfter(error);
        if (signal.aborted || tried >= TRIES || !mayPass(error) || wait > LONGEST_PAUSE_MS) throw error;
        tried += 1;
        watch.stop();
        await pause(wait, undefined, { signal });
      }
    }
  }

  #explained(error: unknown, { signal, watch }: { signal: AbortSignal | undefined; watch: SilenceWatch }): unknown {
    if (signal?.aborted) return new MillwrightError('Asking the model was cancelled.', { code: 'cancelled', cause: error });
    if (watch.signal.aborted) return this.#failure('timed_out', `was silent for ${this.#options.silenceMs} ms`, error);
    if (isConnectionError(error)) return this.#failure('unreachable', 'cannot be reached, or the connection broke', error);
    if (error instanceof APIError) return this.#refusal(error);
    return this.#failure('malformed', 'gave an answer that cannot be understood', error);
  }

  #refusal(error: APIError): ModelFailure {
    const { status } = error;
    if (status === undefined) return this.#failure('failed', 'sent an error in the middle of its answer', error);
    if (status === 429) return this.#failure('busy', 'has too many requests (429)', error);
    if (status >= 500) return this.#failure('failed', `answered ${status}`, error);
    if (status === 401 || status === 403) return this.#failure('refused', 'refuses the key: set MILLWRIGHT_MODEL_KEY', error);
    if (status === 404) return this.#failure('refused', 'does not know the model or the address', error);
    return this.#failure('refused', `refused the request (${status})`, error);
  }

  #failure(reason: ModelFailure['reason'], what: string, cause?: unknown): ModelFailure {
    return new ModelFailure(reason, `The model "${this.name}" at ${this.#options.baseUrl} ${what}.`, {
      retryable: ['busy', 'failed', 'unreachable', 'timed_out'].includes(reason),
      cause,
    });
  }
}

function pauseAfter(error: unknown): number {
  const asked = Number((error as APIError).headers?.get?.('retry-after') ?? Number.NaN) * 1000;
  return Number.isFinite(asked) && asked >= 0 ? asked : PAUSE_MS;
}

/** Aborts when nothing was heard for too long. */
class SilenceWatch {
  readonly #controller = new AbortController();
  readonly #silenceMs: number;
  #timer: NodeJS.Timeout | null = null;

  constructor(silenceMs: number) {
    this.#silenceMs = silenceMs;
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  heard(): void {
    this.stop();
    this.#timer = setTimeout(() => this.#controller.abort(), this.#silenceMs);
  }

  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }
}
