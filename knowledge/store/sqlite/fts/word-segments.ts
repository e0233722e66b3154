import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { MillwrightError } from '../../../errors.ts';
import { VarintReader } from './varints.ts';
import type { WordTable } from './word-tables.ts';

/** A part of an FTS5 index, written at once or merged from others: leaf pages in the order of their terms. */
export type WordSegment = {
  id: number;
  firstPage: number;
  lastPage: number;
  /** Rows that stand in it and were deleted since. */
  deleted: ReadonlySet<number>;
};

/** The record of the index's structure, as FTS5's source (fts5_index.c) describes it; version 2 is that of tables with contentless_delete. */
const STRUCTURE = 10;
const VERSION_2 = [0xff, 0, 0, 1];
/** A page's number: its segment, then 37 bits for the page. Pages of deleted rows have 2^16 added to the segment. */
const SEGMENT_UNIT = 2n ** 37n;
const OF_DELETED = 2n ** 16n;
/** Key size, flag, two unused bytes, how many there are (4 bytes); then keys, 0 where none is. */
const DELETED_HEADER = 8;

export function pageNumber(segment: number, page: number): bigint {
  return BigInt(segment) * SEGMENT_UNIT + BigInt(page);
}

/** The segments of a word table, oldest first. Runs inside the caller's transaction. */
export class WordSegments {
  readonly #table: WordTable;
  readonly #record: StatementSync;
  readonly #pages: StatementSync;

  constructor(database: DatabaseSync, table: WordTable) {
    this.#table = table;
    this.#record = database.prepare(`SELECT block FROM ${table}_words_data WHERE id = ${STRUCTURE}`);
    this.#pages = database.prepare(`SELECT block FROM ${table}_words_data WHERE id BETWEEN ? AND ?`);
  }

  /** Errors: store_damaged. */
  read(): WordSegment[] {
    const { block } = this.#record.get() as { block: Uint8Array };
    if (VERSION_2.some((byte, index) => block[4 + index] !== byte))
      throw damagedIndex(this.#table, 'has a format that this Millwright does not know');
    const reader = new VarintReader(block, 8);
    const levels = reader.next();
    // How many segments there are, and how many pages were written.
    reader.next();
    reader.next();
    // The lowest level holds the newest.
    return Array.from({ length: levels }, () => this.#level(reader))
      .reverse()
      .flat();
  }

  #level(reader: VarintReader): WordSegment[] {
    // How many of them a merge has begun with: what it has taken over is cut off from them already.
    reader.next();
    return Array.from({ length: reader.next() }, () => this.#segment(reader)).filter(({ firstPage }) => firstPage > 0);
  }

  #segment(reader: VarintReader): WordSegment {
    const [id, firstPage, lastPage] = [reader.next(), reader.next(), reader.next()];
    // When it was written: from, to.
    reader.next();
    reader.next();
    const pagesOfDeleted = reader.next();
    // How many were deleted, how many rows there are.
    reader.next();
    reader.next();
    return { id, firstPage, lastPage, deleted: pagesOfDeleted === 0 ? NONE : this.#deleted(id, pagesOfDeleted) };
  }

  #deleted(segment: number, pages: number): Set<number> {
    const first = (BigInt(segment) + OF_DELETED) * SEGMENT_UNIT;
    const rows = new Set<number>();
    for (const { block } of this.#pages.all(first, first + BigInt(pages - 1)) as { block: Uint8Array }[]) {
      const view = new DataView(block.buffer, block.byteOffset, block.byteLength);
      const bytes = view.getUint8(0);
      for (let at = DELETED_HEADER; at + bytes <= block.length; at += bytes) {
        const row = bytes === 4 ? view.getUint32(at) : Number(view.getBigUint64(at));
        if (row !== 0) rows.add(row);
      }
    }
    return rows;
  }
}

const NONE: ReadonlySet<number> = new Set();

export function damagedIndex(table: WordTable, what: string): MillwrightError {
  return new MillwrightError(
    `The index of words (${table}_words) ${what}. Restore the store from a backup, or move it away and ingest the documents again.`,
    { code: 'store_damaged', context: { table } },
  );
}
