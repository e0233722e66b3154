import type { Language } from '../document/passage.ts';
import { namePattern } from '../machines/name-pattern.ts';
import { asksForRow } from '../question/asks-for-row.ts';
import { searchWords } from '../question/content-words.ts';
import type { Catalogue } from '../store/passage-store.ts';
import type { Glossary, Translation } from '../text/glossary/glossary.ts';
import { findQuantities, inOtherUnits } from '../text/quantities.ts';
import { queryTerms } from '../text/tokens.ts';
import { inverseFrequency, ownWords, type QueryWords } from './query-words.ts';
import { withoutSubjectNames } from './subject-names.ts';
import { alternatives, tokensOfSynonyms } from './synonyms.ts';
import { translateQuery } from './translate-query.ts';

/** A translated word, or another one for the same thing, finds its passages and weighs less than the word as asked. One weight:
 *  each is a search of the index by itself. */
const OTHER_WORDS_WEIGHT = 0.8;
/** What says only which product all the manuals are about still brings its passages, and hardly counts. */
const SUBJECT_WEIGHT = 0.1;

/** What a question says in words. */
export type AskedWords = {
  /** The question without names that stand everywhere in the knowledge: what is embedded. */
  meant: string;
  /** Tokens for the word search, each with its weight. */
  terms: { token: string; weight: number }[];
  /** What it says to passages of its own language (and of none). */
  own: QueryWords;
  /** What it says to passages of the other language: by the glossary. */
  foreign: QueryWords;
  /** Tokens with others that may stand in their place (other names, other units), for the trace. */
  synonyms: Record<string, string[]>;
  /** The glossary's translations, for the trace. */
  translations: Translation[];
};

export type Asked = {
  text: string;
  language: Language;
  /** Names of the machines that it names, and its own words for them. */
  named: readonly string[];
  /** Whether there are documents in the other language. */
  mixed: boolean;
  /** The words that ask for a value. */
  asking: string | null;
};

export async function askedWords(
  { text, language, named, mixed, asking }: Asked,
  glossary: Glossary,
  catalogue: Pick<Catalogue, 'frequencies'>,
): Promise<AskedWords> {
  const tokens = withoutNames(searchWords(text), named);
  const terms = language === 'other' ? null : glossary.translate(without(text, named), language);
  const synonyms = language === 'other' || terms === null ? [] : glossary.synonyms(terms, language);
  const units = converted(text);
  const row = asksForRow(text);
  const counted = [...new Set([...tokens, ...tokensOfSynonyms([...synonyms, ...units])])];
  const { passages, counts } = await catalogue.frequencies(counted);
  const countOf = new Map(counted.map((token, index) => [token, counts[index]!]));
  const holds = (token: string) => countOf.get(token)! > 0;
  const others = new Map([
    ...alternatives(
      synonyms,
      tokens.filter((token) => row || countOf.get(token) === 0),
      holds,
    ),
    ...alternatives(units, tokens, holds),
  ]);
  const own = ownWords(tokens, (token) => inverseFrequency(countOf.get(token)!, passages), others);
  const { words: foreign, found } =
    terms === null || !mixed ? { words: own, found: [] } : await translateQuery({ terms, asking }, catalogue);
  const free = withoutSubjectNames(text, tokens, (token) => (passages === 0 ? 0 : countOf.get(token)! / passages));
  return {
    meant: free.text,
    terms: weighed(tokens, new Set(free.tokens), [foreign, own]),
    own,
    foreign,
    synonyms: synonymsOf(own),
    translations: found,
  };
}

/** Its quantities in other units. */
function converted(text: string): Translation[] {
  return findQuantities(text).map((quantity) => ({ term: quantity.text, ways: inOtherUnits(quantity) }));
}

function weighed(tokens: readonly string[], free: ReadonlySet<string>, words: readonly QueryWords[]): AskedWords['terms'] {
  const others = words.flatMap(({ concepts }) => concepts.flatMap(({ ways }) => ways.flat()));
  const asked = new Set(tokens);
  return [...new Set([...tokens, ...others])].map((token) => ({
    token,
    weight: free.has(token) ? 1 : asked.has(token) ? SUBJECT_WEIGHT : OTHER_WORDS_WEIGHT,
  }));
}

function synonymsOf({ concepts }: QueryWords): AskedWords['synonyms'] {
  const several = concepts.filter(({ ways }) => ways.length > 1);
  return Object.fromEntries(several.map(({ term, ways }) => [term, ways.slice(1).map((way) => way.join(' '))]));
}

function without(text: string, names: readonly string[]): string {
  return names.reduce((rest, name) => rest.replaceAll(namePattern(name, 'giu'), ' '), text.normalize('NFKC'));
}

/** A machine's name stands in half of its manual: as a word it only dilutes the others; it weighs as a machine instead. */
function withoutNames(tokens: readonly string[], named: readonly string[]): string[] {
  const parts = new Set(named.flatMap((name) => queryTerms(name).map(({ token }) => token)));
  const rest = tokens.filter((token) => !parts.has(token));
  return rest.length > 0 ? rest : [...tokens];
}
