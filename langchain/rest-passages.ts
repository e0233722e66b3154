import { Document } from '@langchain/core/documents';
import type { Scope } from '../knowledge/document/answer.ts';
import { MillwrightError } from '../knowledge/errors.ts';
import type { Problem, SearchRequest, SearchResponse } from '../server/api/schemas.ts';
import type { PassageMetadata, PassageSource } from './passage-source.ts';

export type RestAddress = {
  /** Of the server, without "/api/v1": http://127.0.0.1:7300 */
  url: string;
  /** Where the server wants one. */
  key?: string;
  /** Longest wait for an answer; default 30 s. */
  timeoutMs?: number;
};

const DEFAULT_TIMEOUT_MS = 30_000;

/** Passages over POST /api/v1/search.
 *  Errors: those of the server under its own codes; server_unreachable. */
export class RestPassages implements PassageSource {
  readonly #address: RestAddress;

  constructor(address: RestAddress) {
    this.#address = address;
  }

  async passages(query: string, { limit, scope }: { limit: number; scope: Scope | null }): Promise<Document<PassageMetadata>[]> {
    const { hits } = await this.#search({ query, limit, ...(scope && { scope }) });
    return hits.map(({ text, quote: _quote, figures: _figures, rows: _rows, features: _features, ...metadata }) => {
      const { addressesModel, ...place } = metadata;
      return new Document({
        id: `${place.documentId}/${place.passageId}`,
        pageContent: text,
        metadata: { ...place, ...(addressesModel && { addressesModel }) },
      });
    });
  }

  async #search(request: SearchRequest): Promise<SearchResponse> {
    const { url, key, timeoutMs = DEFAULT_TIMEOUT_MS } = this.#address;
    let response: Response;
    try {
      response = await fetch(`${url.replace(/\/+$/, '')}/api/v1/search`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...(key !== undefined && { authorization: `Bearer ${key}` }) },
        body: JSON.stringify(request),
        signal: AbortSignal.timeout(timeoutMs),
      });
    } catch (error) {
      const message = `Millwright at ${url} cannot be reached: ${(error as Error).message}. Start it ("millwright serve"), or put the address right.`;
      throw new MillwrightError(message, { code: 'server_unreachable', retryable: true, cause: error });
    }
    if (response.ok) return (await response.json()) as SearchResponse;
    const problem = (await response.json().catch(() => null)) as Problem | null;
    throw new MillwrightError(`Millwright at ${url} refused the search (${response.status}): ${problem?.detail ?? response.statusText}`, {
      code: 'server_refused',
      retryable: response.status >= 500 || response.status === 429,
    });
  }
}
