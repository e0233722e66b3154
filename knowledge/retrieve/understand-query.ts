import type { DocumentSummary } from '../document/document.ts';
import type { Language } from '../document/passage.ts';
import { searchWords } from '../question/content-words.ts';
import { type QuestionKind, questionKind } from '../question/question-kind.ts';
import { wantedDimension } from '../question/wanted-dimension.ts';
import type { Catalogue } from '../store/passage-store.ts';
import { findCodes } from '../text/codes.ts';
import { fold } from '../text/fold.ts';
import { detectLanguage } from '../text/language.ts';
import { queryTerms } from '../text/tokens.ts';
import { namedEquipment } from './named-equipment.ts';
import { inverseFrequency, ownWords, type QueryWords } from './query-words.ts';

/** A question as retrieval sees it. */
export type UnderstoodQuery = {
  language: Language;
  kind: QuestionKind;
  /** `Quantity.dimension` of the value that is wanted; null where none or unknown. */
  dimension: string | null;
  /** Equipment of the catalogue that it names. */
  named: string[];
  /** Codes that it names, normalised, without equipment. */
  codes: string[];
  /** Tokens for the word search, each with its weight. */
  terms: { token: string; weight: number }[];
  /** What it says to passages of its own language (and of none). */
  own: QueryWords;
  /** What it says to passages of another language. */
  foreign: QueryWords;
};

export async function understandQuery(
  text: string,
  documents: readonly DocumentSummary[],
  catalogue: Pick<Catalogue, 'frequencies'>,
): Promise<UnderstoodQuery> {
  const language = detectLanguage(text);
  const named = namedEquipment(text, documents);
  const codes = [...new Set(findCodes(text).map(({ code }) => code))].filter((code) => !named.some((name) => fold(name) === fold(code)));
  const dimension = wantedDimension(text)?.dimension ?? null;
  const kind = questionKind(text, { codes: codes.length, dimension });
  const terms = withoutNames(
    searchWords(text).map((token) => ({ token, weight: 1 })),
    named,
  );
  const tokens = terms.map(({ token }) => token);
  const { passages, counts } = await catalogue.frequencies(tokens);
  const weights = new Map(tokens.map((token, index) => [token, inverseFrequency(counts[index]!, passages)]));
  const weightOf = (token: string) => weights.get(token) ?? 0;
  const own = ownWords(tokens, weightOf);
  return { language, kind, dimension, named, codes, terms, own, foreign: neutralWords(own) };
}

/** Names, codes and numbers are the same in every language; of the rest nothing is known. */
function neutralWords({ concepts }: QueryWords): QueryWords {
  const neutral = concepts.filter(({ ways }) => /\d/.test(ways[0]![0]!));
  const weight = (all: typeof concepts) => all.reduce((sum, each) => sum + each.weight, 0);
  return { concepts: neutral, known: weight(neutral) / (weight(concepts) || 1) };
}

/** A machine's name stands in half of its manual: as a word it only dilutes the others; it weighs as a machine instead. */
function withoutNames(terms: { token: string; weight: number }[], named: readonly string[]): { token: string; weight: number }[] {
  const parts = new Set(named.flatMap((name) => queryTerms(name).map(({ token }) => token)));
  const rest = terms.filter(({ token }) => !parts.has(token));
  return rest.length > 0 ? rest : terms;
}
