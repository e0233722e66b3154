import type { Quantity } from '../../../knowledge/document/passage.ts';
import { type Clause, clausesOf, sentencesOf } from '../../verify/statement/clauses.ts';

type Placed = { quantity: Quantity; clause: Clause };

export type ValueCheck = {
  statement: string;
  /** The support's sentences; of a row one, its cells apart. */
  sentences: readonly string[];
  isRow: boolean;
  /** The statement is a translation: words cannot tell which value is meant, order and number can. */
  foreign: boolean;
};

/** True where each value of the statement is printed in the support, in that unit, and for the same thing: where the support has two
 *  pressures, the words beside the value decide which one may be said ("alarm 0.3 bar; trip 0.1 bar"). None is said more often than
 *  it is printed. */
export function valuesInPlace({ statement, sentences, isRow, foreign }: ValueCheck): boolean {
  const said = sentencesOf(statement).flatMap(placesOf);
  const stated = sentences.flatMap(placesOf);
  let left = stated;
  for (const value of said) {
    const equal = left.filter(({ quantity }) => isAsPrinted(value.quantity, quantity));
    if (equal.length === 0) return false;
    const others = stated.filter(
      ({ quantity }) => quantity.dimension === value.quantity.dimension && !isAsPrinted(value.quantity, quantity),
    );
    const own = Math.max(...equal.map((placed) => shared(value, placed)));
    const meant = equal.find((placed) => shared(value, placed) === own)!;
    const elsewhere = others.filter(({ clause }) => clause !== meant.clause).map((placed) => shared(value, placed));
    const other = Math.max(-1, ...elsewhere);
    if (other > own || (isRow && other === own)) return false;
    const taken = left.indexOf(meant);
    // What stood before it in its part of the sentence is past, in a translation what stood before it at all: values keep their order.
    left = left.filter(({ clause }, at) => at > taken || (at < taken && clause !== meant.clause && !(foreign && !isRow)));
  }
  return true;
}

function placesOf(sentence: string): Placed[] {
  const clauses = clausesOf(sentence);
  const parts = clauses.length > 1 ? clauses.slice(0, clauses.length / 2) : clauses;
  return parts.flatMap((clause) => clause.quantities.map((quantity) => ({ quantity, clause })));
}

function shared(one: Placed, two: Placed): number {
  return [...one.clause.words].filter((word) => two.clause.words.has(word)).length;
}

function isAsPrinted(said: Quantity, stated: Quantity): boolean {
  if (said.unit !== stated.unit) return false;
  if (said.value === stated.value && said.valueMax === stated.valueMax) return true;
  // One end of a range may be named alone, the middle of a tolerance not: it is printed there, but as something else.
  return said.value === said.valueMax && (said.value === stated.value || said.value === stated.valueMax);
}
