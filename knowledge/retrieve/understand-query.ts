import type { DocumentSummary } from '../document/document.ts';
import type { Language } from '../document/passage.ts';
import { searchWords } from '../question/content-words.ts';
import { type QuestionKind, questionKind } from '../question/question-kind.ts';
import { wantedDimension } from '../question/wanted-dimension.ts';
import type { PassageStore, StoreFilter } from '../store/passage-store.ts';
import { fold } from '../text/fold.ts';
import type { Glossary, Translation } from '../text/glossary/glossary.ts';
import { detectLanguage } from '../text/language.ts';
import { queryTerms } from '../text/tokens.ts';
import { namedEquipment, namePattern } from './named-equipment.ts';
import { inverseFrequency, ownWords, type QueryWords } from './query-words.ts';
import { askedCodes, type ResolvedCode, resolveCodes, withResolvedCodes } from './resolve-codes.ts';
import { withoutSubjectNames } from './subject-names.ts';
import { translateQuery } from './translate-query.ts';

/** A translated word finds its passages, and weighs less than the word as asked. */
const TRANSLATED_WEIGHT = 0.8;

/** What says only which product all the manuals are about still brings its passages, and hardly counts. */
const SUBJECT_WEIGHT = 0.1;

/** A question as retrieval sees it. */
export type UnderstoodQuery = {
  language: Language;
  kind: QuestionKind;
  /** `Quantity.dimension` of the value that is wanted; null where none or unknown. */
  dimension: string | null;
  /** Equipment of the catalogue that it names. */
  named: string[];
  /** The question with its codes as the documents write them. */
  said: string;
  /** The same without names that stand everywhere in the knowledge: what is embedded. */
  meant: string;
  /** Codes that it names, without equipment, each with the writing that the documents have. */
  writings: ResolvedCode[];
  /** Keys to look for: the codes, normalised, as asked and as the documents write them. */
  codes: string[];
  /** Tokens for the word search, each with its weight. */
  terms: { token: string; weight: number }[];
  /** What it says to passages of its own language (and of none). */
  own: QueryWords;
  /** What it says to passages of the other language: by the glossary. */
  foreign: QueryWords;
  /** The glossary's translations, for the trace. */
  translations: Translation[];
};

export type UnderstandingParts = {
  documents: readonly DocumentSummary[];
  store: Pick<PassageStore, 'search' | 'catalogue'>;
  glossary: Glossary;
  /** What the question may search; absent: everything that is current. */
  filter?: StoreFilter;
};

export async function understandQuery(asked: string, { documents, store, glossary, filter }: UnderstandingParts): Promise<UnderstoodQuery> {
  const { catalogue } = store;
  const language = detectLanguage(asked);
  const named = namedEquipment(asked, documents);
  const { said: text, writings } = await codesAsWritten(asked, named, store, filter);
  const codes = [...new Set(writings.flatMap(({ code, as }) => [code, ...as]))];
  const wanted = wantedDimension(text);
  const dimension = wanted?.dimension ?? null;
  const kind = questionKind(text, { codes: writings.length, dimension });
  const terms = withoutNames(
    searchWords(text).map((token) => ({ token, weight: 1 })),
    named,
  );
  const tokens = terms.map(({ token }) => token);
  const { passages, counts } = await catalogue.frequencies(tokens);
  const weights = new Map(tokens.map((token, index) => [token, inverseFrequency(counts[index]!, passages)]));
  const weightOf = (token: string) => weights.get(token) ?? 0;
  const own = ownWords(tokens, weightOf);
  const translated =
    language === 'other' || !documents.some((document) => isForeign(document.language, language))
      ? { words: own, found: [] }
      : await translateQuery({ text: without(text, named), from: language, asking: wanted?.phrase ?? null }, glossary, catalogue);
  const foreign = translated.words;
  const shares = new Map(tokens.map((token, index) => [token, passages === 0 ? 0 : counts[index]! / passages]));
  const free = withoutSubjectNames(text, tokens, (token) => shares.get(token) ?? 0);
  const searched = new Set(free.tokens);
  return {
    language,
    kind,
    dimension,
    named,
    said: text,
    meant: free.text,
    writings,
    codes,
    terms: withTranslations(
      terms.map(({ token, weight }) => ({ token, weight: searched.has(token) ? weight : SUBJECT_WEIGHT * weight })),
      foreign,
    ),
    own,
    foreign,
    translations: translated.found,
  };
}

/** Machines' names are no codes: they keep their writing. */
async function codesAsWritten(
  text: string,
  named: readonly string[],
  store: Pick<PassageStore, 'search'>,
  filter: StoreFilter | undefined,
): Promise<{ said: string; writings: ResolvedCode[] }> {
  const machines = new Set(named.map(fold));
  const codes = askedCodes(text).filter(({ code }) => !machines.has(fold(code)));
  const found = await resolveCodes(codes, store, filter);
  return { said: withResolvedCodes(text, found), writings: found.map(({ code, as }) => ({ code, as })) };
}

/** True where both languages are known and differ. */
export function isForeign(document: Language, question: Language): boolean {
  return document !== 'other' && question !== 'other' && document !== question;
}

function withTranslations(terms: UnderstoodQuery['terms'], { concepts }: QueryWords): UnderstoodQuery['terms'] {
  const known = new Set(terms.map(({ token }) => token));
  const added = [...new Set(concepts.flatMap(({ ways }) => ways.flat()))].filter((token) => !known.has(token));
  return [...terms, ...added.map((token) => ({ token, weight: TRANSLATED_WEIGHT }))];
}

function without(text: string, names: readonly string[]): string {
  return names.reduce((rest, name) => rest.replaceAll(namePattern(name, 'giu'), ' '), text.normalize('NFKC'));
}

/** A machine's name stands in half of its manual: as a word it only dilutes the others; it weighs as a machine instead. */
function withoutNames(terms: { token: string; weight: number }[], named: readonly string[]): { token: string; weight: number }[] {
  const parts = new Set(named.flatMap((name) => queryTerms(name).map(({ token }) => token)));
  const rest = terms.filter(({ token }) => !parts.has(token));
  return rest.length > 0 ? rest : terms;
}
