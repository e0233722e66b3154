import type { StoredPassage, StoredRecord } from '../store/passage-store.ts';
import { tokenize } from '../text/tokens.ts';
import { textFit } from './machine-fit.ts';
import { type QueryWords, shareIn } from './query-words.ts';
import { isForeign, type UnderstoodQuery } from './understand-query.ts';

/** A passage's rows in the order in which they answer: rows of the named machine before rows of another, rows with a key that was
 *  asked for, then rows that say most of the question, in its own words or what may stand for them. Otherwise as they come.
 *  `keyed`: ids of rows that carry an asked key. */
export function rankRows(
  rows: readonly StoredRecord[],
  passage: StoredPassage,
  query: UnderstoodQuery,
  keyed: ReadonlySet<string>,
): StoredRecord[] {
  const words = isForeign(passage.language, query.language) ? query.foreign : query.own;
  const ranked = rows.map((row) => ({
    row,
    other: isOther(row, passage, query.named),
    keyed: keyed.has(row.id) ? 0 : 1,
    said: saidIn(row, words),
  }));
  return ranked.sort((a, b) => a.other - b.other || a.keyed - b.keyed || b.said - a.said).map(({ row }) => row);
}

function isOther({ fields }: StoredRecord, { document }: StoredPassage, named: readonly string[]): number {
  return textFit(fields.map(({ value }) => value).join('\n'), document, named, 'this') === 'otherRow' ? 1 : 0;
}

/** Weight of the question's concepts that the row says, headers included. */
function saidIn({ fields, caption }: StoredRecord, { concepts }: QueryWords): number {
  const tokens = new Set(
    tokenize([caption ?? '', ...fields.flatMap(({ header, value }) => (value === '' ? [] : [header, value]))].join('\n')),
  );
  return concepts.reduce((sum, concept) => sum + concept.weight * shareIn(concept, tokens), 0);
}
