import type { Document } from '@langchain/core/documents';
import { BaseRetriever, type BaseRetrieverInput } from '@langchain/core/retrievers';
import type { Scope } from '../knowledge/document/answer.ts';
import type { Retriever } from '../knowledge/retrieve/retriever.ts';
import type { PassageDocument, PassageMetadata, PassageSource } from './passage-source.ts';
import { type RestAddress, RestPassages } from './rest-passages.ts';
import { StorePassages } from './store-passages.ts';

export type { PassageDocument, PassageMetadata, PassageSource };

export type MillwrightRetrieverOptions = BaseRetrieverInput & {
  /** At most so many passages; default 6. */
  limit?: number;
  scope?: Scope;
  /** Gives passages that speak to language models too; default: they are left out. */
  withAddressed?: boolean;
};

const DEFAULT_LIMIT = 6;

/** Millwright's passages in a LangChain pipeline: each document's text is the passage, its metadata say where that stands.
 *  Errors: over REST those of RestPassages; over a store that store's and the embedder's. */
export class MillwrightRetriever extends BaseRetriever<PassageMetadata> {
  static override lc_name(): string {
    return 'MillwrightRetriever';
  }

  override lc_namespace = ['millwright', 'retrievers'];
  readonly #source: PassageSource;
  readonly #limit: number;
  readonly #scope: Scope | null;
  readonly #withAddressed: boolean;

  constructor(source: PassageSource, { limit = DEFAULT_LIMIT, scope, withAddressed = false, ...fields }: MillwrightRetrieverOptions = {}) {
    super(fields);
    this.#source = source;
    this.#limit = limit;
    this.#scope = scope ?? null;
    this.#withAddressed = withAddressed;
  }

  /** Over a running server. */
  static overRest(address: RestAddress, options?: MillwrightRetrieverOptions): MillwrightRetriever {
    return new MillwrightRetriever(new RestPassages(address), options);
  }

  /** In the same process, over an opened store (`openMillwright(...).retriever`). */
  static overStore(retriever: Retriever, options?: MillwrightRetrieverOptions): MillwrightRetriever {
    return new MillwrightRetriever(new StorePassages(retriever), options);
  }

  override async _getRelevantDocuments(query: string): Promise<Document<PassageMetadata>[]> {
    const found = await this.#source.passages(query, { limit: this.#limit, scope: this.#scope });
    return this.#withAddressed ? found : found.filter(({ metadata }) => metadata.addressesModel !== true);
  }
}
