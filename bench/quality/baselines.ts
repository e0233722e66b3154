import { RecursiveCharacterTextSplitter } from '@langchain/textsplitters';
import type { Embedder } from '../../knowledge/embed/embedder.ts';
import type { Candidate, StoredPassage } from '../../knowledge/store/passage-store.ts';

/** Passages by BM25 of their words, best first. */
export function byWords(candidates: readonly Candidate[]): Candidate[] {
  return candidates.filter(({ recordId, lexical }) => recordId === null && lexical > 0).sort((a, b) => b.lexical - a.lexical);
}

/** Passages by cosine, best first. */
export function byVector(candidates: readonly Candidate[]): Candidate[] {
  return candidates.filter(({ recordId, dense }) => recordId === null && dense !== null).sort((a, b) => b.dense! - a.dense!);
}

/** The usual constant (Cormack et al. 2009). */
const FUSION_K = 60;

/** Reciprocal rank fusion of lists of names. */
export function fused(lists: readonly (readonly string[])[]): string[] {
  const scores = new Map<string, number>();
  for (const list of lists)
    for (const [rank, name] of list.entries()) scores.set(name, (scores.get(name) ?? 0) + 1 / (FUSION_K + rank + 1));
  return [...scores].sort((a, b) => b[1] - a[1]).map(([name]) => name);
}

/** LangChain's quick start: pieces of 1000 characters that overlap by 200, the nearest by cosine. */
const CHUNK = { chunkSize: 1000, chunkOverlap: 200 };
type Chunk = { passage: StoredPassage; vector: Float32Array };

/** Each piece stands for the passage that most of it lies in. */
export class ChunkSearch {
  readonly #chunks: Chunk[];

  private constructor(chunks: Chunk[]) {
    this.#chunks = chunks;
  }

  /** `documents`: the passages of each, in reading order. */
  static async build(documents: readonly (readonly StoredPassage[])[], embedder: Embedder): Promise<ChunkSearch> {
    const splitter = new RecursiveCharacterTextSplitter(CHUNK);
    const pieces: { text: string; passage: StoredPassage }[] = [];
    for (const passages of documents) {
      const { text, places } = joined(passages);
      let from = 0;
      for (const piece of await splitter.splitText(text)) {
        const start = Math.max(0, text.indexOf(piece, from));
        from = start + 1;
        pieces.push({ text: piece, passage: mostCovered(places, start, start + piece.length) });
      }
    }
    const vectors = await embedder.embed(
      pieces.map(({ text }) => text),
      'passage',
    );
    return new ChunkSearch(pieces.map(({ passage }, index) => ({ passage, vector: vectors[index]! })));
  }

  /** Passages in the order of their nearest piece, of the documents allowed; one may come several times. */
  search(vector: Float32Array, isAllowed: (passage: StoredPassage) => boolean): StoredPassage[] {
    const scored = this.#chunks
      .filter(({ passage }) => isAllowed(passage))
      .map((chunk) => ({ passage: chunk.passage, score: dot(vector, chunk.vector) }));
    return scored.sort((a, b) => b.score - a.score).map(({ passage }) => passage);
  }
}

type PassagePlace = { passage: StoredPassage; start: number; end: number };

function joined(passages: readonly StoredPassage[]): { text: string; places: PassagePlace[] } {
  const places: PassagePlace[] = [];
  let text = '';
  for (const passage of passages) {
    places.push({ passage, start: text.length, end: text.length + passage.text.length });
    text += `${passage.text}\n\n`;
  }
  return { text, places };
}

function mostCovered(places: readonly PassagePlace[], start: number, end: number): StoredPassage {
  const covered = (place: PassagePlace) => Math.min(end, place.end) - Math.max(start, place.start);
  return places.reduce((best, place) => (covered(place) > covered(best) ? place : best)).passage;
}

function dot(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, value, index) => sum + value * b[index]!, 0);
}
