import type { Run } from './group-slots.ts';
import { KernelMemory, LANE_BYTES } from './kernel/scan-kernel.ts';

/** The centre is that of so many vectors. */
export const CENTRE_OF = 8_192;
/** The most dimensions of an embedder. */
const MOST = 4_096;
/** Before the rows lie the query's row, how often each distance occurs, the centre, and the vector whose row is made. */
const TALLY = MOST / 8;
const CENTRE = TALLY + 4 * (MOST + LANE_BYTES);
const CODES = CENTRE + MOST;
const ROWS = CODES + MOST;

/** `keptOut`: slots that are not looked at; null: none. */
type Wanted = { count: number; wanted: number; keptOut: readonly Run[] | null };

/** One bit a dimension of each vector: on which side of the centre it lies. A hundred times smaller to read than the vectors of floats and
 *  enough to leave out most of them. Around the centre, because sentence embeddings all point much the same way: bits around zero
 *  would be nearly equal. (Binary quantization; measured in docs/decisions/0034-sketch-before-scan.md.) */
export class VectorSketch {
  readonly #bytes: number;
  readonly #dimensions: number;
  readonly #memory = new KernelMemory();

  /** `codes`: of the vectors that the centre is taken from, at least one. */
  constructor(dimensions: number, codes: readonly Int8Array[]) {
    this.#bytes = Math.ceil(dimensions / 8 / LANE_BYTES) * LANE_BYTES;
    this.#dimensions = dimensions;
    this.#memory.reserve(ROWS);
    // Codes are whole numbers: above the centre are those above the whole number below it. Places after the last dimension are above nothing.
    const centre = new Int8Array(this.#memory.buffer, CENTRE, MOST).fill(127);
    centre.set(centreOf(dimensions, codes.slice(0, CENTRE_OF)).map(Math.floor));
  }

  put(slot: number, codes: Int8Array): void {
    const start = ROWS + slot * this.#bytes;
    this.#memory.reserve(start + this.#bytes);
    this.#writeRow(codes, start);
  }

  /** The row of slot `from` takes the place of that of slot `to`. */
  move(from: number, to: number): void {
    const start = ROWS + from * this.#bytes;
    new Uint8Array(this.#memory.buffer).copyWithin(ROWS + to * this.#bytes, start, start + this.#bytes);
  }

  /** Slots among the first `count` whose rows differ least from the query, ascending: at least `wanted` of those not kept out where there are
   *  so many, and all that are as far as the last, so that order decides nothing. */
  nearest(codes: Int8Array, { count, wanted, keptOut }: Wanted): Int32Array {
    const { kernel } = this.#memory;
    const out = ROWS + count * this.#bytes;
    this.#memory.reserve(out + count * 4);
    this.#writeRow(codes, 0);
    kernel.distances(0, ROWS, count, this.#bytes, out);
    const beyond = this.#dimensions + 1;
    const distances = new Int32Array(this.#memory.buffer, out, count);
    for (const { from, to } of keptOut ?? []) distances.fill(beyond, from, to);
    const tally = new Int32Array(this.#memory.buffer, TALLY, beyond + 1).fill(0);
    kernel.tally(out, count, TALLY);
    let farthest = 0;
    for (let seen = tally[0]!; seen < wanted && farthest < beyond - 1; seen += tally[farthest]!) farthest += 1;
    return new Int32Array(this.#memory.buffer, out, kernel.atMost(out, count, farthest)).slice();
  }

  #writeRow(codes: Int8Array, at: number): void {
    new Int8Array(this.#memory.buffer, CODES, codes.length).set(codes);
    // The whole row: distances may have lain there before.
    this.#memory.kernel.above(CODES, CENTRE, this.#bytes / 2, at);
  }
}

function centreOf(dimensions: number, codes: readonly Int8Array[]): Float32Array {
  const centre = new Float32Array(dimensions);
  for (const each of codes) for (let index = 0; index < dimensions; index += 1) centre[index]! += each[index]! / codes.length;
  return centre;
}
