import { BestRows } from './best-rows.ts';
import { type GroupChoice, GroupSlots, isChosen } from './group-slots.ts';
import { KernelMemory, LANE_BYTES } from './kernel/scan-kernel.ts';
import { CENTRE_OF, VectorSketch } from './vector-sketch.ts';

/** Unit vectors of a few hundred dimensions rarely pass 0.35 in one of them: 127 / 0.35 keeps int8 fine-grained. */
const SCALE = 360;

/** From so many vectors on, a sketch says which of them are scored: so many, and this share of all besides. */
const SKETCH_FROM = 30_000;
const LEAST_SCORED = 6_000;
const SCORED_SHARE = 1 / 32;

/** int8 copies of all vectors in one WebAssembly memory: scanned whole, exact but for rounding; where there are many, those that a sketch
 *  of one bit a dimension leaves. No index to build or to tune. Measured: docs/decisions/0002-embedded-store-on-sqlite.md and
 *  0034-sketch-before-scan.md. Not shared between threads. */
export class VectorScan {
  readonly dimensions: number;
  readonly #bytes: number;
  /** Where the vectors begin: before them lies the query (int16). */
  readonly #start: number;
  readonly #memory = new KernelMemory();
  #owners = new Int32Array(1024);
  #groups = new Int32Array(1024);
  #slots = new Map<number, number>();
  #count = 0;
  #sketch: VectorSketch | null = null;
  /** Null where slots have changed since. */
  #groupSlots: GroupSlots | null = null;

  constructor(dimensions: number) {
    this.dimensions = dimensions;
    this.#bytes = Math.ceil(dimensions / LANE_BYTES) * LANE_BYTES;
    this.#start = 2 * this.#bytes;
  }

  get count(): number {
    return this.#count;
  }

  /** Of those that it holds; 0 where there is none. */
  get highestOwner(): number {
    let highest = 0;
    for (let slot = 0; slot < this.#count; slot += 1) highest = Math.max(highest, this.#owners[slot]!);
    return highest;
  }

  static quantize(vector: Float32Array): Int8Array {
    const codes = new Int8Array(vector.length);
    // In float32, as the kernel does it.
    for (let index = 0; index < vector.length; index += 1) {
      const rounded = Math.floor(Math.fround(Math.fround(vector[index]! * SCALE) + 0.5));
      codes[index] = Math.max(-127, Math.min(127, rounded));
    }
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
    this.#groupSlots = null;
    new Int8Array(this.#memory.buffer, this.#start + slot * this.#bytes, this.#bytes).set(codes);
    this.#sketch?.put(slot, codes);
  }

  /** As `put` with `quantize` does it, of passages that it holds no vector of yet, one vector after the other; far faster. */
  add(owners: readonly number[], groups: readonly number[], vectors: Float32Array): void {
    const [first, last] = [this.#count, this.#count + owners.length];
    const floats = this.#start + last * this.#bytes;
    this.#grow(last);
    this.#memory.reserve(floats + vectors.byteLength + LANE_BYTES);
    new Float32Array(this.#memory.buffer, floats, vectors.length).set(vectors);
    for (let index = 0; index < owners.length; index += 1) {
      const slot = first + index;
      const owner = owners[index]!;
      this.#owners[slot] = owner;
      this.#groups[slot] = groups[index]!;
      this.#slots.set(owner, slot);
      const fours = Math.ceil(this.dimensions / 4);
      this.#memory.kernel.quantize(floats + 4 * index * this.dimensions, fours, SCALE, this.#start + slot * this.#bytes);
      this.#sketch?.put(slot, this.#codes(slot));
    }
    this.#count = last;
    this.#groupSlots = null;
  }

  /** The last vector takes the place of the removed one. */
  remove(owner: number): void {
    const slot = this.#slots.get(owner);
    if (slot === undefined) return;
    const last = this.#count - 1;
    const bytes = new Int8Array(this.#memory.buffer);
    bytes.copyWithin(this.#start + slot * this.#bytes, this.#start + last * this.#bytes, this.#start + (last + 1) * this.#bytes);
    this.#sketch?.move(last, slot);
    this.#owners[slot] = this.#owners[last]!;
    this.#groups[slot] = this.#groups[last]!;
    this.#groupSlots = null;
    this.#slots.set(this.#owners[slot]!, slot);
    this.#slots.delete(owner);
    this.#count = last;
  }

  owners(): Iterable<number> {
    return this.#slots.keys();
  }

  /** The `limit` owners nearest to the query (int8 scores: order them again in float), of the chosen groups (null: all). */
  nearest(query: Float32Array, limit: number, choice: GroupChoice | null): number[] {
    if (this.#count === 0 || limit < 1) return [];
    const codes = VectorScan.quantize(query);
    const wanted = Math.max(LEAST_SCORED + Math.ceil(this.#count * SCORED_SHARE), limit);
    const slots = this.#worthScoring(codes, wanted, choice);
    return this.#best(this.#scores(codes, slots), slots, limit, slots === null ? choice : null);
  }

  /** Slots that may be among the nearest; null: all. */
  #worthScoring(codes: Int8Array, wanted: number, choice: GroupChoice | null): Int32Array | null {
    if (choice !== null) this.#groupSlots ??= new GroupSlots(this.#groups.subarray(0, this.#count));
    if (choice !== null && 'only' in choice) {
      const few = this.#count < SKETCH_FROM || this.#groupSlots!.count(choice) <= wanted;
      if (few) return this.#groupSlots!.chosen(choice);
    }
    if (this.#count < SKETCH_FROM || wanted >= this.#count) return null;
    this.#sketch ??= this.#newSketch();
    const keptOut = choice === null ? null : this.#groupSlots!.keptOut(choice);
    return this.#sketch.nearest(codes, { count: this.#count, wanted, keptOut });
  }

  #newSketch(): VectorSketch {
    const sketch = new VectorSketch(
      this.dimensions,
      this.#oldest(CENTRE_OF).map((slot) => this.#codes(slot)),
    );
    for (let slot = 0; slot < this.#count; slot += 1) sketch.put(slot, this.#codes(slot));
    return sketch;
  }

  /** The slots of the oldest passages, the oldest first: the same after a restart. */
  #oldest(count: number): number[] {
    const owners = this.#owners.slice(0, this.#count).sort().subarray(0, count);
    return Array.from(owners, (owner) => this.#slots.get(owner)!);
  }

  #codes(slot: number): Int8Array {
    return new Int8Array(this.#memory.buffer, this.#start + slot * this.#bytes, this.dimensions);
  }

  /** Dot products of all slots, or of these. The view is good until the next call. */
  #scores(codes: Int8Array, slots: Int32Array | null): Int32Array {
    const count = slots?.length ?? this.#count;
    const out = this.#start + this.#count * this.#bytes;
    this.#memory.reserve(out + count * 4);
    const query = new Int16Array(this.#memory.buffer, 0, this.#bytes);
    query.fill(0);
    query.set(codes);
    const scores = new Int32Array(this.#memory.buffer, out, count);
    if (slots === null) {
      this.#memory.kernel.dots(0, this.#start, count, this.#bytes, out);
    } else {
      scores.set(slots);
      this.#memory.kernel.dotsOf(0, this.#start, count, this.#bytes, out);
    }
    return scores;
  }

  #best(scores: Int32Array, slots: Int32Array | null, limit: number, choice: GroupChoice | null): number[] {
    const rows = new BestRows(limit);
    for (let index = 0; index < scores.length; index += 1) {
      const slot = slots === null ? index : slots[index]!;
      if (choice === null || isChosen(choice, this.#groups[slot]!)) rows.offer(this.#owners[slot]!, scores[index]!);
    }
    return rows.best().map(({ number }) => number);
  }

  #grow(slots: number): void {
    this.#memory.reserve(this.#start + slots * (this.#bytes + 4));
    if (slots <= this.#owners.length) return;
    const size = Math.max(slots, this.#owners.length * 2);
    const owners = new Int32Array(size);
    const groups = new Int32Array(size);
    owners.set(this.#owners);
    groups.set(this.#groups);
    this.#owners = owners;
    this.#groups = groups;
  }
}
