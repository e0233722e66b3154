import { DOT_MODULE } from './kernel/dot-module.ts';

const LANE_BYTES = 16;
const PAGE_BYTES = 65_536;
/** Room for the query before the vectors: the largest embedders have 4,096 dimensions. */
const QUERY_BYTES = 8_192;
/** Unit vectors of a few hundred dimensions rarely pass 0.35 in one of them: 127 / 0.35 keeps int8 fine-grained. */
const SCALE = 360;

type Dots = (query: number, vectors: number, count: number, bytes: number, out: number) => void;

/** int8 copies of all vectors in one WebAssembly memory, scanned whole: exact but for rounding, no index to build or to tune.
 *  Measured (docs/decisions/0002-embedded-store-on-sqlite.md): recall of the top 40 after float rescoring 1.000. Not shared between threads. */
export class VectorScan {
  readonly dimensions: number;
  readonly #bytes: number;
  readonly #memory = new WebAssembly.Memory({ initial: 1, maximum: 65_536 });
  readonly #dots: Dots;
  #owners = new Int32Array(1024);
  #groups = new Int32Array(1024);
  #slots = new Map<number, number>();
  #count = 0;

  constructor(dimensions: number) {
    this.dimensions = dimensions;
    this.#bytes = Math.ceil(dimensions / LANE_BYTES) * LANE_BYTES;
    const module = new WebAssembly.Module(Buffer.from(DOT_MODULE, 'base64'));
    const instance = new WebAssembly.Instance(module, { env: { memory: this.#memory } });
    this.#dots = instance.exports.dots as unknown as Dots;
  }

  get count(): number {
    return this.#count;
  }

  static quantize(vector: Float32Array): Int8Array {
    const codes = new Int8Array(vector.length);
    for (let index = 0; index < vector.length; index += 1) codes[index] = Math.max(-127, Math.min(127, Math.round(vector[index]! * SCALE)));
    return codes;
  }

  /** Adds the vector of a passage (`owner`) of a document (`group`), or replaces it. */
  put(owner: number, group: number, codes: Int8Array): void {
    let slot = this.#slots.get(owner);
    if (slot === undefined) {
      slot = this.#count;
      this.#grow(slot + 1);
      this.#slots.set(owner, slot);
      this.#count += 1;
    }
    this.#owners[slot] = owner;
    this.#groups[slot] = group;
    new Int8Array(this.#memory.buffer, QUERY_BYTES + slot * this.#bytes, this.#bytes).set(codes);
  }

  /** The last vector takes the place of the removed one. */
  remove(owner: number): void {
    const slot = this.#slots.get(owner);
    if (slot === undefined) return;
    const last = this.#count - 1;
    const bytes = new Int8Array(this.#memory.buffer);
    bytes.copyWithin(QUERY_BYTES + slot * this.#bytes, QUERY_BYTES + last * this.#bytes, QUERY_BYTES + (last + 1) * this.#bytes);
    this.#owners[slot] = this.#owners[last]!;
    this.#groups[slot] = this.#groups[last]!;
    this.#slots.set(this.#owners[slot]!, slot);
    this.#slots.delete(owner);
    this.#count = last;
  }

  owners(): Iterable<number> {
    return this.#slots.keys();
  }

  /** The `limit` owners nearest to the query (int8 scores: order them again in float), of the allowed groups alone. */
  nearest(query: Float32Array, limit: number, allowed: Pick<ReadonlySet<number>, 'has'> | null): number[] {
    if (this.#count === 0) return [];
    const out = QUERY_BYTES + this.#count * this.#bytes;
    this.#reserve(out + this.#count * 4);
    const codes = new Int8Array(this.#memory.buffer, 0, this.#bytes);
    codes.fill(0);
    codes.set(VectorScan.quantize(query));
    this.#dots(0, QUERY_BYTES, this.#count, this.#bytes, out);
    const scores = new Int32Array(this.#memory.buffer, out, this.#count);
    return this.#best(scores, limit, allowed);
  }

  /** A list that is cut back to the best whenever it is full: far cheaper than sorting all, as after the first few hundred
   *  next to none enters. Equal scores go by owner, so that the order of arrival decides nothing. */
  #best(scores: Int32Array, limit: number, allowed: Pick<ReadonlySet<number>, 'has'> | null): number[] {
    if (limit < 1) return [];
    let kept: { score: number; owner: number }[] = [];
    let floor = Number.NEGATIVE_INFINITY;
    const cut = () => {
      kept = kept.sort((a, b) => b.score - a.score || a.owner - b.owner).slice(0, limit);
      if (kept.length === limit) floor = kept[limit - 1]!.score;
    };
    for (let slot = 0; slot < scores.length; slot += 1) {
      const score = scores[slot]!;
      if (score < floor || (allowed !== null && !allowed.has(this.#groups[slot]!))) continue;
      kept.push({ score, owner: this.#owners[slot]! });
      if (kept.length >= limit * 2) cut();
    }
    cut();
    return kept.map(({ owner }) => owner);
  }

  #grow(slots: number): void {
    this.#reserve(QUERY_BYTES + slots * (this.#bytes + 4));
    if (slots <= this.#owners.length) return;
    const size = Math.max(slots, this.#owners.length * 2);
    const owners = new Int32Array(size);
    const groups = new Int32Array(size);
    owners.set(this.#owners);
    groups.set(this.#groups);
    this.#owners = owners;
    this.#groups = groups;
  }

  #reserve(bytes: number): void {
    const missing = bytes - this.#memory.buffer.byteLength;
    if (missing > 0) this.#memory.grow(Math.ceil(Math.max(missing, this.#memory.buffer.byteLength / 4) / PAGE_BYTES));
  }
}
