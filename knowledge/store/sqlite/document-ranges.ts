import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { placeOf } from './ascending.ts';

/** First and last row of a document. */
type Range = { first: number; last: number };

/** Which rows are a document's: those of one were written together, and nothing came between; numbers are never used again, so that what
 *  was seen once stays true. Runs inside the caller's transaction. */
export class DocumentRanges {
  readonly #range: StatementSync;
  readonly #known = new Map<number, Range>();

  constructor(database: DatabaseSync, kind: 'passage' | 'record') {
    this.#range = database.prepare(`SELECT min(number) AS first, max(number) AS last FROM ${kind}s WHERE document = ?`);
  }

  /** Of these documents, ascending. */
  of(documents: Iterable<number>): Range[] {
    const ranges: Range[] = [];
    for (const document of documents) {
      const range = this.#known.get(document) ?? this.#read(document);
      if (range !== null) ranges.push(range);
    }
    return ranges.sort((a, b) => a.first - b.first);
  }

  #read(document: number): Range | null {
    const { first, last } = this.#range.get(document) as { first: number | null; last: number | null };
    if (first === null || last === null) return null;
    this.#known.set(document, { first, last });
    return { first, last };
  }
}

/** Parts of an ascending list that lie in these ranges. */
export function* partsIn(rows: Int32Array, ranges: readonly Range[]): Generator<{ from: number; to: number }> {
  let from = 0;
  for (const { first, last } of ranges) {
    if (from === rows.length) return;
    if (rows[from]! > last) continue;
    from = placeOf(rows, first, from);
    const to = placeOf(rows, last + 1, from);
    if (to > from) yield { from, to };
    from = to;
  }
}
