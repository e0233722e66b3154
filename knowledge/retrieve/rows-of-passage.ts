import type { StoredPassage, StoredRecord } from '../store/passage-store.ts';
import { tokenize } from '../text/tokens.ts';
import { textFit } from './machine-fit.ts';
import { type QueryWords, shareIn } from './query-words.ts';
import { isForeign, type UnderstoodQuery } from './understand-query.ts';

/** A passage's rows in the order in which they answer: rows of the named machine before rows of another, rows with a key that was
 *  asked for, then rows that say most of the question, in its own words or what may stand for them, and where one cell says it and
 *  little else. Otherwise as they come. Tables of the other language may hold both.
 *  `keyed`: ids of rows that carry an asked key. */
export function rankRows(
  rows: readonly StoredRecord[],
  passage: StoredPassage,
  query: UnderstoodQuery,
  keyed: ReadonlySet<string>,
): StoredRecord[] {
  const words = isForeign(passage.language, query.language) ? [query.foreign, query.own] : [query.own];
  const ranked = rows.map((row) => ({
    row,
    other: isOther(row, passage, query.named),
    keyed: keyed.has(row.id) ? 0 : 1,
    said: Math.max(...words.map((each) => saidIn(row, each) + cellFit(row, each))),
  }));
  return ranked.sort((a, b) => a.other - b.other || a.keyed - b.keyed || b.said - a.said).map(({ row }) => row);
}

function isOther({ fields }: StoredRecord, { document }: StoredPassage, named: readonly string[]): number {
  return textFit(fields.map(({ value }) => value).join('\n'), document, named, 'this') === 'otherRow' ? 1 : 0;
}

/** Share of the question's weight that the row says, headers included. */
function saidIn({ fields, caption }: StoredRecord, { concepts }: QueryWords): number {
  const tokens = new Set(
    tokenize([caption ?? '', ...fields.flatMap(({ header, value }) => (value === '' ? [] : [header, value]))].join('\n')),
  );
  return shareOf(concepts, tokens);
}

/** How far one cell of the row is what the question speaks of: the share of the question's weight that it says, times the share of
 *  its own words that the question says; 0..1. A row's name ("Rinse water pressure low") stands in a cell of its own; what only
 *  mentions the same words says other things beside. */
export function cellFit({ fields }: Pick<StoredRecord, 'fields'>, { concepts }: QueryWords): number {
  const asked = new Set(concepts.flatMap(({ ways }) => ways.flat()));
  return Math.max(
    0,
    ...fields.map(({ value }) => {
      const tokens = new Set(tokenize(value));
      const known = [...tokens].filter((token) => asked.has(token)).length;
      return known === 0 ? 0 : (shareOf(concepts, tokens) * known) / tokens.size;
    }),
  );
}

function shareOf(concepts: QueryWords['concepts'], tokens: ReadonlySet<string>): number {
  const mass = concepts.reduce((sum, { weight }) => sum + weight, 0);
  return mass === 0 ? 0 : concepts.reduce((sum, concept) => sum + concept.weight * shareIn(concept, tokens), 0) / mass;
}
