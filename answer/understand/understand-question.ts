import type { Language, Quantity } from '../../knowledge/document/passage.ts';
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
  /** Equipment that it names, as the catalogue spells it. */
  equipment: string[];
  /** Codes and names of single things that are no known equipment. */
  codes: NamedCode[];
  /** Tokens that a right passage should hold. */
  words: string[];
};

export function understandQuestion(request: AskRequest, catalogueEquipment: readonly string[]): Understanding {
  const question = simplifyHan(request.question);
  const language = detectLanguage(question);
  const wanted = request.language ?? language;
  const wantedValue = wantedDimension(question);
  const dimension = wantedValue?.dimension ?? null;
  const { equipment, codes } = namedThings(question, catalogueEquipment);
  return {
    question: request.question,
    language,
    answerLanguage: wanted === 'zh' ? 'zh' : 'en',
    kind: questionKind(question, { codes: codes.length, dimension }),
    dimension,
    largest: wantedValue?.largest ?? Number.POSITIVE_INFINITY,
    equipment,
    codes,
    dimensionWords: wantedValue === null ? [] : tokenize(wantedValue.phrase),
    given: findQuantities(question),
    words: withoutNames(contentWords(question), equipment),
  };
}

/** The understanding with codes in the writing that the documents have: what is quoted must name what was asked. */
export function asWritten(understanding: Understanding, { said, writings }: Pick<Retrieval, 'said' | 'writings'>): Understanding {
  const asked = new Set(understanding.codes.map(({ code }) => code));
  const found = new Map(writings.filter(({ code, as }) => !as.includes(code)).map(({ code, as }) => [code, as]));
  if (found.size === 0) return understanding;
  const rewritten = (as: readonly string[]): NamedCode[] => as.map((code) => ({ code, text: code }));
  const codes = [
    ...understanding.codes.flatMap((named) => rewritten(found.get(named.code) ?? []).concat(found.has(named.code) ? [] : [named])),
    ...[...found].filter(([code]) => !asked.has(code)).flatMap(([, as]) => rewritten(as)),
  ];
  const { dimension, equipment } = understanding;
  return {
    ...understanding,
    codes,
    kind: questionKind(said, { codes: codes.length, dimension }),
    words: withoutNames(contentWords(said), equipment),
  };
}

/** A machine's name stands in every title of its manual: it chooses the manual, not the sentence. */
function withoutNames(words: readonly string[], equipment: readonly string[]): string[] {
  const names = new Set(equipment.flatMap((name) => tokenize(name)));
  const rest = words.filter((word) => !names.has(word));
  return rest.length > 0 ? rest : [...words];
}
