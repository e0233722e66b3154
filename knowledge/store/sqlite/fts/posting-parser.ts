/** Rows that hold a token, and how often: each place counts as its column weighs. */
export type Postings = { rows: Int32Array; frequencies: Float32Array };

const LEAST_ROOM = 256;

/** What of a list of places comes next: places, the number of a column, or the rest of a place that takes several bytes. */
const PLACES = 0;
const COLUMN = 1;
const REST = 2;
/** Says, among places, that another column follows. */
const COLUMN_MARK = 1;

/** Reads lists of rows off the leaf pages of FTS5 (fts5_index.c, "doclist format" and "poslist format"), page by page: a list of rows, and
 *  the places of one row, may go on over many pages. */
export class PostingParser {
  readonly #weights: Float64Array | null;
  #rows = new Int32Array(LEAST_ROOM);
  #frequencies = new Float32Array(LEAST_ROOM);
  #count = 0;
  /** How many rows there were before this segment's. */
  #segmentStart = 0;
  #isAscending = true;
  #deleted: ReadonlySet<number> | null = null;
  #row = 0;
  /** Of the row whose places go on on the next page: bytes that stand there, and what was read so far. */
  #open = 0;
  #state = PLACES;
  #weight = 0;
  #frequency = 0;

  /** `weights`: of the columns; rows whose places all weigh 0 are left out. Null: rows are only counted, whatever their columns. */
  constructor(weights: Float64Array | null) {
    this.#weights = weights;
  }

  /** A list of another segment follows, in which these rows do not count any more. */
  beginSegment(deleted: ReadonlySet<number>): void {
    this.#deleted = deleted.size > 0 ? deleted : null;
    this.#segmentStart = this.#count;
    this.#open = 0;
  }

  /** A part of the list on one page, from `at` to `end`. The first row's number is written whole. */
  entries(page: Uint8Array, at: number, end: number): void {
    const weights = this.#weights;
    let place = at;
    let row = 0;
    while (place < end) {
      let byte = page[place]!;
      place += 1;
      let number = byte & 127;
      while (byte >= 128) {
        byte = page[place] ?? 0;
        place += 1;
        number = number * 128 + (byte & 127);
      }
      row += number;
      byte = page[place] ?? 0;
      place += 1;
      let size = byte & 127;
      while (byte >= 128) {
        byte = page[place] ?? 0;
        place += 1;
        size = size * 128 + (byte & 127);
      }
      // The lowest bit marks deleted rows in tables of another kind.
      const stop = place + (size >> 1);
      if (stop > end) {
        this.#row = row;
        this.#begin(stop - place);
        this.rest(page, place, end);
        return;
      }
      if (weights === null) this.#add(row, 1);
      else {
        let weight = weights[0]!;
        let frequency = 0;
        while (place < stop) {
          byte = page[place]!;
          place += 1;
          if (byte === COLUMN_MARK) {
            weight = weights[page[place]!] ?? 0;
            place += 1;
          } else {
            frequency += weight;
            while (byte >= 128) {
              byte = page[place] ?? 0;
              place += 1;
            }
          }
        }
        this.#add(row, frequency);
      }
      place = stop;
    }
  }

  /** What the last row of the page before still has on this one. */
  rest(page: Uint8Array, at: number, end: number): void {
    if (this.#open === 0) return;
    const stop = Math.min(end, at + this.#open);
    for (let place = at; place < stop; place += 1) this.#take(page[place]!);
    this.#open -= stop - at;
    if (this.#open === 0) this.#add(this.#row, this.#frequency);
  }

  get count(): number {
    return this.#count;
  }

  /** What was read, ascending: rows of later segments are later ones, but for those that were written anew under their number. */
  postings(): Postings {
    const rows = this.#rows.slice(0, this.#count);
    const frequencies = this.#frequencies.slice(0, this.#count);
    if (this.#isAscending) return { rows, frequencies };
    const order = Int32Array.from(rows.keys()).sort((a, b) => rows[a]! - rows[b]!);
    return { rows: order.map((index) => rows[index]!), frequencies: Float32Array.from(order, (index) => frequencies[index]!) };
  }

  #begin(bytes: number): void {
    this.#open = bytes;
    this.#state = PLACES;
    this.#weight = this.#weights?.[0] ?? 1;
    this.#frequency = 0;
  }

  /** A byte of the places. */
  #take(byte: number): void {
    if (this.#state === COLUMN) {
      this.#weight = this.#weights === null ? 1 : (this.#weights[byte] ?? 0);
      this.#state = PLACES;
    } else if (this.#state === REST) {
      if (byte < 128) this.#state = PLACES;
    } else if (byte === COLUMN_MARK) {
      this.#state = COLUMN;
    } else {
      this.#frequency += this.#weight;
      if (byte >= 128) this.#state = REST;
    }
  }

  #add(row: number, frequency: number): void {
    if (frequency === 0 || this.#deleted?.has(row)) return;
    const count = this.#count;
    this.#count += 1;
    if (this.#weights === null) return;
    if (count === this.#rows.length) this.#grow();
    if (count === this.#segmentStart && count > 0 && this.#rows[count - 1]! > row) this.#isAscending = false;
    this.#rows[count] = row;
    this.#frequencies[count] = frequency;
  }

  #grow(): void {
    const [rows, frequencies] = [this.#rows, this.#frequencies];
    this.#rows = new Int32Array(2 * rows.length);
    this.#frequencies = new Float32Array(2 * rows.length);
    this.#rows.set(rows);
    this.#frequencies.set(frequencies);
  }
}
