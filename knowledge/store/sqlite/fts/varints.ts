/** Reads SQLite's variable-length integers: seven bits a byte, the highest first, eight in a ninth. Beyond the end it reads zeros. */
export class VarintReader {
  readonly #bytes: Uint8Array;
  at: number;

  constructor(bytes: Uint8Array, at = 0) {
    this.#bytes = bytes;
    this.at = at;
  }

  get isAtEnd(): boolean {
    return this.at >= this.#bytes.length;
  }

  /** Exact below 2^53. */
  next(): number {
    let value = 0;
    for (let index = 0; index < 8; index += 1) {
      const byte = this.#bytes[this.at] ?? 0;
      this.at += 1;
      value = value * 128 + (byte & 127);
      if (byte < 128) return value;
    }
    const last = this.#bytes[this.at] ?? 0;
    this.at += 1;
    return value * 256 + last;
  }
}

/** All that stand in these bytes. */
export function varintsIn(bytes: Uint8Array): number[] {
  const reader = new VarintReader(bytes);
  const numbers: number[] = [];
  while (!reader.isAtEnd) numbers.push(reader.next());
  return numbers;
}

/** Of numbers below 2^53, within eight bytes each. */
export function varints(numbers: readonly number[]): Uint8Array {
  return Uint8Array.from(
    numbers.flatMap((number) => {
      const bytes = [number % 128];
      for (let rest = Math.floor(number / 128); rest > 0; rest = Math.floor(rest / 128)) bytes.unshift(128 + (rest % 128));
      return bytes;
    }),
  );
}
