/** Of which groups (documents) a search may bring vectors: these only, or all but these. */
export type GroupChoice = { only: ReadonlySet<number> } | { without: ReadonlySet<number> };

export function isChosen(choice: GroupChoice, group: number): boolean {
  return 'only' in choice ? choice.only.has(group) : !choice.without.has(group);
}

/** Slots that follow each other, `to` left out. */
export type Run = { from: number; to: number };

/** The slots of each group, looked up once, so that no search has to look at the groups of all slots. A document's vectors came together:
 *  mostly they are one run. */
export class GroupSlots {
  readonly #runs = new Map<number, Run[]>();

  /** `groups`: of each slot. */
  constructor(groups: Int32Array) {
    for (let from = 0, to = 0; from < groups.length; from = to) {
      const group = groups[from]!;
      for (to = from + 1; to < groups.length && groups[to] === group; ) to += 1;
      const runs = this.#runs.get(group);
      if (runs === undefined) this.#runs.set(group, [{ from, to }]);
      else runs.push({ from, to });
    }
  }

  /** How many slots a choice lets through. */
  count(choice: GroupChoice): number {
    return lengthOf(this.#chosen(choice));
  }

  /** Slots that it lets through, group by group. */
  chosen(choice: GroupChoice): Int32Array {
    const runs = this.#chosen(choice);
    const slots = new Int32Array(lengthOf(runs));
    let filled = 0;
    for (const { from, to } of runs)
      for (let slot = from; slot < to; slot += 1) {
        slots[filled] = slot;
        filled += 1;
      }
    return slots;
  }

  /** Slots that it keeps out. */
  keptOut(choice: GroupChoice): Run[] {
    return this.#of('without' in choice ? choice.without : this.#others(choice.only));
  }

  #chosen(choice: GroupChoice): Run[] {
    return this.#of('only' in choice ? choice.only : this.#others(choice.without));
  }

  #others(groups: ReadonlySet<number>): number[] {
    return [...this.#runs.keys()].filter((group) => !groups.has(group));
  }

  #of(groups: Iterable<number>): Run[] {
    return Array.from(groups).flatMap((group) => this.#runs.get(group) ?? []);
  }
}

function lengthOf(runs: readonly Run[]): number {
  return runs.reduce((sum, { from, to }) => sum + to - from, 0);
}
