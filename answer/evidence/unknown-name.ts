import { tokenize } from '../../knowledge/text/tokens.ts';
import type { WeightedTerm } from './term-weights.ts';

/** Written in capitals: names of protocols, products, standards, kinds of things ("EMC", "PROFINET", "NPSH"). */
const IN_CAPITALS = /(?<![\p{L}\p{N}])\p{Lu}[\p{Lu}\d]{1,14}(?![\p{L}\p{N}])/gu;
/** A question in capitals throughout names nothing by them. */
const LOWER = /\p{Ll}|\p{Script=Han}/u;

/** True where the question names something in capitals that no document holds, nor another name for it. What the documents say to the rest
 *  of the question is hardly about that. `own`: the question's terms as it says them. */
export function namesUnknown(question: string, own: readonly WeightedTerm[]): boolean {
  if (!LOWER.test(question)) return false;
  const names = new Set((question.normalize('NFKC').match(IN_CAPITALS) ?? []).flatMap((name) => tokenize(name)[0] ?? []));
  return own.some(({ token, known }) => !known && names.has(token));
}
