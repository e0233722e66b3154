import type { Quantity, RecordField } from '../../knowledge/document/passage.ts';
import { findQuantities } from '../../knowledge/text/quantities.ts';

/** The values of rows whose unit stands elsewhere: in the header of their column or in a column of units. Places are those of the
 *  cells in the passage, the text is what the cells print. */
export function rowQuantities(rows: readonly { fields: readonly RecordField[] }[]): Quantity[] {
  return rows.flatMap(({ fields }) =>
    fields.flatMap(({ value, unit, start, end }) => {
      if (unit === null || findQuantities(value).length > 0) return [];
      const said = findQuantities(`${value} ${unit}`);
      return said.length === 1 && said[0]!.start === 0 ? [{ ...said[0]!, text: value, start, end }] : [];
    }),
  );
}
