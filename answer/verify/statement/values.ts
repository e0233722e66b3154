import type { Quantity } from '../../../knowledge/document/passage.ts';
import { boundOf, opposed } from './bounds.ts';
import { type BareNumber, bareNumbers, type Clause, clauseOf, numberedWords } from './clauses.ts';
import type { Finding } from './verification.ts';

/** Rounding of converted values: 6 bar is 87.02 psi. */
const CONVERSION_SHARE = 0.003;
/** By so much a value's surroundings must fit better in one place than in another to count as its own. */
const CLEARLY_NEARER = 0.25;

type Placed = { quantity: Quantity; clause: Clause };
export type ValueCheck = { findings: Finding[]; conversions: string[] };

/** `nearest`: the clause of the evidence that says most of the statement; null where none is like it.
 *  Every value of the statement stands in the evidence, for the same thing, with the same bound; in any unit of its dimension. */
export function checkValues(statement: Clause, evidence: readonly Clause[], nearest: Clause | null): ValueCheck {
  const findings: Finding[] = [];
  const conversions: string[] = [];
  const places = evidence.flatMap((clause) => clause.quantities.map((quantity): Placed => ({ quantity, clause })));
  for (const value of statement.quantities) {
    const finding = checkValue(value, statement, places, conversions);
    if (finding !== null) findings.push(finding);
  }
  findings.push(...checkBareNumbers(statement, evidence, nearest), ...checkNumberedWords(statement, evidence));
  return { findings, conversions };
}

function checkValue(value: Quantity, statement: Clause, places: readonly Placed[], conversions: string[]): Finding | null {
  const fits = (placed: Placed) => likeness(around(statement, value), around(placed.clause, placed.quantity));
  const alike = places.filter(({ quantity }) => quantity.dimension === value.dimension);
  const equal = best(
    alike.filter(({ quantity }) => isEqual(value, quantity)),
    fits,
  );
  const other = best(
    alike.filter(({ quantity }) => !isEqual(value, quantity)),
    fits,
  );
  if (equal === null) {
    const sameNumber = places.find(({ quantity }) => quantity.value === value.value && quantity.unit !== value.unit);
    if (sameNumber && (other === null || fits(sameNumber) >= fits(other)))
      return { kind: 'unit', statement: value.text, evidence: sameNumber.quantity.text, contradicted: true };
    return { kind: 'number', statement: value.text, evidence: other?.quantity.text ?? null, contradicted: other !== null };
  }
  if (other !== null && fits(other) > fits(equal) + CLEARLY_NEARER)
    return { kind: 'number', statement: value.text, evidence: other.quantity.text, contradicted: true };
  if (equal.quantity.unit !== value.unit) conversions.push(`${value.text} = ${equal.quantity.text}`);
  const [said, stated] = [boundOf(statement.text, value), boundOf(equal.clause.text, equal.quantity)];
  if (opposed(said, stated)) {
    // The same value may stand there twice, as the lower and as the upper bound.
    const agreeing = alike.some(
      (placed) => isEqual(value, placed.quantity) && !opposed(said, boundOf(placed.clause.text, placed.quantity)),
    );
    if (!agreeing || fits(equal) > 0.5)
      return {
        kind: 'bound',
        statement: phraseAround(statement.text, value),
        evidence: phraseAround(equal.clause.text, equal.quantity),
        contradicted: true,
      };
  }
  return null;
}

function checkBareNumbers(statement: Clause, evidence: readonly Clause[], nearest: Clause | null): Finding[] {
  const stated = evidence.flatMap((clause) => bareNumbers(clause.text, { stepMarks: true }).map((number) => ({ number, clause })));
  const near = nearest === null ? [] : bareNumbers(nearest.text, { stepMarks: true });
  const values = evidence.flatMap(({ quantities }) => quantities);
  return bareNumbers(statement.text).flatMap((said): Finding[] => {
    const equal = stated.filter(({ number }) => isSame(number.value, said.value));
    const fits = (number: BareNumber) =>
      (said.behind !== '' && number.behind === said.behind) || (said.before !== '' && number.before === said.before);
    const right = equal.find(({ number }) => fits(number));
    const beside = stated.filter(({ number }) => fits(number));
    if (right === undefined && beside.length > 0)
      return [{ kind: 'number', statement: `${said.text} ${said.behind}`.trim(), evidence: beside[0]!.number.text, contradicted: true }];
    const instead = near.find(({ value }) => !bareNumbers(statement.text).some((other) => isSame(other.value, value)));
    if (right === undefined && instead && !near.some(({ value }) => isSame(value, said.value)))
      return [{ kind: 'number', statement: said.text, evidence: instead.text, contradicted: true }];
    if (right !== undefined || equal.length > 0) return checkBareBound(said, statement, right === undefined ? equal : [right]);
    const asValue = values.find(({ value, valueMax }) => isSame(value, said.value) || isSame(valueMax, said.value));
    if (asValue === undefined) {
      const other = stated[0]?.number.text ?? null;
      return [{ kind: 'number', statement: said.text, evidence: other, contradicted: other !== null }];
    }
    // "3 d" where the evidence has "3 h": what stands behind the number is meant as a unit.
    const unit = /^\s?\p{Script=Latin}{1,4}(?!\p{L})/u.exec(statement.text.slice(said.end))?.[0].trim();
    return unit === undefined || WORDS_BEHIND.test(unit)
      ? []
      : [{ kind: 'unit', statement: `${said.text} ${unit}`, evidence: asValue.text, contradicted: true }];
  });
}

function checkNumberedWords(statement: Clause, evidence: readonly Clause[]): Finding[] {
  const stated = evidence.map(({ text }) => text.normalize('NFKC').toLowerCase()).join('\n');
  return numberedWords(statement.text)
    .filter((word) => !standsIn(stated, word))
    .map((word): Finding => {
      const shape = word.replaceAll(/\d/g, '0');
      const instead = evidence
        .flatMap(({ text }) => numberedWords(text))
        .find((other) => other !== word && other.replaceAll(/\d/g, '0') === shape);
      return { kind: 'number', statement: word, evidence: instead ?? null, contradicted: instead !== undefined };
    });
}

/** As a word, not inside a longer number. */
function standsIn(text: string, word: string): boolean {
  const escaped = word.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`(?<![\\p{N}])${escaped}(?![\\p{N}])`, 'u').test(text);
}

/** Short words that follow a number and are no unit. */
const WORDS_BEHIND = /^(?:and|or|to|of|in|on|at|is|are|per|for|by|bolt|pump|step|the|a|an|new|x|not|if|as|with)$/i;

function checkBareBound(said: BareNumber, statement: Clause, stated: readonly { number: BareNumber; clause: Clause }[]): Finding[] {
  const bound = boundOf(statement.text, said);
  if (!stated.every(({ number, clause }) => opposed(bound, boundOf(clause.text, number)))) return [];
  const { number, clause } = stated[0]!;
  return [
    { kind: 'bound', statement: phraseAround(statement.text, said), evidence: phraseAround(clause.text, number), contradicted: true },
  ];
}

function isSame(one: number, two: number): boolean {
  return Math.abs(one - two) < 1e-9;
}

/** Equal as printed in the same unit; within rounding in another. A range is also named by one of its ends or, of a tolerance, its middle. */
export function isEqual(said: Quantity, stated: Quantity): boolean {
  if (said.dimension !== stated.dimension) return false;
  const sameUnit = said.unit === stated.unit;
  const near = (a: number, b: number) =>
    sameUnit
      ? Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a))
      : Math.abs(a - b) <= Math.max(roundingOf(said), CONVERSION_SHARE * Math.abs(b));
  const ends = (quantity: Quantity) => (sameUnit ? [quantity.value, quantity.valueMax] : [quantity.si, quantity.siMax]) as [number, number];
  const [a, b] = [ends(said), ends(stated)];
  if (near(a[0], b[0]) && near(a[1], b[1])) return true;
  if (said.value !== said.valueMax) return false;
  const middle = /±|\+\/-/.test(stated.text) ? [(b[0] + b[1]) / 2] : [];
  return [...(stated.value === stated.valueMax ? [] : b), ...middle].some((end) => near(a[0], end));
}

/** Half of the last digit that is written, in the SI unit. */
function roundingOf({ text, value, si }: Quantity): number {
  const digits = /\d+[.,](\d+)/.exec(text)?.[1]?.length ?? 0;
  const step = 0.5 * 10 ** -digits;
  return value === 0 ? 0 : Math.abs(si / value) * step;
}

/** The words beside a value: what it is a value of. */
function around({ text }: Clause, { start, end }: Quantity): ReadonlySet<string> {
  return clauseOf(`${text.slice(0, start)} ${text.slice(end)}`).words;
}

/** Share of the statement's words that stand there too: 0..1. */
function likeness(said: ReadonlySet<string>, stated: ReadonlySet<string>): number {
  if (said.size === 0) return 0;
  let shared = 0;
  for (const word of said) if (stated.has(word)) shared += 1;
  return shared / said.size;
}

function best(places: readonly Placed[], fits: (placed: Placed) => number): Placed | null {
  let found: Placed | null = null;
  for (const placed of places) if (found === null || fits(placed) > fits(found)) found = placed;
  return found;
}

function phraseAround(text: string, { start, end }: Pick<Quantity, 'start' | 'end'>): string {
  return text.slice(Math.max(0, start - 24), end + 12).trim();
}
