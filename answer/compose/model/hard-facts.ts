import { findCodes } from '../../../knowledge/text/codes.ts';
import { fold } from '../../../knowledge/text/fold.ts';
import { detectLanguage } from '../../../knowledge/text/language.ts';
import { tokenize } from '../../../knowledge/text/tokens.ts';
import type { EvidenceUnit } from '../../evidence/evidence-unit.ts';
import { clauseOf, clausesOf, sentencesOf, withoutValues } from '../../verify/statement/clauses.ts';
import { withoutSource } from '../../verify/statement/compare-statement.ts';
import { checkPolarity, negations } from '../../verify/statement/polarity.ts';
import { valuesInPlace } from './values-in-place.ts';

/** A part of a statement with fewer telling words says nothing of its own; one with more must share so much with the evidence. */
const FEWEST_WORDS = 3;
const LEAST_COVERED = 0.4;

/** What a statement is held against: the very sentences or the row, what they stand under, and whose machine it is. */
export type Held = {
  /** Rows with their headers on a line before, as a passage has them. */
  text: string;
  heading: string;
  equipment: string[];
  isRow: boolean;
  /** True where the statement is a translation of it. */
  foreign(statement: string): boolean;
};

export function printedOf({ text }: Pick<EvidenceUnit, 'text'>): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}

/** Of a document about several machines only those count that the question names: its title does not say which one a sentence means. */
export function unitTexts(run: readonly EvidenceUnit[], named: readonly string[]): Held {
  const { passage } = run[0]!.hit;
  const { document, sectionPath } = passage;
  const one = document.equipment.length <= 1;
  const equipment = one ? document.equipment : document.equipment.filter((name) => named.includes(name));
  const inner = run.map(({ heading }) => heading ?? '');
  const heading = [...(one ? [document.title] : []), ...sectionPath, ...new Set(inner)].join('\n');
  const text = run.map(textOf).join('\n');
  return {
    text,
    heading,
    equipment,
    isRow: run[0]!.cells !== null,
    foreign: (statement) => passage.language !== 'other' && detectLanguage(statement) !== passage.language,
  };
}

function textOf(unit: EvidenceUnit): string {
  if (unit.cells === null) return printedOf(unit);
  const filled = unit.cells.filter(({ value }) => value !== '');
  const withUnit = ({ header, unit: own }: (typeof filled)[number]) => (own && !header.includes(own) ? `${header} (${own})` : header);
  return `${filled.map((cell) => oneLine(withUnit(cell))).join(' | ')}\n${filled.map(({ value }) => oneLine(value)).join(' | ')}`;
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}

/** True where each number, value with its unit, and code of the statement stands in what it is held against, as written there: nothing
 *  is converted, rounded or completed by a model. Of a translation, denials and opposite words must match as well, for the verifier
 *  looks for those in the words of one language. */
export function addsNothing(statement: string, held: Held): boolean {
  const sentences = sentencesOf(held.text);
  const around = [held.text, held.heading, ...held.equipment].join('\n');
  if (!isWithin(numbersOf(statement), numbersOf(around))) return false;
  // A number that is a value there is none here: "4000 operating days" for "4000 operating hours".
  if (
    !isWithin(
      numbersOf(withoutValues(statement)),
      numbersOf([...sentences, held.heading, ...held.equipment].map((text) => withoutValues(text)).join('\n')),
    )
  )
    return false;
  const foreign = held.foreign(statement);
  if (!valuesInPlace({ statement, sentences, isRow: held.isRow, foreign })) return false;
  const codes = new Set(findCodes(around).map(({ code }) => code));
  const folded = fold(around);
  if (!findCodes(statement).every(({ code, text }) => codes.has(code) || standsIn(folded, fold(text)))) return false;
  if (!foreign) return isAllCovered(statement, around);
  return checkPolarity(clauseOf(statement), clauseOf(sentences.join(' '))).length === 0;
}

/** Each part of the statement speaks of what the evidence speaks of: a sentence of the model's own does not hide behind a true one. */
function isAllCovered(statement: string, around: string): boolean {
  const known = new Set(tokenize(around));
  const parts = sentencesOf(withoutSource(statement)).flatMap(clausesOf);
  return parts.every(({ words }) => {
    if (words.size < FEWEST_WORDS) return true;
    const shared = [...words].filter((word) => known.has(word)).length;
    return shared >= LEAST_COVERED * words.size;
  });
}

function isWithin(some: readonly string[], all: readonly string[]): boolean {
  const known = new Set(all);
  return some.every((each) => known.has(each));
}

/** What of the evidence may support the statement: a statement that denies something needs as many denials as the evidence has; one
 *  that denies nothing only the clauses that deny nothing either. "" where nothing remains. */
export function statedPart(statement: string, { text }: Held): string {
  const [said, stated] = [negations(statement), negations(text)];
  if (said > 0) return stated > 0 && said % 2 === stated % 2 ? text : '';
  if (stated === 0) return text;
  return sentencesOf(text)
    .flatMap((sentence) => {
      if (negations(sentence) === 0) return [sentence];
      const affirmed = clausesOf(sentence).filter((clause) => negations(clause.text) === 0);
      return affirmed.map((clause) => clause.text.trim());
    })
    .join('\n');
}

/** Numbers as written, thousands marks apart. */
function numbersOf(text: string): string[] {
  return (text.normalize('NFKC').match(/\d+(?:[.,]\d+)*/g) ?? []).map((number) => number.replaceAll(/,(?=\d{3}(?!\d))/g, ''));
}

function standsIn(text: string, code: string): boolean {
  const escaped = code.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`(?<![a-z\\d])${escaped}(?![a-z\\d])`, 'u').test(text);
}
