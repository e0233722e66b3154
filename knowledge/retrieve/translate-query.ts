import { subjectWords } from '../question/content-words.ts';
import type { Catalogue } from '../store/passage-store.ts';
import type { Translated, Translation } from '../text/glossary/glossary.ts';
import { tokenize } from '../text/tokens.ts';
import { type Concept, inverseFrequency, type QueryWords } from './query-words.ts';

export type TranslatedQuery = {
  words: QueryWords;
  /** Its terms in the other language, each by its likeliest name, in the question's order, and what needs no translation: what is
   *  embedded. "" where no term has a name. */
  said: string;
  /** What the glossary found, for the trace. */
  found: Translation[];
};

/** What is left of a Chinese text between its terms is mostly particles. */
const LONE_HAN = /^\p{Script=Han}$/u;
/** Chinese pairs overlap: each character stands in two of them. */
const HAN = /^\p{Script=Han}/u;
const PAIR_SHARE = 0.5;
/** Of a term's names in order, each next one is likely by this much less: as 1 / (1 + n * NEXT_WAY). */
const NEXT_WAY = 0.5;
/** A name that the documents use more often is likelier to be the one that is meant ("file" is 文件 where nothing is filed): by this power of
 *  the passages that hold it. Measured: .25 and .5 order the same, 1 forgets which sense is the usual one. */
const USE_POWER = 0.25;
/** Numbers and codes are the same in every language, and so are Latin words among Chinese ones, and names with capitals inside. */
const NEUTRAL = /\d/;
const LATIN = /^[a-z]/;
const WORD = /[\p{Script=Latin}\p{N}]+(?:[-_./#:][\p{Script=Latin}\p{N}]+)*/gu;
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
  const tokens = [...new Set([...left, ...translated.flatMap(({ ways }) => ways.flatMap((way) => way.tokens))])];
  const { passages, counts } = await catalogue.frequencies(tokens);
  const countOf = new Map(tokens.map((token, index) => [token, counts[index]!]));
  const weightOf = (token: string) => inverseFrequency(countOf.get(token)!, passages);
  const likely = translated.map(({ term, ways }) => ({ term, ways: likeliestFirst(ways, (token) => countOf.get(token)!) }));
  const concepts = likely.map(({ term, ways: names }): Concept => {
    const ways = names.map((way) => way.tokens);
    return { term, ways, weight: wayWeight(ways, weightOf) };
  });
  const neutral = left.filter(isNeutral).map((token): Concept => ({ term: token, ways: [[token]], weight: weightOf(token) }));
  const said = [...concepts, ...neutral];
  const unsaid = left
    .filter((token) => !isNeutral(token))
    .reduce((sum, token) => sum + weightOf(token) * (HAN.test(token) ? PAIR_SHARE : 1), 0);
  const known = said.reduce((sum, { weight }) => sum + weight, 0);
  return {
    words: { concepts: said, known: known === 0 ? 0 : known / (known + unsaid), translated: true },
    said: spoken(likely, neutralWords(untranslated, new Set(left.filter(isNeutral)))),
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

type Way = { name: string; tokens: string[] };

function distinctWays(names: readonly string[]): Way[] {
  const ways = names.map((name) => ({ name, tokens: tokenize(name) })).filter(({ tokens }) => tokens.length > 0);
  const keys = ways.map(({ tokens }) => tokens.join(' '));
  return ways.filter((_, index) => keys.indexOf(keys[index]!) === index);
}

/** By their place in the glossary and by how many passages use them. */
function likeliestFirst(ways: readonly Way[], countOf: (token: string) => number): Way[] {
  const scored = ways.map((way, place) => {
    const uses = Math.min(...way.tokens.map(countOf));
    return { way, score: (uses + 0.01) ** USE_POWER / (1 + place * NEXT_WAY) };
  });
  return scored.sort((a, b) => b.score - a.score).map(({ way }) => way);
}

/** The words of these tokens, as they are written. */
function neutralWords(text: string, tokens: ReadonlySet<string>): string[] {
  return (text.match(WORD) ?? []).filter((word) => tokens.has(tokenize(word)[0]!));
}

function spoken(likely: readonly { ways: readonly Way[] }[], neutral: readonly string[]): string {
  const names = likely.flatMap(({ ways }) => ways[0]?.name ?? []);
  return names.length === 0 ? '' : [...names, ...neutral].join(' ');
}

/** The commonest way's rarest word: what is called several things is worth no more than its usual name. */
function wayWeight(ways: readonly string[][], weightOf: (token: string) => number): number {
  return Math.min(...ways.map((way) => Math.max(...way.map(weightOf))));
}
