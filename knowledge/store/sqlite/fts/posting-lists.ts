import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { ContentsWatch } from '../contents-watch.ts';
import { PostingParser, type Postings } from './posting-parser.ts';
import { VarintReader } from './varints.ts';
import { damagedIndex, pageNumber, type WordSegment, WordSegments } from './word-segments.ts';
import type { WordTable } from './word-tables.ts';

/** FTS5 keeps words apart from prefixes by a letter before them. */
const OF_WORDS = '0';
/** Before the content of a page: where its first row stands that belongs to a term of a page before (0: none), and where the content ends. */
const HEADER = 4;
/** Pages of a long list are read so many at a time. */
const MOST_PAGES = 64;
/** Pages where lists begin are kept: many words begin on one. 8 MB. */
const KEPT_PAGES = 2_000;

/** The lists of rows that FTS5 keeps for its words, read off its own tables: `bm25()` takes a microsecond and more for a row, counts each word
 *  anew for every question, and cannot be told what is known; to read a row here takes a twentieth of it.
 *  Format: fts5_index.c. Runs inside the caller's transaction. */
export class PostingLists {
  readonly #table: WordTable;
  readonly #contents: ContentsWatch;
  readonly #segments: WordSegments;
  readonly #weights: Float64Array;
  readonly #page: StatementSync;
  readonly #pages: StatementSync;
  #known: WordSegment[] | null = null;
  readonly #kept = new Map<number, Uint8Array>();

  /** `weights`: of the table's columns, in their order. */
  constructor(database: DatabaseSync, table: WordTable, weights: readonly number[]) {
    this.#table = table;
    this.#contents = new ContentsWatch(database);
    this.#segments = new WordSegments(database, table);
    this.#weights = Float64Array.from(weights);
    this.#page = database.prepare(`SELECT pgno FROM ${table}_words_idx WHERE segid = ? AND term <= ? ORDER BY term DESC LIMIT 1`);
    this.#pages = database.prepare(`SELECT block FROM ${table}_words_data WHERE id BETWEEN ? AND ?`);
    this.#pages.setReturnArrays(true);
  }

  /** Rows that hold a token in a column that weighs more than 0, ascending. Errors: store_damaged. */
  of(token: string): Postings {
    return this.#parsed(token, this.#weights).postings();
  }

  /** How many rows hold a token in any column: a third of the work. Errors: store_damaged. */
  count(token: string): number {
    return this.#parsed(token, null).count;
  }

  #parsed(token: string, weights: Float64Array | null): PostingParser {
    if (this.#contents.hasChanged()) {
      this.#known = null;
      this.#kept.clear();
    }
    // Read again with every call where it fails.
    this.#known ??= this.#segments.read();
    const term = Buffer.from(OF_WORDS + token);
    const parser = new PostingParser(weights);
    for (const segment of this.#known) this.#readSegment(segment, term, parser);
    return parser;
  }

  #readSegment(segment: WordSegment, term: Buffer, parser: PostingParser): void {
    parser.beginSegment(segment.deleted);
    const seen = this.#page.get(segment.id, term) as { pgno: number } | undefined;
    // The lowest bit says that there is an index of the list's rows besides.
    const first = Math.max(segment.firstPage, (seen?.pgno ?? 0) >> 1);
    let isFirst = true;
    for (const page of this.#leaves(segment, first)) {
      const contentEnd = (page[2]! << 8) | page[3]!;
      const list = isFirst ? listOf(page, contentEnd, term) : restOf(page, contentEnd);
      if (list === null) break;
      if (isFirst) parser.entries(page, list.start, list.end);
      else {
        parser.rest(page, list.start, list.end);
        const firstRow = (page[0]! << 8) | page[1]!;
        if (firstRow > 0) parser.entries(page, firstRow, list.end);
      }
      if (!list.goesOn) break;
      isFirst = false;
    }
  }

  /** From the first on, more at a time the longer the list is. */
  *#leaves({ id, lastPage }: WordSegment, first: number): Generator<Uint8Array> {
    yield this.#firstLeaf(id, first);
    for (let [from, pages] = [first + 1, 4]; from <= lastPage; from += pages, pages = Math.min(MOST_PAGES, pages * 4))
      yield* this.#read(id, from, Math.min(lastPage, from + pages - 1));
  }

  #firstLeaf(segment: number, page: number): Uint8Array {
    const number = Number(pageNumber(segment, page));
    let leaf = this.#kept.get(number);
    if (leaf === undefined) {
      leaf = this.#read(segment, page, page)[0]!;
      if (this.#kept.size >= KEPT_PAGES) this.#kept.clear();
      this.#kept.set(number, leaf);
    }
    return leaf;
  }

  #read(segment: number, from: number, to: number): Uint8Array[] {
    const rows = this.#pages.all(pageNumber(segment, from), pageNumber(segment, to)) as unknown as [Uint8Array][];
    if (rows.length !== to - from + 1) throw damagedIndex(this.#table, `lacks pages of its part ${segment}`);
    return rows.map(([page]) => page);
  }
}

type List = { start: number; end: number; goesOn: boolean };

/** The list of a term that stands on a page; null: it does not. Terms are written as far as they differ from the one before. */
function listOf(page: Uint8Array, contentEnd: number, term: Uint8Array): List | null {
  const footer = new VarintReader(page, contentEnd);
  // How many bytes the term before, which is a lower one, has in common with the one that is looked for.
  let common = 0;
  for (let offset = 0; !footer.isAtEnd; ) {
    const isFirst = offset === 0;
    offset += footer.next();
    const entry = new VarintReader(page, offset);
    const kept = isFirst ? 0 : entry.next();
    const own = entry.next();
    if (kept > common) continue;
    common = kept;
    while (common < kept + own && common < term.length && page[entry.at + common - kept] === term[common]) common += 1;
    if (common < kept + own) {
      if (common === term.length || page[entry.at + common - kept]! > term[common]!) return null;
    } else if (common === term.length) {
      const goesOn = footer.isAtEnd;
      return { start: entry.at + own, end: goesOn ? contentEnd : offset + footer.next(), goesOn };
    }
  }
  return null;
}

/** What of the list before stands on a page: all before the page's first term. */
function restOf(page: Uint8Array, contentEnd: number): List {
  const goesOn = contentEnd >= page.length;
  return { start: HEADER, end: goesOn ? contentEnd : new VarintReader(page, contentEnd).next(), goesOn };
}
