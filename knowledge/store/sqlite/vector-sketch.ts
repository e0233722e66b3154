import type { Run } from './group-slots.ts';
import { KernelMemory, LANE_BYTES } from './kernel/scan-kernel.ts';

/** The centre is that of so many vectors. */
export const CENTRE_OF = 8_192;

/** `keptOut`: slots that are not looked at; null: none. */
type Wanted = { count: number; wanted: number; keptOut: readonly Run[] | null };

/** One bit a dimension of each vector: on which side of the centre it lies. A hundred times smaller to read than the vectors of floats and
 *  enough to leave out most of them. Around the centre, because sentence embeddings all point much the same way: bits around zero
 *  would be nearly equal. (Binary quantization; measured in docs/decisions/0034-sketch-before-scan.md.) */
export class VectorSketch {
  readonly #bytes: number;
  readonly #dimensions: number;
  /** Before the rows lie the query's row, how often each distance occurs, the centre, and the vector whose row is made. */
  readonly #tally: number;
  readonly #centre: number;
  readonly #codes: number;
  readonly #rows: number;
  readonly #memory = new KernelMemory();

  /** `codes`: of the vectors that the centre is taken from, at least one. */
  constructor(dimensions: number, codes: readonly Int8Array[]) {
    this.#bytes = Math.ceil(dimensions / 8 / LANE_BYTES) * LANE_BYTES;
    this.#dimensions = dimensions;
    const places = 8 * this.#bytes;
    this.#tally = this.#bytes;
    // Room for every distance, and for that of slots that are kept out.
    this.#centre = this.#tally + 4 * (places + LANE_BYTES);
    this.#codes = this.#centre + places;
    this.#rows = this.#codes + places;
    this.#memory.reserve(this.#rows);
    // Codes are whole numbers: above the centre are those above the whole number below it. Places after the last dimension are above nothing.
    const centre = new Int8Array(this.#memory.buffer, this.#centre, places).fill(127);
    centre.set(centreOf(dimensions, codes.slice(0, CENTRE_OF)).map(Math.floor));
  }

  put(slot: number, codes: Int8Array): void {
    const start = this.#rows + slot * this.#bytes;
    this.#memory.reserve(start + this.#bytes);
    this.#writeRow(codes, start);
  }

  /** The row of slot `from` takes the place of that of slot `to`. */
  move(from: number, to: number): void {
    const start = this.#rows + from * this.#bytes;
    new Uint8Array(this.#memory.buffer).copyWithin(this.#rows + to * this.#bytes, start, start + this.#bytes);
  }

  /** Slots among the first `count` whose rows differ least from the query, ascending: at least `wanted` of those not kept out where there are
   *  so many, and all that are as far as the last, so that order decides nothing. */
  nearest(codes: Int8Array, { count, wanted, keptOut }: Wanted): Int32Array {
    const { kernel } = this.#memory;
    const out = this.#rows + count * this.#bytes;
    this.#memory.reserve(out + count * 4);
    this.#writeRow(codes, 0);
    kernel.distances(0, this.#rows, count, this.#bytes, out);
    const beyond = this.#dimensions + 1;
    const distances = new Int32Array(this.#memory.buffer, out, count);
    for (const { from, to } of keptOut ?? []) distances.fill(beyond, from, to);
    const tally = new Int32Array(this.#memory.buffer, this.#tally, beyond + 1).fill(0);
    kernel.tally(out, count, this.#tally);
    let farthest = 0;
    for (let seen = tally[0]!; seen < wanted && farthest < beyond - 1; seen += tally[farthest]!) farthest += 1;
    return new Int32Array(this.#memory.buffer, out, kernel.atMost(out, count, farthest)).slice();
  }

  #writeRow(codes: Int8Array, at: number): void {
    new Int8Array(this.#memory.buffer, this.#codes, codes.length).set(codes);
    // The whole row: distances may have lain there before.
    this.#memory.kernel.above(this.#codes, this.#centre, this.#bytes / 2, at);
  }
}

function centreOf(dimensions: number, codes: readonly Int8Array[]): Float32Array {
  const centre = new Float32Array(dimensions);
  for (const each of codes) for (let index = 0; index < dimensions; index += 1) centre[index]! += each[index]! / codes.length;
  return centre;
}
