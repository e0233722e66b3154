import type { Conversion } from '../../knowledge/document/answer.ts';
import { askedUnits, inUnit } from '../../knowledge/text/quantities.ts';
import { quantitiesIn } from '../evidence/type-match.ts';
import type { Draft } from './draft.ts';

const MOST_CONVERSIONS = 4;
/** Differences of temperature have no zero: 10 K more is not -263 °C more. */
const DIFFERENCE = /\b(?:rises?|differences?|increases?|drops?|spread|delta|above ambient)\b|[ΔΔ]|温升|温差|升高|降低|高于环境/iu;

/** What the statements say, in the units that the question speaks of, where they say it in others. Computed; the statements stay as the documents
 *  have them. */
export function conversionsFor(question: string, { statements }: Pick<Draft, 'statements'>): Conversion[] {
  const units = askedUnits(question);
  const found = new Map<string, Conversion>();
  for (const { statement, stretch } of units.length === 0 ? [] : statements) {
    for (const quantity of quantitiesIn({ text: statement.text, cells: stretch.cells })) {
      if (quantity.dimension === 'temperature' && (quantity.unit === 'K' || DIFFERENCE.test(statement.text))) continue;
      for (const unit of units) {
        const as = inUnit(quantity, unit);
        if (as !== null && as !== quantity.text) found.set(quantity.text, { said: quantity.text, as });
      }
    }
  }
  return [...found.values()].slice(0, MOST_CONVERSIONS);
}
