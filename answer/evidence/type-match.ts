import type { Quantity } from '../../knowledge/document/passage.ts';
import type { QuestionKind } from '../../knowledge/question/question-kind.ts';
import { formOf, INTERVAL_WORDS } from '../../knowledge/question/wanted-dimension.ts';
import { findCodes } from '../../knowledge/text/codes.ts';
import { findQuantities } from '../../knowledge/text/quantities.ts';
import { tokenize } from '../../knowledge/text/tokens.ts';
import type { Understanding } from '../understand/understand-question.ts';
import type { EvidenceUnit } from './evidence-unit.ts';

/** How far a unit holds the sort of thing that is asked for.
 *  A value with a known dimension: a quantity of it 1, a number without unit .3, else 0. Without: any number 1, none 0.
 *  Kinds that any sentence may answer: .5. */
export function typeMatch(unit: EvidenceUnit, { kind, dimension, largest, question, words }: Understanding): number {
  if (dimension !== null && WANTS_VALUE.has(kind)) {
    const form = formOf(dimension);
    if (form !== null) return form.test(unit.text) ? 1 : 0;
    const quantities = quantitiesIn(unit);
    if (quantities.some((quantity) => quantity.dimension === dimension && quantity.si <= largest)) return 1;
    if (quantities.some((quantity) => ALSO_AMOUNTS[dimension]?.includes(quantity.dimension))) return 0.7;
    if (dimension === 'time' && INTERVAL_WORDS.test(unit.text)) return 1;
    return quantities.length === 0 && holdsNewNumber(unit.text, question) ? 0.3 : 0;
  }
  if (kind === 'value') return holdsNewNumber(unit.text, question) ? 1 : 0;
  if (kind === 'remedy') return unit.cells?.some(({ header }) => REMEDY_HEADER.test(header)) || GIVES_REASON.test(unit.text) ? 0.8 : 0.5;
  if (kind === 'definition') return defines(unit.text, words) ? 1 : 0.3;
  if (kind === 'procedure') return insideStep(unit) ? 0.8 : 0.5;
  return 0.5;
}

/** "How much oil" is answered in litres, and in some places in kilograms or in milligrams a cubic metre. */
const ALSO_AMOUNTS: Record<string, readonly string[]> = { volume: ['mass', 'concentration'], mass: ['volume', 'concentration'] };

const WANTS_VALUE: ReadonlySet<QuestionKind> = new Set(['value', 'parameter', 'list', 'comparison', 'other', 'yes_no']);
const REMEDY_HEADER = /cause|remed|action|measure|solution|correct|check|原因|处理|措施|对策|排除|方法|解决/iu;
/** A sentence or list item that says of itself that it is a reason or a remedy. */
const GIVES_REASON =
  /^[\s•●○■□▪–—*·‣-]*(?:(?:possible|probable|likely) )?(?:reasons?|causes?|remed(?:y|ies)|solutions?|corrections?|corrective actions?|(?:problem )?fix|workaround)\b[^:.]{0,20}:|\b(?:because|due to|caused by|the (?:reason|cause) is)\b|^\s*(?:可能的?)?(?:原因|处理|解决方法|对策|排除方法)[^：:]{0,6}[：:]|因为|由于|是因|所致/iu;
const DEFINING = /\b(?:is|are|means|refers to|stands for|denotes|describes)\b|是指|是|为|称为|表示|指/iu;

/** The quantities of a unit; in a row, a bare number takes the unit of its column. */
export function quantitiesIn(unit: Pick<EvidenceUnit, 'text' | 'cells'>): Quantity[] {
  if (unit.cells === null) return findQuantities(unit.text);
  return unit.cells.flatMap((cell) => {
    const own = findQuantities(cell.value);
    if (own.length > 0 || !/\d/.test(cell.value)) return own;
    const named = cell.unit ?? UNIT_IN_HEADER.exec(cell.header)?.[1] ?? unit.cells?.find(({ header }) => UNIT_COLUMN.test(header))?.value;
    return named ? findQuantities(`${cell.value} ${named}`) : [];
  });
}

const UNIT_IN_HEADER = /[(（[［/／]\s*([^()（）[\]［］/／]{1,12}?)\s*[)）\]］]?\s*$/u;

const UNIT_COLUMN = /^\s*(?:units?|单位)\s*$/iu;

/** A number that the question does not already hold; the digits of codes are none. */
function holdsNewNumber(text: string, question: string): boolean {
  const asked = new Set(question.match(/\d+(?:\.\d+)?/g) ?? []);
  return (withoutCodes(text).match(/\d+(?:\.\d+)?/g) ?? []).some((number) => !asked.has(number));
}

/** The subject comes first and a word that defines it next: "The PDN module (pdn) is ...". */
function defines(text: string, words: readonly string[]): boolean {
  const verb = DEFINING.exec(text);
  if (verb === null || verb.index > LONGEST_SUBJECT) return false;
  const subject = new Set(tokenize(text.slice(0, verb.index)));
  return words.some((word) => subject.has(word));
}

/** Characters. */
const LONGEST_SUBJECT = 80;

function insideStep({ hit, start, end }: EvidenceUnit): boolean {
  return hit.passage.steps.some((step) => step.start <= start && end <= step.end);
}

function withoutCodes(text: string): string {
  return findCodes(text).reduce((rest, { text: code }) => rest.replace(code, ' '), text);
}
