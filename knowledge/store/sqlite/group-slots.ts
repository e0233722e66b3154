/** Of which groups (documents) a search may bring vectors: these only, or all but these. */
export type GroupChoice = { only: ReadonlySet<number> } | { without: ReadonlySet<number> };

export function isChosen(choice: GroupChoice, group: number): boolean {
  return 'only' in choice ? choice.only.has(group) : !choice.without.has(group);
}

/** The slots of each group: counted once, so that no search has to look at the groups of all slots. */
export class GroupSlots {
  readonly #slots: Int32Array;
  readonly #ranges = new Map<number, { start: number; end: number }>();

  /** `groups`: of each slot. */
  constructor(groups: Int32Array) {
    this.#slots = new Int32Array(groups.length);
    const ranges: { start: number; end: number }[] = [];
    for (const group of groups) {
      const range = this.#ranges.get(group) ?? { start: 0, end: 0 };
      if (range.end === 0) {
        this.#ranges.set(group, range);
        ranges.push(range);
      }
      range.end += 1;
    }
    let start = 0;
    for (const range of ranges) {
      const size = range.end;
      range.start = range.end = start;
      start += size;
    }
    for (let slot = 0; slot < groups.length; slot += 1) {
      const range = this.#ranges.get(groups[slot]!)!;
      this.#slots[range.end] = slot;
      range.end += 1;
    }
  }

  /** Slots that a choice lets through, group by group. */
  chosen(choice: GroupChoice): Int32Array {
    return this.#of('only' in choice ? choice.only : this.#others(choice.without));
  }

  /** Slots that it keeps out, group by group. */
  keptOut(choice: GroupChoice): Int32Array {
    return this.#of('without' in choice ? choice.without : this.#others(choice.only));
  }

  #others(groups: ReadonlySet<number>): number[] {
    return [...this.#ranges.keys()].filter((group) => !groups.has(group));
  }

  #of(groups: Iterable<number>): Int32Array {
    const ranges = [...groups].flatMap((group) => this.#ranges.get(group) ?? []);
    const all = new Int32Array(ranges.reduce((sum, { start, end }) => sum + end - start, 0));
    let filled = 0;
    for (const { start, end } of ranges) {
      all.set(this.#slots.subarray(start, end), filled);
      filled += end - start;
    }
    return all;
  }
}
