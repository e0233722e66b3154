import type { EditionWords, UnitKind, WordCounts } from '../ledger.ts';
import { affordableTerms, FIELD_WEIGHTS, type Terms } from '../words/affordable-terms.ts';
import type { IndexWords } from '../words/index-words.ts';

export type SparseVector = { indices: number[]; values: number[] };

/** BM25's constants, as FTS5 has them. */
const K1 = 1.2;
const B = 0.75;
/** What FTS5 takes for a word that stands in more than half of all units. */
const LEAST_IDF = 1e-6;
const FIELDS = ['text', 'path', 'title', 'headers'] as const;

/** The words of a unit as a sparse vector: for each token what BM25 makes of how often it stands there, all but its inverse document
 *  frequency. That comes with the question: how rare a word is changes with every document, and a server that keeps its own count
 *  keeps one for each shard.
 *  `average`: tokens of a unit of its kind.
 *  Source: Robertson and Zaragoza 2009, "The Probabilistic Relevance Framework: BM25 and Beyond"; fields are weighed before saturation. */
export function sparseWords(words: IndexWords, average: number): SparseVector {
  const frequency = new Map<number, number>();
  for (const field of FIELDS)
    for (const token of words[field]) {
      const index = tokenIndex(token);
      frequency.set(index, (frequency.get(index) ?? 0) + FIELD_WEIGHTS[field]);
    }
  const norm = K1 * (1 - B + (B * lengthOf(words)) / Math.max(1, average));
  return { indices: [...frequency.keys()], values: [...frequency.values()].map((count) => (count * (K1 + 1)) / (count + norm)) };
}

/** A question's terms as a sparse vector; null where no unit holds any. `rowsOf`: in how many of the `units` a token stands. */
export function sparseQuestion(terms: Terms, units: number, rowsOf: (token: string) => number): SparseVector | null {
  const values = new Map<number, number>();
  for (const { token, weight, rows } of affordableTerms(terms, { of: rowsOf, all: () => units }).affordable) {
    const idf = Math.log((units - rows + 0.5) / (rows + 0.5));
    const index = tokenIndex(token);
    values.set(index, (values.get(index) ?? 0) + weight * (idf > 0 ? idf : LEAST_IDF));
  }
  return values.size === 0 ? null : { indices: [...values.keys()], values: [...values.values()] };
}

/** One more than its tokens: each row of SQLite's index carries a tag, and the scores of both stores are to be the same. */
export function lengthOf(words: IndexWords): number {
  return FIELDS.reduce((sum, field) => sum + words[field].length, 1);
}

export function noWords(): EditionWords {
  const none = (): WordCounts => ({ units: 0, tokens: 0, counts: new Map() });
  return { passage: none(), record: none() };
}

export function countWords(total: EditionWords, kind: UnitKind, words: IndexWords): void {
  const { counts } = total[kind];
  total[kind].units += 1;
  total[kind].tokens += lengthOf(words);
  for (const token of new Set(FIELDS.flatMap((field) => words[field]))) counts.set(token, (counts.get(token) ?? 0) + 1);
}

/** Murmur3 of 32 bits (Austin Appleby, public domain) over the token's UTF-8: among a hundred thousand words about one pair meets, whose
 *  counts then run together. */
function tokenIndex(token: string): number {
  const bytes = Buffer.from(token, 'utf8');
  const whole = bytes.length - (bytes.length % 4);
  let hash = 0;
  const mixed = (word: number) => {
    const turned = Math.imul(word, 0xcc9e2d51);
    return Math.imul((turned << 15) | (turned >>> 17), 0x1b873593);
  };
  for (let index = 0; index < whole; index += 4) {
    hash ^= mixed(bytes.readInt32LE(index));
    hash = (Math.imul((hash << 13) | (hash >>> 19), 5) + 0xe6546b64) | 0;
  }
  let tail = 0;
  for (let index = bytes.length - 1; index >= whole; index -= 1) tail = (tail << 8) | bytes[index]!;
  if (whole < bytes.length) hash ^= mixed(tail);
  hash ^= bytes.length;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
