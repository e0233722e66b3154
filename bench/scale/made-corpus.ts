import type { RevisionContent } from '../../knowledge/document/document.ts';
import type { DocumentType } from '../../knowledge/document/identity.ts';
import type { Passage } from '../../knowledge/document/passage.ts';
import type { PassageStore } from '../../knowledge/store/passage-store.ts';
import { numberGenerator } from '../number-generator.ts';

const WORDS_A_PASSAGE = 160;
/** One word in so many is a part number that hardly stands twice: a corpus that grows brings new words. */
const WORDS_A_PART_NUMBER = 40;

export type MadeCorpusParts = {
  store: PassageStore;
  /** Words as often as they stand in real documents. */
  words: readonly string[];
  embedder: { id: string; dimensions: number };
  seed: number;
  passagesADocument: number;
};

/** A corpus of any size for measuring speed: documents of passages of 160 words drawn from real ones by their frequency, with
 *  unit vectors made at random. The same seed and the same steps give the same corpus. */
export class MadeCorpus {
  readonly #parts: MadeCorpusParts;
  readonly #random: () => number;
  #passages = 0;
  #documents = 0;

  constructor(parts: MadeCorpusParts) {
    this.#parts = parts;
    this.#random = numberGenerator(parts.seed);
  }

  /** How many passages were made so far. */
  get passages(): number {
    return this.#passages;
  }

  /** Adds documents until there are `passages` of them. */
  async growTo(passages: number): Promise<void> {
    const { store, embedder, passagesADocument } = this.#parts;
    while (this.#passages < passages) {
      const content = this.#revision(Math.min(passagesADocument, passages - this.#passages));
      await store.commit(content);
      const entries = content.passages.map(({ id }) => ({
        key: { documentId: content.documentId, passageId: id },
        vector: this.#vector(embedder.dimensions),
      }));
      await store.vectors.put(embedder.id, embedder.dimensions, entries);
      this.#passages += content.passages.length;
      this.#documents += 1;
    }
  }

  #word(): string {
    const { words } = this.#parts;
    if (this.#random() < 1 / WORDS_A_PART_NUMBER) return `MW-${Math.floor(this.#random() * 10_000_000)}`;
    return words[Math.floor(this.#random() * words.length)]!;
  }

  #revision(count: number): RevisionContent {
    const number = this.#documents;
    const passages = Array.from({ length: count }, (_, ordinal) => this.#passage(ordinal));
    return {
      documentId: `made-${number}`,
      docId: `made/${number}.txt`,
      source: 'made',
      format: 'text',
      fingerprint: number.toString(16).padStart(64, '0'),
      bytes: 0,
      pageCount: count,
      pageLabels: {},
      identity: {
        title: `Made document ${number}`,
        documentNumber: null,
        revision: null,
        revisionDate: null,
        type: typeOf(number),
        language: 'en',
        maker: null,
        equipment: [],
        aliases: [],
        serialNumbers: [],
        evidence: {},
      },
      warnings: [],
      passages,
      records: [],
    };
  }

  #passage(ordinal: number): Passage {
    return {
      id: `p${ordinal}`,
      ordinal,
      externalId: `p${ordinal}`,
      kind: 'prose',
      sectionPath: [`${1 + (ordinal % 9)} ${this.#word()}`],
      text: Array.from({ length: WORDS_A_PASSAGE }, () => this.#word()).join(' '),
      page: 1 + ordinal,
      pageEnd: 1 + ordinal,
      spans: [],
      language: 'en',
      codes: [],
      quantities: [],
      notices: [],
      steps: [],
      figures: [],
    };
  }

  #vector(dimensions: number): Float32Array {
    const vector = Float32Array.from({ length: dimensions }, () => this.#random() - 0.5);
    const length = Math.hypot(...vector);
    return vector.map((value) => value / length);
  }
}

/** For filters: of a hundred documents one is a datasheet, fifty are manuals. */
function typeOf(number: number): DocumentType {
  if (number % 100 === 0) return 'datasheet';
  return number % 2 === 1 ? 'manual' : 'other';
}

/** Every word of the passages that the titles of the store's documents bring, as often as it stands there. */
export async function wordsOf(store: PassageStore, tokens: (title: string) => readonly string[]): Promise<string[]> {
  const words: string[] = [];
  for (const { title } of await store.catalogue.list()) {
    const terms = tokens(title).map((token) => ({ token, weight: 1 }));
    const found = await store.search({ terms, keys: [], limit: 40 });
    const passages = await store.passages(found.map(({ key }) => key));
    words.push(...passages.flatMap(({ text }) => text.match(/[\p{Script=Han}]{2,4}|[\p{L}\p{N}][\p{L}\p{N}-]*/gu) ?? []));
  }
  return words;
}
