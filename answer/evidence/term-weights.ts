import type { Catalogue } from '../../knowledge/store/passage-store.ts';

/** A word of the question and how telling it is in this knowledge. */
export type WeightedTerm = {
  token: string;
  /** Inverse document frequency as a share of the highest possible: near 0 for words that stand everywhere, 1 for a word in no passage. */
  weight: number;
  /** False where no passage holds it. */
  known: boolean;
};

const HAN_PAIR = /^\p{Script=Han}{2}$/u;

/** Weighs the words by how many passages hold them (BM25's idf).
 *  A pair of Han that stands nowhere while both its characters stand in other pairs of the question that do
 *  is the seam between two words, and is left out. */
export async function weighTerms(words: readonly string[], catalogue: Pick<Catalogue, 'frequencies'>): Promise<WeightedTerm[]> {
  const { passages, counts } = await catalogue.frequencies(words);
  const idf = (count: number) => Math.log(1 + (passages - count + 0.5) / (count + 0.5));
  const terms = words.map((token, index) => {
    const count = Math.min(counts[index] ?? 0, passages);
    return { token, weight: idf(count) / idf(0), known: count > 0 };
  });
  const characters = new Set(terms.filter(({ known, token }) => known && HAN_PAIR.test(token)).flatMap(({ token }) => [...token]));
  return terms.filter(({ known, token }) => known || !HAN_PAIR.test(token) || ![...token].every((character) => characters.has(character)));
}

/** The terms that a passage of that language can be expected to hold: in another language than the question's,
 *  identifiers and numbers only. */
export function comparableTerms(terms: readonly WeightedTerm[], sameLanguage: boolean): WeightedTerm[] {
  return sameLanguage ? [...terms] : terms.filter(({ token }) => /\d/.test(token));
}
