import type { Scope } from '../document/answer.ts';
import type { UnderstoodMachine } from '../document/asset.ts';
import type { DocumentSummary } from '../document/document.ts';
import type { Language } from '../document/passage.ts';
import { askedMachines } from '../machines/asked-machines.ts';
import type { KnownMachine } from '../machines/known-machines.ts';
import { type QuestionKind, questionKind } from '../question/question-kind.ts';
import { wantedDimension } from '../question/wanted-dimension.ts';
import type { PassageStore, StoreFilter } from '../store/passage-store.ts';
import { fold } from '../text/fold.ts';
import type { Glossary } from '../text/glossary/glossary.ts';
import { simplifyHan } from '../text/han/simplify.ts';
import { detectLanguage } from '../text/language.ts';
import { type AskedWords, askedWords } from './asked-words.ts';
import { correctSpelling, type SpellingChange, type SpellingParts } from './correct-spelling.ts';
import { askedCodes, type ResolvedCode, resolveCodes, withResolvedCodes } from './resolve-codes.ts';

/** A question as retrieval sees it. */
export type UnderstoodQuery = AskedWords & {
  language: Language;
  kind: QuestionKind;
  /** `Quantity.dimension` of the value that is wanted; null where none or unknown. */
  dimension: string | null;
  /** Equipment that it names, as documents have it; or the one machine that its scope is narrowed to. */
  named: string[];
  /** How it names them, for the trace. */
  machines: UnderstoodMachine[];
  /** Words that were taken for others. */
  spelling: SpellingChange[];
  /** The question with its codes as the documents write them, and its words as they were taken. */
  said: string;
  /** Codes that it names, without equipment, each with the writing that the documents have. */
  writings: ResolvedCode[];
  /** Keys to look for: the codes, normalised, as asked and as the documents write them. */
  codes: string[];
};

export type UnderstandingParts = {
  documents: readonly DocumentSummary[];
  machines: readonly KnownMachine[];
  store: Pick<PassageStore, 'search' | 'catalogue'>;
  glossary: Glossary;
  spelling: SpellingParts['spelling'];
  /** What the question may search; absent: everything that is current. */
  filter?: StoreFilter;
  scope?: Scope;
};

export async function understandQuery(
  question: string,
  { documents, machines, store, glossary, spelling, filter, scope }: UnderstandingParts,
): Promise<UnderstoodQuery> {
  const { catalogue } = store;
  const asked = simplifyHan(question);
  const language = detectLanguage(asked);
  const about = askedMachines(asked, scope, machines);
  const { equipment: named } = about;
  const names = [...named, ...about.said];
  const spelt = await correctSpelling(asked, { spelling, catalogue, named: names });
  const { said: text, writings } = await codesAsWritten(spelt.text, names, store, filter);
  const codes = [...new Set(writings.flatMap(({ code, as }) => [code, ...as]))];
  const wanted = wantedDimension(text);
  const dimension = wanted?.dimension ?? null;
  const kind = questionKind(text, { codes: writings.length, dimension });
  const mixed = documents.some((document) => isForeign(document.language, language));
  const asking = wanted?.phrase ?? null;
  const words = await askedWords({ text, language, named: names, mixed, asking, dimension }, glossary, catalogue);
  return { language, kind, dimension, named, machines: about.machines, spelling: spelt.changes, said: text, writings, codes, ...words };
}

/** Machines' names, and parts of them, are no codes: they keep their writing. */
async function codesAsWritten(
  text: string,
  names: readonly string[],
  store: Pick<PassageStore, 'search'>,
  filter: StoreFilter | undefined,
): Promise<{ said: string; writings: ResolvedCode[] }> {
  const machines = names.map(fold);
  const codes = askedCodes(text).filter(({ code }) => !machines.some((name) => name.includes(fold(code))));
  const found = await resolveCodes(codes, store, filter);
  return { said: withResolvedCodes(text, found), writings: found.map(({ code, as }) => ({ code, as })) };
}

/** True where both languages are known and differ. */
export function isForeign(document: Language, question: Language): boolean {
  return document !== 'other' && question !== 'other' && document !== question;
}
