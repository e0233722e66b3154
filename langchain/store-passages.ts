import { Document } from '@langchain/core/documents';
import type { Scope } from '../knowledge/document/answer.ts';
import { boxesUnder } from '../knowledge/document/box.ts';
import { addressesModel } from '../knowledge/retrieve/addresses-model.ts';
import type { Retriever } from '../knowledge/retrieve/retriever.ts';
import type { PassageMetadata, PassageSource } from './passage-source.ts';

/** Passages of a store that this process has open. */
export class StorePassages implements PassageSource {
  readonly #retriever: Retriever;

  constructor(retriever: Retriever) {
    this.#retriever = retriever;
  }

  async passages(query: string, { limit, scope }: { limit: number; scope: Scope | null }): Promise<Document<PassageMetadata>[]> {
    const { hits } = await this.#retriever.retrieve({ text: query, limit, ...(scope && { scope }) });
    return hits.map(({ passage, score }) => {
      const { document, sectionPath, text, page, pageEnd, externalId } = passage;
      const { id: documentId, file, title, revision, revisionDate, supersededBy, equipment } = document;
      return new Document({
        id: `${documentId}/${externalId}`,
        pageContent: text,
        metadata: {
          ...{ documentId, file, title, revision, revisionDate, superseded: supersededBy !== null, equipment },
          ...{ sectionPath, passageId: externalId, page, pageEnd, boxes: boxesUnder(passage, 0, text.length), score },
          ...(addressesModel(passage) && { addressesModel: true as const }),
        },
      });
    });
  }
}
