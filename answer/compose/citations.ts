import type { Citation } from '../../knowledge/document/answer.ts';
import { boxesUnder } from '../../knowledge/document/box.ts';
import type { StoredPassage } from '../../knowledge/store/passage-store.ts';

/** Numbers the places that an answer quotes, from 1, in the order in which they are asked for. */
export class CitationList {
  readonly #citations: Citation[] = [];
  readonly #numbers = new Map<string, number>();

  /** The citation of `text.slice(start, end)` of the passage; the same place has the same number. */
  cite(passage: StoredPassage, start: number, end: number): Citation {
    const name = [passage.document.id, passage.id, start, end].join('\n');
    const known = this.#numbers.get(name);
    if (known !== undefined) return this.#citations[known - 1]!;
    const citation = citationOf(passage, start, end, this.#citations.length + 1);
    this.#citations.push(citation);
    this.#numbers.set(name, citation.n);
    return citation;
  }

  get all(): Citation[] {
    return [...this.#citations];
  }
}

function citationOf(passage: StoredPassage, start: number, end: number, n: number): Citation {
  const { document } = passage;
  const boxes = boxesUnder(passage, start, end);
  const pages = boxes.map(({ page }) => page);
  return {
    n,
    documentId: document.id,
    file: document.file,
    title: document.title,
    revision: document.revision,
    revisionDate: document.revisionDate,
    superseded: document.supersededBy !== null,
    equipment: document.equipment,
    sectionPath: passage.sectionPath,
    passageId: passage.externalId,
    page: pages.length > 0 ? Math.min(...pages) : passage.page,
    pageEnd: pages.length > 0 ? Math.max(...pages) : passage.pageEnd,
    pageLabel: null,
    quote: passage.text.slice(start, end),
    boxes,
  };
}
