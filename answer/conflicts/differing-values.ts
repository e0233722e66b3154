import type { Quantity } from '../../knowledge/document/passage.ts';
import { findQuantities } from '../../knowledge/text/quantities.ts';
import { boundOf, opposed } from '../verify/statement/bounds.ts';
import { isEqual } from '../verify/statement/values.ts';

/** A value as it is said: with the words around it, which may bound it. */
export type SaidValue = { quantity: Quantity; text: string };

/** The values of a text, by their dimension. */
export function saidValues(text: string): Map<string, SaidValue[]> {
  return Map.groupBy(
    findQuantities(text).map((quantity) => ({ quantity, text })),
    ({ quantity }) => quantity.dimension,
  );
}

/** The one dimension in which two texts give different values, as many of them and in the same order; null where they agree, where they
 *  differ in more than one (then one is a condition of the other), or where one gives values that the other lacks. */
export function differingDimension(
  one: ReadonlyMap<string, readonly SaidValue[]>,
  two: ReadonlyMap<string, readonly SaidValue[]>,
): string | null {
  if (one.size !== two.size) return null;
  const differing: string[] = [];
  for (const [dimension, values] of one) {
    const others = two.get(dimension);
    if (others === undefined || others.length !== values.length) return null;
    if (values.some((value, index) => !agree(value, others[index]!))) differing.push(dimension);
  }
  return differing.length === 1 ? differing[0]! : null;
}

/** Equal after conversion; or one lies inside the range, the tolerance or the bound that the other gives. */
function agree(one: SaidValue, two: SaidValue): boolean {
  if (isEqual(one.quantity, two.quantity) || isEqual(two.quantity, one.quantity)) return true;
  const [first, second] = [spanOf(one), spanOf(two)];
  const [firstBound, secondBound] = [boundOf(one.text, one.quantity), boundOf(two.text, two.quantity)];
  // "At least 5" and "at least 6" are two rules; "at least 5" and "6" are none.
  if (firstBound !== null && firstBound === secondBound) return false;
  if (opposed(firstBound, secondBound)) return true;
  return first[0] <= second[1] && second[0] <= first[1];
}

function spanOf({ quantity, text }: SaidValue): [number, number] {
  const bound = boundOf(text, quantity);
  return [bound === 'most' ? Number.NEGATIVE_INFINITY : quantity.si, bound === 'least' ? Number.POSITIVE_INFINITY : quantity.siMax];
}

/** A short name of a grade, type or part: "ISO VG 46", "40-1187". */
const LONGEST_DESIGNATION = 30;

/** True where both are such names, made alike, with other digits. */
export function differInDigits(one: string, two: string): boolean {
  const [first, second] = [one, two].map(plain) as [string, string];
  if (first === second || Math.max(first.length, second.length) > LONGEST_DESIGNATION) return false;
  if (!/\p{L}|\d-\d/u.test(first) || !/\d/.test(first) || !/\d/.test(second)) return false;
  return first.replaceAll(/\d+/g, '0') === second.replaceAll(/\d+/g, '0');
}

function plain(text: string): string {
  return text.normalize('NFKC').toUpperCase().replaceAll(/\s+/g, ' ').trim();
}

const NUMBER = /^\s*[-−]?\d+(?:[.,]\d+)?\s*$/;

/** True where both are bare numbers, and not the same. */
export function differInNumber(one: string, two: string): boolean {
  if (!NUMBER.test(one) || !NUMBER.test(two)) return false;
  const [first, second] = [one, two].map((text) => Number(text.replace(',', '.').replace('−', '-')));
  return first !== second;
}
