import { subjectWords } from '../question/content-words.ts';
import type { Catalogue } from '../store/passage-store.ts';
import type { Translated, Translation } from '../text/glossary/glossary.ts';
import { tokenize } from '../text/tokens.ts';
import { type Concept, inverseFrequency, type QueryWords } from './query-words.ts';

export type TranslatedQuery = {
  words: QueryWords;
  /** Its terms in the other language, each by its likeliest name, in the question's order: what is embedded. "" where none has one. */
  said: string;
  /** What the glossary found, for the trace. */
  found: Translation[];
};

/** What is left of a Chinese text between its terms is mostly particles. */
const LONE_HAN = /^\p{Script=Han}$/u;
/** Chinese pairs overlap: each character stands in two of them. */
const HAN = /^\p{Script=Han}/u;
const PAIR_SHARE = 0.5;
/** Numbers and codes are the same in every language, and so are Latin words among Chinese ones, and names with capitals inside. */
const NEUTRAL = /\d/;
const LATIN = /^[a-z]/;
const NAME = /(?<![\p{L}\p{N}])\p{L}*\p{L}\p{Lu}[\p{L}\p{N}]*/gu;

export type QueryToTranslate = {
  /** The question's terms, names of machines left out. */
  terms: Translated;
  language: 'zh' | 'en';
  /** The words that ask for a value ("多少升"): a value answers them, so that they need no translation. */
  asking: string | null;
};

/** What a question says to texts of the other language: its terms translated, its names and numbers as they are.
 *  Words without translation make `known` smaller. */
export async function translateQuery(
  { terms: { found: all, rest }, language, asking }: QueryToTranslate,
  catalogue: Pick<Catalogue, 'frequencies'>,
): Promise<TranslatedQuery> {
  const found = all.filter(({ term }) => subjectWords(term).length > 0);
  const untranslated = asking === null ? rest : rest.replace(asking, ' ');
  const left = subjectWords(untranslated).filter((token) => !LONE_HAN.test(token));
  const isNeutral = neutralIn(untranslated, language);
  const translated = found.map(({ term, ways }) => ({ term, ways: distinctWays(isName(term) ? [...ways, term] : ways) }));
  const tokens = [...new Set([...left, ...translated.flatMap(({ ways }) => ways.flat())])];
  const { passages, counts } = await catalogue.frequencies(tokens);
  const countOf = new Map(tokens.map((token, index) => [token, counts[index]!]));
  const weightOf = (token: string) => inverseFrequency(countOf.get(token)!, passages);
  const concepts = translated.map(({ term, ways }): Concept => ({ term, ways, weight: wayWeight(ways, weightOf) }));
  const neutral = left.filter(isNeutral).map((token): Concept => ({ term: token, ways: [[token]], weight: weightOf(token) }));
  const said = [...concepts, ...neutral];
  const unsaid = left
    .filter((token) => !isNeutral(token))
    .reduce((sum, token) => sum + weightOf(token) * (HAN.test(token) ? PAIR_SHARE : 1), 0);
  const known = said.reduce((sum, { weight }) => sum + weight, 0);
  return {
    words: { concepts: said, known: known === 0 ? 0 : known / (known + unsaid), translated: true },
    said: found.map(({ ways }) => ways[0]).join(' '),
    found,
  };
}

function neutralIn(text: string, language: 'zh' | 'en'): (token: string) => boolean {
  const names = new Set(language === 'en' ? (text.match(NAME) ?? []).flatMap(tokenize) : []);
  return (token) => NEUTRAL.test(token) || (language === 'zh' ? LATIN.test(token) : names.has(token));
}

/** "PLC": texts of both languages may call it so. */
function isName(term: string): boolean {
  return (term.match(NAME) ?? [])[0] === term;
}

function distinctWays(ways: readonly string[]): string[][] {
  const byName = new Map(ways.map((way) => [tokenize(way).join(' '), tokenize(way)]));
  return [...byName.values()].filter((tokens) => tokens.length > 0);
}

/** The commonest way's rarest word: what is called several things is worth no more than its usual name. */
function wayWeight(ways: readonly string[][], weightOf: (token: string) => number): number {
  return Math.min(...ways.map((way) => Math.max(...way.map(weightOf))));
}
