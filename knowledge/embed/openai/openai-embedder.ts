import { createHash } from 'node:crypto';
import OpenAI, { APIError } from 'openai';
import { MillwrightError } from '../../errors.ts';
import type { Embedder, EmbedKind } from '../embedder.ts';
import { isConnectionError, mayPass, TookTooLong, withRetries } from './retries.ts';

export type OpenAiOptions = {
  /** Up to and with "/v1". */
  baseUrl: string;
  model: string;
  /** Absent: servers of one's own need none. */
  apiKey?: string;
  /** What the endpoint is expected to give; absent: asked for with one text at the start. */
  dimensions?: number;
  /** One try of one call, to the last byte of its answer (default 60 s). */
  timeoutMs?: number;
  maxTextsPerCall?: number;
  /** Tries after the first for 429, 5xx and broken connections, with growing pauses (default 4). */
  retries?: number;
  /** Put before every text of the kind, for models that want it ("query: "). */
  prefixes?: Partial<Record<EmbedKind, string>>;
  /** Sends `input_type` ("query" or "passage"), for servers that prepare the texts themselves. */
  sendInputType?: boolean;
};

/** Of one call; half of what our own door takes, a third of the tokens that OpenAI takes. */
const MAX_CHARACTERS = 100_000;
const DEFAULTS = { timeoutMs: 60_000, maxTextsPerCall: 64, retries: 4 };

/** Any OpenAI-compatible embedding endpoint. */
export class OpenAiEmbedder implements Embedder {
  readonly id: string;
  readonly dimensions: number;
  readonly maxTextsPerCall: number;
  readonly #client: OpenAI;
  readonly #options: OpenAiOptions;
  /** Fewer than the most, once the endpoint was too slow for so many. */
  #textsPerCall: number;
  #closed = false;

  private constructor(client: OpenAI, options: OpenAiOptions, dimensions: number) {
    this.#client = client;
    this.#options = options;
    this.dimensions = dimensions;
    this.maxTextsPerCall = options.maxTextsPerCall ?? DEFAULTS.maxTextsPerCall;
    this.#textsPerCall = this.maxTextsPerCall;
    this.id = `${options.model}@${new URL(options.baseUrl).host}/${dimensions}${waysOf(options)}`;
  }

  /** Errors: embedder_unavailable (cannot be reached, refuses the key, does not know the model), embedder_misbehaved. */
  static async open(options: OpenAiOptions): Promise<OpenAiEmbedder> {
    const { baseUrl, apiKey, timeoutMs = DEFAULTS.timeoutMs } = options;
    // The client insists on some key; servers of one's own ignore it. Trying again is withRetries' part.
    const client = new OpenAI({ baseURL: baseUrl, apiKey: apiKey ?? 'none', timeout: timeoutMs, maxRetries: 0 });
    if (options.dimensions !== undefined) return new OpenAiEmbedder(client, options, options.dimensions);
    const probe = new OpenAiEmbedder(client, options, 0);
    const [vector] = await probe.#call(['dimensions?'], 'query', undefined);
    return new OpenAiEmbedder(client, options, vector!.length);
  }

  async embed(texts: readonly string[], kind: EmbedKind, signal?: AbortSignal): Promise<Float32Array[]> {
    if (this.#closed) throw new MillwrightError('The connection to the embedding endpoint is closed.', { code: 'embedder_unavailable' });
    const vectors: Float32Array[] = [];
    for (const part of this.#calls(texts)) vectors.push(...(await this.#call(part, kind, signal)));
    return vectors;
  }

  /** Cut by number and by size: servers bound both. A text that is larger alone goes alone. */
  #calls(texts: readonly string[]): string[][] {
    const calls: string[][] = [];
    let characters = 0;
    for (const text of texts) {
      characters += text.length;
      const last = calls.at(-1);
      if (last !== undefined && last.length < this.#textsPerCall && characters <= MAX_CHARACTERS) last.push(text);
      else {
        calls.push([text]);
        characters = text.length;
      }
    }
    return calls;
  }

  async close(): Promise<void> {
    this.#closed = true;
  }

  async #call(texts: readonly string[], kind: EmbedKind, signal: AbortSignal | undefined): Promise<Float32Array[]> {
    const { model, prefixes, sendInputType, timeoutMs = DEFAULTS.timeoutMs, retries = DEFAULTS.retries } = this.#options;
    // Most servers refuse an empty input; a blank text still has to have a place.
    const input = texts.map((text) => `${prefixes?.[kind] ?? ''}${text}` || ' ');
    const body = { model, input, encoding_format: 'float' as const, ...(sendInputType ? { input_type: kind } : {}) };
    try {
      const create = (deadline: AbortSignal) => this.#client.embeddings.create(body, { signal: deadline });
      const response = await withRetries(create, { retries, timeoutMs, signal, retryTimeouts: texts.length === 1 });
      return this.#checked(response.data, texts.length);
    } catch (error) {
      if (error instanceof TookTooLong) return this.#halves(texts, kind, signal);
      throw this.#explained(error, signal);
    }
  }

  /** A slow endpoint is asked for half as much, now and from now on. */
  async #halves(texts: readonly string[], kind: EmbedKind, signal: AbortSignal | undefined): Promise<Float32Array[]> {
    const half = Math.ceil(texts.length / 2);
    this.#textsPerCall = Math.min(this.#textsPerCall, half);
    const first = await this.#call(texts.slice(0, half), kind, signal);
    return [...first, ...(await this.#call(texts.slice(half), kind, signal))];
  }

  #checked(data: readonly { index: number; embedding: number[] }[] | undefined, expected: number): Float32Array[] {
    const ordered = (data ?? []).toSorted((a, b) => a.index - b.index);
    if (ordered.length !== expected || ordered.some(({ index }, place) => index !== place))
      throw this.#misbehaved(`${ordered.length} vectors for ${expected} texts`);
    return ordered.map(({ embedding }) => {
      if (this.dimensions !== 0 && embedding.length !== this.dimensions)
        throw this.#misbehaved(`a vector of ${embedding.length} dimensions instead of ${this.dimensions}`);
      const vector = Float32Array.from(embedding, (value) => (typeof value === 'number' ? value : Number.NaN));
      const length = Math.hypot(...vector);
      if (!Number.isFinite(length) || length === 0) throw this.#misbehaved('a vector that is zero or not a number');
      return vector.map((value) => value / length);
    });
  }

  #misbehaved(what: string): MillwrightError {
    return new MillwrightError(
      `The embedding endpoint ${this.#options.baseUrl} (model "${this.#options.model}") gave ${what}. Check that it serves an embedding model by that name.`,
      { code: 'embedder_misbehaved' },
    );
  }

  #explained(error: unknown, signal: AbortSignal | undefined): unknown {
    if (error instanceof MillwrightError) return error;
    if (signal?.aborted) return new MillwrightError('Embedding was cancelled.', { code: 'cancelled', cause: error });
    const { baseUrl, model } = this.#options;
    if (isConnectionError(error)) {
      return new MillwrightError(
        `The embedding endpoint ${baseUrl} cannot be reached or does not answer in time. Check its address and that it runs.`,
        { code: 'embedder_unavailable', retryable: true, cause: error },
      );
    }
    if (error instanceof APIError) {
      const why =
        error.status === 401 || error.status === 403
          ? 'refuses the key: set MILLWRIGHT_EMBEDDER_KEY'
          : error.status === 404
            ? `does not know the model "${model}" or the address`
            : `answered ${error.status ?? 'with an error'}`;
      return new MillwrightError(`The embedding endpoint ${baseUrl} ${why}.`, {
        code: 'embedder_unavailable',
        retryable: mayPass(error),
        cause: error,
      });
    }
    return this.#misbehaved('an answer that cannot be understood');
  }
}

/** Vectors of other prefixes are other vectors: the id tells them apart. */
function waysOf({ prefixes, sendInputType = false }: OpenAiOptions): string {
  const { query = '', passage = '' } = prefixes ?? {};
  if (query === '' && passage === '' && !sendInputType) return '';
  return `+${createHash('sha256')
    .update(JSON.stringify([query, passage, sendInputType]))
    .digest('hex')
    .slice(0, 8)}`;
}
