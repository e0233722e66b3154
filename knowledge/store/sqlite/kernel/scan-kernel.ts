import { SCAN_MODULE } from './scan-module.ts';

/** Addresses are bytes of the kernel's memory; one i32 a vector lies at `out`. */
export type ScanKernel = {
  /** Dot products of an int16 query with int8 vectors. */
  dots(query: number, vectors: number, count: number, bytes: number, out: number): void;
  /** The same for the vectors whose numbers lie at `out`. */
  dotsOf(query: number, vectors: number, count: number, bytes: number, out: number): void;
  /** In how many bits rows differ from the query. */
  distances(query: number, rows: number, count: number, bytes: number, out: number): void;
  /** Adds to the i32 at `tally` how often each number stands among `count` numbers. */
  tally(numbers: number, count: number, tally: number): void;
  /** Overwrites numbers by the indexes of those that are at most `most`, ascending; how many there are. */
  atMost(numbers: number, count: number, most: number): number;
  /** One bit each of 16 `lanes` int8: whether the code is above that of the centre. */
  above(codes: number, centre: number, lanes: number, out: number): void;
  /** int8 of four times `fours` float32, each times `scale`, rounded, within -127 and 127. */
  quantize(floats: number, fours: number, scale: number, out: number): void;
};

/** What a kernel reads and writes 16 bytes at a time. */
export const LANE_BYTES = 16;
const PAGE_BYTES = 65_536;
const MOST_PAGES = 65_536;

let compiled: WebAssembly.Module | null = null;

/** A memory that grows, and the kernel that works in it. */
export class KernelMemory {
  readonly kernel: ScanKernel;
  readonly #memory = new WebAssembly.Memory({ initial: 1, maximum: MOST_PAGES });

  constructor() {
    compiled ??= new WebAssembly.Module(Buffer.from(SCAN_MODULE, 'base64'));
    this.kernel = new WebAssembly.Instance(compiled, { env: { memory: this.#memory } }).exports as unknown as ScanKernel;
  }

  /** Changes when the memory grows: views of it do not outlive a `reserve`. */
  get buffer(): ArrayBuffer {
    return this.#memory.buffer;
  }

  reserve(bytes: number): void {
    const missing = bytes - this.#memory.buffer.byteLength;
    if (missing > 0) this.#memory.grow(Math.ceil(Math.max(missing, this.#memory.buffer.byteLength / 4) / PAGE_BYTES));
  }
}
