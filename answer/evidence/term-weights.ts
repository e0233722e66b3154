import type { Language } from '../../knowledge/document/passage.ts';
import type { QueryWords } from '../../knowledge/retrieve/query-words.ts';
import type { Retrieval } from '../../knowledge/retrieve/retriever.ts';
import type { Catalogue } from '../../knowledge/store/passage-store.ts';

/** A word of the question and how telling it is in this knowledge. */
export type WeightedTerm = {
  /** The question's own word or words. */
  token: string;
  /** The ways a text may say it, as tokens; none where it has no translation. */
  ways: string[][];
  /** Inverse document frequency as a share of the highest possible: near 0 for words that stand everywhere, 1 for a word in no passage. */
  weight: number;
  /** False where no passage holds it. */
  known: boolean;
};

const HAN_PAIR = /^\p{Script=Han}{2}$/u;

export type QuestionTerms = { own: WeightedTerm[]; translated: WeightedTerm[] };

/** Weighs the words by how many passages hold them (BM25's idf).
 *  A pair of Han that stands nowhere while both its characters stand in other pairs of the question that do
 *  is the seam between two words, and is left out. */
export async function weighTerms(
  words: readonly string[],
  { own: said, translated }: Pick<Retrieval, 'own' | 'translated'>,
  catalogue: Pick<Catalogue, 'frequencies'>,
): Promise<QuestionTerms> {
  const { passages, counts } = await catalogue.frequencies(words);
  const idf = (count: number) => Math.log(1 + (passages - count + 0.5) / (count + 0.5));
  const waysOf = new Map(said.concepts.map(({ term, ways }) => [term, ways]));
  const terms = words.map((token, index) => {
    const count = Math.min(counts[index] ?? 0, passages);
    const ways = waysOf.get(token) ?? [[token]];
    return { token, ways, weight: idf(count) / idf(0), known: count > 0 || ways.length > 1 };
  });
  const characters = new Set(terms.filter(({ known, token }) => known && HAN_PAIR.test(token)).flatMap(({ token }) => [...token]));
  const own = terms.filter(
    ({ known, token }) => known || !HAN_PAIR.test(token) || ![...token].every((character) => characters.has(character)),
  );
  return { own, translated: translatedTerms(translated, idf(0)) };
}

/** What has no translation stands for one term that no text can say. */
function translatedTerms({ concepts, known }: QueryWords, highest: number): WeightedTerm[] {
  const terms = concepts.map(({ term, ways, weight }) => ({ token: term, ways, weight: weight / highest, known: weight < highest }));
  const said = terms.reduce((sum, { weight }) => sum + weight, 0);
  const unsaid = known > 0 ? (said * (1 - known)) / known : 1;
  return unsaid > 0 ? [...terms, { token: '', ways: [], weight: unsaid, known: false }] : terms;
}

/** The terms that a passage can be expected to hold: the question's own, or their translations. */
export function termsFor({ own, translated }: QuestionTerms, passage: Language, question: Language): WeightedTerm[] {
  return passage === question || passage === 'other' || question === 'other' ? own : translated;
}
