import type { Citation, Recognized } from '../../knowledge/document/answer.ts';
import { boxesUnder, confidenceUnder } from '../../knowledge/document/box.ts';
import { addressesModel } from '../../knowledge/retrieve/addresses-model.ts';
import type { StoredPassage } from '../../knowledge/store/passage-store.ts';
import { nearestFigures } from './nearest-figures.ts';

/** Numbers the places that an answer quotes, from 1, in the order in which they are asked for. */
export class CitationList {
  readonly #before: readonly Citation[];
  readonly #citations: Citation[];
  readonly #numbers = new Map<string, number>();

  /** `before`: citations that the list goes on from; one that quotes the words already is used again. */
  constructor(before: readonly Citation[] = []) {
    this.#before = before;
    this.#citations = [...before];
  }

  /** The citation of `text.slice(start, end)` of the passage; the same place has the same number. */
  cite(passage: StoredPassage, start: number, end: number): Citation {
    const name = [passage.document.id, passage.id, start, end].join('\n');
    const known = this.#numbers.get(name);
    if (known !== undefined) return this.#citations[known - 1]!;
    const there = this.#before.find((cited) => quotes(cited, passage, start, end));
    const citation = there ?? citationOf(passage, start, end, this.#citations.length + 1);
    if (there === undefined) this.#citations.push(citation);
    this.#numbers.set(name, citation.n);
    return citation;
  }

  get all(): Citation[] {
    return [...this.#citations];
  }
}

/** True where the citation quotes these very words, perhaps with more around them. */
function quotes({ documentId, passageId, quote }: Citation, { document, externalId, text }: StoredPassage, start: number, end: number) {
  return documentId === document.id && passageId === externalId && quote.includes(text.slice(start, end));
}

/** Below, words are marked as hard to read: clean scans come out at .85 and more on the whole. A single word that is read
 *  wrongly, a unit say, mostly stays below .6. */
const HARD_TO_READ = 0.75;
const HARD_WORD = 0.6;

function recognizedFrom({ spans }: StoredPassage, start: number, end: number): Recognized | null {
  const confidence = confidenceUnder(spans, start, end);
  if (confidence === null) return null;
  return { confidence: confidence.mean, hardToRead: confidence.mean < HARD_TO_READ || confidence.least < HARD_WORD };
}

/** The heading inside of the passage that the words stand under, where small sections share one. */
function headingAbove({ headings, text }: StoredPassage, start: number): string[] {
  const above = headings?.findLast(({ end }) => end <= start);
  return above === undefined ? [] : [text.slice(above.start, above.end)];
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
    sectionPath: [...passage.sectionPath, ...headingAbove(passage, start)],
    passageId: passage.externalId,
    page: pages.length > 0 ? Math.min(...pages) : passage.page,
    pageEnd: pages.length > 0 ? Math.max(...pages) : passage.pageEnd,
    pageLabel: null,
    quote: passage.text.slice(start, end),
    boxes,
    recognized: recognizedFrom(passage, start, end),
    figures: nearestFigures(passage.figures, passage.text.slice(start, end), boxes),
    ...(addressesModel(passage) && { addressesModel: true as const }),
  };
}
