import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { VarintReader } from './varints.ts';
import type { WordTable } from './word-tables.ts';

/** Rows are read so many at a time, by their numbers. */
const BLOCK = 4_096;

/** How many tokens the rows of a word table hold, over all columns: read once and kept. Rows keep their number and their words, but for
 *  those that are written anew (`forget`). Runs inside the caller's transaction. */
export class RowLengths {
  readonly #block: StatementSync;
  readonly #columns: number;
  readonly #known = new Map<number, Int32Array>();

  constructor(database: DatabaseSync, table: WordTable, columns: number) {
    // One text for all: rows one by one would cost seven times as much.
    this.#block = database.prepare(
      `SELECT group_concat(id) AS ids, group_concat(hex(sz), '') AS sizes FROM ${table}_words_docsize WHERE id BETWEEN ? AND ?`,
    );
    this.#columns = columns;
  }

  forget(): void {
    this.#known.clear();
  }

  /** Of each row, in the order given. */
  of(rows: Int32Array): Int32Array {
    const lengths = new Int32Array(rows.length);
    let number = -1;
    let block: Int32Array = EMPTY;
    for (let index = 0; index < rows.length; index += 1) {
      const row = rows[index]!;
      const own = Math.floor(row / BLOCK);
      if (own !== number) block = this.#known.get(own) ?? this.#read(own);
      number = own;
      // No row is without a token: this one came after its block was read.
      if (block[row % BLOCK] === 0) block = this.#read(own);
      lengths[index] = block[row % BLOCK]!;
    }
    return lengths;
  }

  #read(number: number): Int32Array {
    const { ids, sizes } = this.#block.get(number * BLOCK, number * BLOCK + BLOCK - 1) as { ids: string | null; sizes: string | null };
    const lengths = new Int32Array(BLOCK);
    const reader = new VarintReader(Buffer.from(sizes ?? '', 'hex'));
    for (const id of JSON.parse(`[${ids ?? ''}]`) as number[])
      for (let column = 0; column < this.#columns; column += 1) lengths[id % BLOCK]! += reader.next();
    this.#known.set(number, lengths);
    return lengths;
  }
}

const EMPTY = new Int32Array(BLOCK);
