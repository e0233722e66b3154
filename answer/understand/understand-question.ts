import type { UnderstoodMachine } from '../../knowledge/document/asset.ts';
import type { Language, Quantity } from '../../knowledge/document/passage.ts';
import type { KnownMachine } from '../../knowledge/machines/known-machines.ts';
import { contentWords } from '../../knowledge/question/content-words.ts';
import { type QuestionKind, questionKind } from '../../knowledge/question/question-kind.ts';
import { wantedDimension } from '../../knowledge/question/wanted-dimension.ts';
import type { Retrieval } from '../../knowledge/retrieve/retriever.ts';
import { simplifyHan } from '../../knowledge/text/han/simplify.ts';
import { detectLanguage } from '../../knowledge/text/language.ts';
import { findQuantities } from '../../knowledge/text/quantities.ts';
import { tokenize } from '../../knowledge/text/tokens.ts';
import type { AskRequest } from '../ask.ts';
import { type NamedCode, namedThings } from './named-things.ts';

/** What a question asks for, read from its words alone and the names of the known equipment. */
export type Understanding = {
  question: string;
  /** The question's language. */
  language: Language;
  /** The language of the words around the quotations. */
  answerLanguage: 'zh' | 'en';
  kind: QuestionKind;
  /** `Quantity.dimension` of the value that is wanted; null where none or unknown. */
  dimension: string | null;
  /** No value of it above this (SI) can be meant. */
  largest: number;
  /** Tokens of the words that ask for it. */
  dimensionWords: string[];
  /** Quantities that the question itself holds: conditions of the answer. */
  given: Quantity[];
  /** Equipment that it names, as documents spell it. */
  equipment: string[];
  /** How it names it, for its reader. */
  machines: UnderstoodMachine[];
  /** Its own words for machines. */
  machineWords: string[];
  /** True where these fit machines of different models. */
  ambiguous: boolean;
  /** Codes and names of single things that are no known equipment. */
  codes: NamedCode[];
  /** Tokens that a right passage should hold. */
  words: string[];
};

export function understandQuestion(request: AskRequest, known: readonly KnownMachine[]): Understanding {
  const question = simplifyHan(request.question);
  const language = detectLanguage(question);
  const wanted = request.language ?? language;
  const wantedValue = wantedDimension(question);
  const dimension = wantedValue?.dimension ?? null;
  const named = namedThings(question, request.scope, known);
  const { codes } = named;
  return {
    question: request.question,
    language,
    answerLanguage: wanted === 'zh' ? 'zh' : 'en',
    kind: questionKind(question, { codes: codes.length, dimension }),
    dimension,
    largest: wantedValue?.largest ?? Number.POSITIVE_INFINITY,
    ...named,
    dimensionWords: wantedValue === null ? [] : tokenize(wantedValue.phrase),
    given: findQuantities(question),
    words: withoutNames(contentWords(question), named),
  };
}

/** The understanding with codes in the writing that the documents have, and misspelt words as they were taken: what is quoted must
 *  name what was asked. */
export function asWritten(
  understanding: Understanding,
  { said, writings, spelling }: Pick<Retrieval, 'said' | 'writings' | 'spelling'>,
): Understanding {
  return withCodes(spelling.length === 0 ? understanding : withWords(understanding, said), said, writings);
}

function withWords(understanding: Understanding, said: string): Understanding {
  const wanted = wantedDimension(said);
  const dimension = wanted?.dimension ?? null;
  return {
    ...understanding,
    dimension,
    kind: questionKind(said, { codes: understanding.codes.length, dimension }),
    largest: wanted?.largest ?? Number.POSITIVE_INFINITY,
    dimensionWords: wanted === null ? [] : tokenize(wanted.phrase),
    words: withoutNames(contentWords(said), understanding),
  };
}

function withCodes(understanding: Understanding, said: string, writings: Retrieval['writings']): Understanding {
  const asked = new Set(understanding.codes.map(({ code }) => code));
  const found = new Map(writings.filter(({ code, as }) => !as.includes(code)).map(({ code, as }) => [code, as]));
  if (found.size === 0) return understanding;
  const rewritten = (as: readonly string[]): NamedCode[] => as.map((code) => ({ code, text: code }));
  const codes = [
    ...understanding.codes.flatMap((named) => rewritten(found.get(named.code) ?? []).concat(found.has(named.code) ? [] : [named])),
    ...[...found].filter(([code]) => !asked.has(code)).flatMap(([, as]) => rewritten(as)),
  ];
  const { dimension } = understanding;
  return {
    ...understanding,
    codes,
    kind: questionKind(said, { codes: codes.length, dimension }),
    words: withoutNames(contentWords(said), understanding),
  };
}

/** A machine's name stands in every title of its manual: it chooses the manual, not the sentence. */
function withoutNames(words: readonly string[], { equipment, machineWords }: Pick<Understanding, 'equipment' | 'machineWords'>): string[] {
  const names = new Set([...equipment, ...machineWords].flatMap((name) => tokenize(name)));
  const rest = words.filter((word) => !names.has(word));
  return rest.length > 0 ? rest : [...words];
}
