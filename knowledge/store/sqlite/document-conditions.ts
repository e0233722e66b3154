import { fold } from '../../text/fold.ts';
import type { StoreFilter } from '../passage-store.ts';

/** What a filter asks of a document (a row `d` of documents), as SQL with its values; revisions apart. No conditions: all documents. */
export function documentConditions({ documents, equipment, types, languages }: StoreFilter): { conditions: string[]; values: string[] } {
  const conditions: string[] = [];
  const values: string[] = [];
  const among = (condition: string, wanted: readonly string[]) => {
    conditions.push(condition);
    values.push(JSON.stringify(wanted));
  };
  if (documents) among('d.id IN (SELECT value FROM json_each(?))', documents);
  if (equipment)
    among(
      'EXISTS (SELECT 1 FROM equipment e WHERE e.document = d.number AND e.folded IN (SELECT value FROM json_each(?)))',
      equipment.map(fold),
    );
  if (types) among(`d.summary ->> '$.type' IN (SELECT value FROM json_each(?))`, types);
  if (languages) among(`d.summary ->> '$.language' IN (SELECT value FROM json_each(?))`, languages);
  return { conditions, values };
}
