import type { CollectionLedger, KeptCollection, Ledger } from '../ledger.ts';
import type { QdrantCollections } from './qdrant-collections.ts';

/** Points that nobody is shown any more are deleted when no search can still be reading them: far longer than one may take. */
const GRACE_MS = 120_000;
/** A writer tells that it lives with every batch; one that has been silent for so long was killed. */
const SILENCE_MS = 900_000;

export type KeeperTimes = { graceMs: number; silenceMs: number };

/** Sees to it that the collections that are needed exist and hold what they must, and that what is spent goes. */
export class PointKeeper {
  readonly collections: QdrantCollections;
  readonly #ledger: Ledger;
  readonly #expected: () => number | null;
  readonly #times: KeeperTimes;

  /** `expected`: dimensions of vectors that will come, where they are known (null: not yet). */
  constructor(ledger: Ledger, collections: QdrantCollections, expected: () => number | null, times: Partial<KeeperTimes> = {}) {
    this.#ledger = ledger;
    this.collections = collections;
    this.#expected = expected;
    this.#times = { graceMs: GRACE_MS, silenceMs: SILENCE_MS, ...times };
  }

  /** The same for another state of the catalogue. */
  over(ledger: Ledger): PointKeeper {
    return new PointKeeper(ledger, this.collections, this.#expected, this.#times);
  }

  /** The collection that is searched, made where there is none yet. */
  async current(): Promise<KeptCollection> {
    for (;;) {
      const current = await this.#ledger.collections.current();
      if (current !== null) return current;
      await this.#make('current', this.#ledger.vectors.current.embedder()?.dimensions ?? this.#expected());
    }
  }

  /** The collection that is searched, with room for vectors of so many numbers. One that was made before that was known is replaced:
   *  its points are copied, and readers see the old one until the new one is whole. */
  async collectionFor(dimensions: number): Promise<KeptCollection> {
    for (;;) {
      const current = await this.current();
      if (current.dimensions === dimensions) return current;
      const wider = await this.#ledger.collections.reserve(dimensions);
      await this.collections.create(wider);
      const copied = new Set<number>();
      let missing = await this.#ledger.collections.replaceCurrent(wider.number, copied);
      while (missing.length > 0) {
        for (const edition of missing) {
          await this.#copy(edition, current.number, wider.number);
          await this.#ledger.collections.touch(wider.number);
          copied.add(edition);
        }
        missing = await this.#ledger.collections.replaceCurrent(wider.number, copied);
      }
    }
  }

  /** The collection that is filled beside. */
  async nextCollection(dimensions: number): Promise<KeptCollection> {
    for (;;) {
      const next = await this.#ledger.collections.next();
      if (next !== null) return next;
      await this.#make('next', dimensions);
    }
  }

  /** Brings the points of these editions into the next collection, all but their dense vectors. */
  async copyToNext(next: KeptCollection, editions: readonly number[]): Promise<void> {
    const held = await this.#ledger.vectors.next.held();
    const current = await this.current();
    for (const edition of editions) {
      if (held.has(edition)) continue;
      await this.#copy(edition, current.number, next.number);
      await this.#ledger.vectors.next.hold(edition);
    }
  }

  /** Deletes what nobody can be reading, or writing, any more. */
  async sweep(): Promise<void> {
    const now = Date.now();
    if ((await this.#ledger.heldUntil()) > now) return;
    const { editions, collections } = this.#ledger;
    const dropped = await collections.spent(now - this.#times.graceMs);
    for (const number of dropped) await this.collections.drop(number);
    if (dropped.length > 0) await collections.forget(dropped);
    const spent = await editions.spent(now - this.#times.graceMs, now - this.#times.silenceMs);
    if (spent.length === 0) return;
    for (const number of await inUse(collections)) await this.collections.deleteEditions(number, spent);
    await editions.forget(spent);
  }

  async #make(role: 'current' | 'next', dimensions: number | null): Promise<void> {
    const made = await this.#ledger.collections.reserve(dimensions);
    await this.collections.create(made);
    if (await this.#ledger.collections.takeIn(made.number, role)) return;
    await this.collections.drop(made.number);
    await this.#ledger.collections.forget([made.number]);
  }

  async #copy(edition: number, from: number, to: number): Promise<void> {
    for await (const points of this.collections.pointsOf(from, edition)) {
      const bare = points.map(({ id, payload, vector: { dense: _, ...words } }) => ({ id, payload, vector: words }));
      await this.collections.write(to, bare);
    }
  }
}

async function inUse(collections: CollectionLedger): Promise<number[]> {
  const all = [await collections.current(), await collections.next()];
  return all.flatMap((each) => (each === null ? [] : [each.number]));
}
