/** Who must wait for whom: things done one after the other, and files that wait for earlier ones of the same name or content.
 *  Whatever the speed of each, the order of asking decides: the same folder gives the same outcome. */
export class Turns {
  #tail: Promise<unknown> = Promise.resolve();
  readonly #held = new Map<string, Promise<void>>();

  /** Does the work when all work given before has ended. */
  inOrder<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#tail.then(work, work);
    this.#tail = turn.catch(() => undefined);
    return turn;
  }

  /** Takes the keys; the result waits until all who took one of them before have let go. Never call it twice for one holder:
   *  two holders could wait for each other. */
  hold(keys: readonly string[]): { ready: Promise<unknown>; release: () => void } {
    const before = keys.flatMap((key) => this.#held.get(key) ?? []);
    const { promise, resolve } = Promise.withResolvers<void>();
    for (const key of keys) this.#held.set(key, promise);
    const release = () => {
      for (const key of keys) if (this.#held.get(key) === promise) this.#held.delete(key);
      resolve();
    };
    return { ready: Promise.all(before), release };
  }
}
