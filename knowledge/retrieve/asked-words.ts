import type { Language } from '../document/passage.ts';
import { namePattern } from '../machines/name-pattern.ts';
import { asksForRow } from '../question/asks-for-row.ts';
import { searchWords, subjectWords } from '../question/content-words.ts';
import { unsaidNames } from '../question/quantity-names.ts';
import type { Catalogue } from '../store/passage-store.ts';
import type { Glossary, TermSource, Translation } from '../text/glossary/glossary.ts';
import { findQuantities, inOtherUnits } from '../text/quantities.ts';
import { queryTerms } from '../text/tokens.ts';
import { type Alternatives, inverseFrequency, ownWords, type QueryWords } from './query-words.ts';
import { withoutSubjectNames } from './subject-names.ts';
import { alternatives, tokensOfSynonyms } from './synonyms.ts';
import { translateQuery } from './translate-query.ts';

/** A translated word, or another one for the same thing, finds its passages and weighs less than the word as asked. One weight:
 *  each is a search of the index by itself. */
const OTHER_WORDS_WEIGHT = 0.8;
/** What says only which product all the manuals are about still brings its passages, and hardly counts. */
const SUBJECT_WEIGHT = 0.1;

/** Words that ask more than they name ("how much", "hold", "need") still bring their passages, and hardly count. */
const ASKING_WEIGHT = 0.35;

const HOW = /^how\b/iu;

/** What a question says in words. */
export type AskedWords = {
  /** Whether it asks for the code, number or name that a table gives a thing. */
  wantsRow: boolean;
  /** The question without names that stand everywhere in the knowledge: what is embedded. */
  meant: string;
  /** The same in the other language, as far as the glossary goes: what is embedded for its passages. "" where nothing is. */
  meantAbroad: string;
  /** Tokens for the word search, each with its weight. */
  terms: { token: string; weight: number }[];
  /** What it says to passages of its own language (and of none). */
  own: QueryWords;
  /** What it says to passages of the other language: by the glossary. */
  foreign: QueryWords;
  /** Tokens with others that may stand in their place (other names, other units), for the trace. */
  synonyms: Record<string, string[]>;
  /** Other names of its terms in its own language, and names in the other one, each with where it comes from; for the trace. */
  names: ToldNames[];
  translations: ToldNames[];
};

/** What a term is also called; `sources` tells of each way who says so. */
export type ToldNames = Translation & { sources: TermSource[] };

export type Asked = {
  text: string;
  language: Language;
  /** Names of the machines that it names, and its own words for them. */
  named: readonly string[];
  /** Whether there are documents in the other language. */
  mixed: boolean;
  /** The words that ask for a value, and what is wanted. */
  asking: string | null;
  dimension: string | null;
};

export async function askedWords(
  { text, language, named, mixed, asking, dimension }: Asked,
  glossary: Glossary,
  catalogue: Pick<Catalogue, 'frequencies'>,
): Promise<AskedWords> {
  const words = withoutNames(searchWords(text), named);
  const said = without(text, named);
  const terms = language === 'other' ? null : glossary.translate(said, language);
  const names = language === 'other' ? [] : glossary.synonyms(said, language).map((each) => told(each, glossary));
  const units = converted(text);
  const quantity = language === 'other' ? [] : unsaidNames(dimension, language, words);
  const counted = [...new Set([...words, ...quantity, ...tokensOfSynonyms([...names, ...units])])];
  const { passages, counts } = await catalogue.frequencies(counted);
  const countOf = new Map(counted.map((token, index) => [token, counts[index]!]));
  const holds = (token: string) => countOf.get(token)! > 0;
  const wanted = usual(quantity, countOf);
  const tokens = [...words, ...wanted];
  const wantsRow = asksForRow(text);
  const open = wantsRow ? tokens : tokens.filter((token) => !holds(token));
  const others = merged([
    // What the plant itself calls so is the same wherever it stands; of the base glossary's words, one of many senses may be meant.
    alternatives(from(names, ['mined', 'edited']), tokens, holds),
    alternatives(from(names, ['base']), open, holds),
    alternatives(units, tokens, holds),
  ]);
  // "How hot" asks for the temperature, whatever is hot besides.
  const asked = new Set(wanted.length > 0 && asking !== null && HOW.test(asking) ? searchWords(asking) : []);
  const telling = new Set([...subjectWords(text).filter((word) => !asked.has(word)), ...wanted]);
  const worth = (token: string) => (telling.size === 0 || telling.has(token) ? 1 : ASKING_WEIGHT);
  const own = ownWords(tokens, (token) => worth(token) * inverseFrequency(countOf.get(token)!, passages), others);
  const {
    words: foreign,
    said: meantAbroad,
    found,
  } = terms === null || language === 'other' || !mixed
    ? { words: own, said: '', found: [] }
    : await translateQuery({ terms, language, asking }, catalogue);
  const free = withoutSubjectNames(text, tokens, (token) => (passages === 0 ? 0 : countOf.get(token)! / passages));
  return {
    wantsRow,
    meant: free.text,
    meantAbroad,
    terms: weighed(tokens, new Set(free.tokens), { own, foreign }),
    own,
    foreign,
    synonyms: synonymsOf(own),
    names,
    translations: found.map((each) => told(each, glossary)),
  };
}

/** The one that stands in most passages; none where none stands anywhere. */
function usual(names: readonly string[], countOf: ReadonlyMap<string, number>): string[] {
  const [first] = names.filter((name) => countOf.get(name)! > 0).sort((a, b) => countOf.get(b)! - countOf.get(a)!);
  return first === undefined ? [] : [first];
}

function told({ term, ways }: Translation, glossary: Glossary): ToldNames {
  return { term, ways, sources: ways.map((way) => glossary.sourceOf(term, way) ?? 'base') };
}

/** Of each term, the names that one of these sources says. */
function from(names: readonly ToldNames[], wanted: readonly TermSource[]): Translation[] {
  return names.map(({ term, ways, sources }) => ({ term, ways: ways.filter((_, index) => wanted.includes(sources[index]!)) }));
}

function merged(maps: readonly Alternatives[]): Alternatives {
  const all = new Map<string, string[][]>();
  for (const [token, ways] of maps.flatMap((map) => [...map])) all.set(token, [...(all.get(token) ?? []), ...ways]);
  return all;
}

/** Its quantities in other units. */
function converted(text: string): Translation[] {
  return findQuantities(text).map((quantity) => ({ term: quantity.text, ways: inOtherUnits(quantity) }));
}

/** Other ways of saying a token weigh as much as one translated word together, however many words they are: in "UPF" for "unified
 *  power format" it is not "power" that is asked for. */
function weighed(
  tokens: readonly string[],
  free: ReadonlySet<string>,
  { own, foreign }: Pick<AskedWords, 'own' | 'foreign'>,
): AskedWords['terms'] {
  const weights = new Map(tokens.map((token) => [token, free.has(token) ? 1 : SUBJECT_WEIGHT]));
  const add = (token: string, weight: number) => {
    if (!weights.has(token)) weights.set(token, weight);
  };
  if (foreign !== own) for (const { ways } of foreign.concepts) for (const token of ways.flat()) add(token, OTHER_WORDS_WEIGHT);
  for (const { ways } of own.concepts) for (const way of ways) for (const token of way) add(token, OTHER_WORDS_WEIGHT / way.length);
  return [...weights].map(([token, weight]) => ({ token, weight }));
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
