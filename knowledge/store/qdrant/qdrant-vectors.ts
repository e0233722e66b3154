import type { Passage } from '../../document/passage.ts';
import { MillwrightError } from '../../errors.ts';
import { mismatch, refuseOtherDimensions, type VectorEntry } from '../embedder-mismatch.ts';
import type { KeptCollection, Ledger, VectorLedger } from '../ledger.ts';
import type { NextVectors, PassageKey, VectorJob, VectorShelf } from '../passage-store.ts';
import { embeddedText } from '../words/embedded-text.ts';
import { DENSE, type Payload } from './edition-points.ts';
import { pointIdOf } from './point-ids.ts';
import type { PointKeeper } from './point-keeper.ts';

/** Documents may be committed again while vectors are written, but hardly so often during one batch. */
const ATTEMPTS = 5;

/** Vectors as part of the points; which passage has one is the ledger's to know. */
export class QdrantVectors implements VectorShelf {
  readonly next: NextVectors;
  readonly #ledger: Ledger;
  readonly #keeper: PointKeeper;

  constructor(ledger: Ledger, keeper: PointKeeper) {
    this.#ledger = ledger;
    this.#keeper = keeper;
    const { next } = ledger.vectors;
    this.next = {
      embedderId: () => next.embedder()?.id ?? null,
      pending: (limit) => this.#jobs(next, limit),
      counts: () => next.counts(),
      put: (id, dimensions, entries) => this.#putNext(id, dimensions, entries),
      switchOver: () => next.switchOver(),
      drop: () => next.drop(),
    };
  }

  embedderId(): string | null {
    return this.#ledger.vectors.current.embedder()?.id ?? null;
  }

  pending(limit: number): Promise<VectorJob[]> {
    return this.#jobs(this.#ledger.vectors.current, limit);
  }

  counts(): Promise<{ passages: number; vectors: number }> {
    return this.#ledger.vectors.current.counts();
  }

  async cosines(vector: Float32Array, keys: readonly PassageKey[]): Promise<(number | null)[]> {
    const embedder = this.#ledger.vectors.current.embedder();
    const { collection, documents } = await this.#ledger.shown(keys.map(({ documentId }) => documentId));
    if (embedder === null || collection === null) return keys.map(() => null);
    if (vector.length !== embedder.dimensions)
      throw mismatch(`The store holds ${embedder.dimensions}-dimension vectors`, `a question of ${vector.length}`);
    const points = keys.map(({ documentId, passageId }) => {
      const document = documents.get(documentId);
      return document === undefined ? null : pointIdOf(document.edition, 'passage', passageId);
    });
    const ids = [...new Set(points.filter((id) => id !== null))];
    const search = { query: [...vector], using: DENSE, filter: { must: [{ has_id: ids }] }, limit: ids.length, with_payload: false };
    const searches = ids.length === 0 ? [] : [{ ...search, params: { exact: true } }];
    const found = (await this.#keeper.collections.query(collection.number, searches)).flat();
    const scores = new Map(found.map(({ id, score }) => [id, score]));
    return points.map((id) => (id === null ? null : (scores.get(id) ?? null)));
  }

  async put(id: string, dimensions: number, entries: readonly VectorEntry[]): Promise<void> {
    refuseOtherDimensions(dimensions, entries);
    const vectors = this.#ledger.vectors.current;
    refuseOther(vectors, id, dimensions, 'The store holds');
    const put = await this.#put(vectors, entries, () => this.#keeper.collectionFor(dimensions));
    await vectors.note({ id, dimensions }, put);
  }

  async #putNext(id: string, dimensions: number, entries: readonly VectorEntry[]): Promise<void> {
    refuseOtherDimensions(dimensions, entries);
    const { next } = this.#ledger.vectors;
    refuseOther(next, id, dimensions, 'Beside the vectors in use, the store makes');
    const put = await this.#put(next, entries, async (editions) => {
      const collection = await this.#keeper.nextCollection(dimensions);
      await this.#keeper.copyToNext(collection, editions);
      return collection;
    });
    await next.note({ id, dimensions }, put);
  }

  /** Writes the vectors of passages that there are. A passage may go meanwhile: then those that are left are written once more. */
  async #put(
    vectors: VectorLedger,
    entries: readonly VectorEntry[],
    collectionFor: (editions: readonly number[]) => Promise<KeptCollection>,
  ): Promise<{ key: PassageKey; edition: number }[]> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const editions = await vectors.editionsOf(entries.map(({ key }) => key));
      const there = entries.flatMap(({ key, vector }, index) =>
        editions[index] == null ? [] : [{ key, vector, edition: editions[index] }],
      );
      const collection = await collectionFor([...new Set(there.map(({ edition }) => edition))]);
      const points = there.map(({ key, vector, edition }) => ({
        id: pointIdOf(edition, 'passage', key.passageId),
        vector: { [DENSE]: [...vector] },
      }));
      if (await this.#keeper.collections.writeVectors(collection.number, points)) return there;
    }
    throw pointsMissing(this.#keeper.collections.nameOf((await this.#keeper.current()).number));
  }

  async #jobs(vectors: VectorLedger, limit: number): Promise<VectorJob[]> {
    const pending = await vectors.pending(limit);
    const { collection, documents } = await this.#ledger.shown(pending.map(({ key }) => key.documentId));
    if (collection === null) return [];
    const ids = pending.map(({ key, edition }) => pointIdOf(edition, 'passage', key.passageId));
    const points = await this.#keeper.collections.retrieve(collection.number, ids, { payload: ['content'] });
    const contents = new Map(points.map(({ id, payload }) => [id, (payload as Payload).content]));
    const titles = await this.#titles([...documents.keys()]);
    return pending.map(({ key }, index) => {
      const content = contents.get(ids[index]!);
      if (content === undefined) throw pointsMissing(this.#keeper.collections.nameOf(collection.number));
      return { key, text: embeddedText(titles.get(key.documentId)!, JSON.parse(content) as Passage) };
    });
  }

  /** As they were read: a person's correction makes no vector anew. */
  async #titles(documentIds: readonly string[]): Promise<Map<string, string>> {
    const facts = await Promise.all(documentIds.map((id) => this.#ledger.stewardship.facts(id)));
    const guesses = facts.map((all) => all?.find(({ field }) => field === 'title')?.guess);
    return new Map(documentIds.map((id, index) => [id, String(guesses[index] ?? '')]));
  }
}

function pointsMissing(name: string): MillwrightError {
  return new MillwrightError(
    `The collection "${name}" lacks passages that the catalogue knows. Restore a backup, or ingest the documents again.`,
    {
      code: 'store_damaged',
    },
  );
}

/** Errors: embedder_mismatch, before anything is written. */
function refuseOther(vectors: VectorLedger, id: string, dimensions: number, holder: string): void {
  const kept = vectors.embedder();
  if (kept !== null && (kept.id !== id || kept.dimensions !== dimensions))
    throw mismatch(`${holder} ${kept.dimensions}-dimension vectors of "${kept.id}"`, `${dimensions}-dimension ones of "${id}"`);
}
