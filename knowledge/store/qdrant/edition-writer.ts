import type { RevisionContent } from '../../document/document.ts';
import type { Passage, TableRecord } from '../../document/passage.ts';
import { MillwrightError } from '../../errors.ts';
import type { EditionBasis, EditionWords, Ledger, NewEdition, UnitKind } from '../ledger.ts';
import type { Stewardship } from '../passage-store.ts';
import type { WordLengths } from '../store-contents.ts';
import { countEdition, DENSE, type EditionContent, editionPoints, embeddedFingerprint, notedPassages } from './edition-points.ts';
import { pointIdOf } from './point-ids.ts';
import type { PointKeeper } from './point-keeper.ts';

/** So often a document is written anew where others change what it was built on meanwhile. */
const ATTEMPTS = 5;

type Vectors = ReadonlyMap<string, readonly number[]>;
type Written = NewEdition & { collection: number };

/** Writes documents as new editions, which nobody sees before the ledger has taken them in. */
export class EditionWriter {
  readonly #ledger: Ledger;
  readonly #keeper: PointKeeper;
  #keptLengths: WordLengths = new Map();

  constructor(ledger: Ledger, keeper: PointKeeper) {
    this.#ledger = ledger;
    this.#keeper = keeper;
  }

  get keptLengths(): WordLengths {
    return this.#keptLengths;
  }

  /** As StoreContents has it. */
  keepLengths(lengths: WordLengths): void {
    this.#keptLengths = lengths;
  }

  async commit(revision: RevisionContent): Promise<void> {
    const { documentId, identity, passages, records } = revision;
    await this.#repeated(documentId, async () => {
      const { number: collection } = await this.#keeper.current();
      const before = await this.#ledger.editions.basis(revision, countEdition({ title: identity.title, passages, records }));
      const vectors = await this.#keptVectors(revision, before);
      const content = { documentId, title: before.title, passages, records };
      const words = countEdition(content);
      const averages = this.#keptLengths.get(documentId) ?? before.averages;
      const edition = await this.#write(collection, content, { words, averages, vectors });
      const noted = notedPassages(identity.title, passages, (id) => vectors.has(id));
      return this.#shown(edition, () => this.#ledger.editions.takeIn(revision, edition, noted));
    });
  }

  /** Corrects a document; under another title, its words are written anew. */
  async correct(documentId: string, change: Parameters<Stewardship['correct']>[1]): Promise<void> {
    await this.#repeated(documentId, async () => {
      const first = await this.#ledger.editions.correct(documentId, change);
      if (first.done) return true;
      return this.#retitle(documentId, first.title, change);
    });
  }

  async #retitle(documentId: string, title: string, change: Parameters<Stewardship['correct']>[1]): Promise<boolean> {
    const { collection, documents } = await this.#ledger.shown([documentId]);
    const former = documents.get(documentId)?.edition;
    if (collection === null || former === undefined) return false;
    const { passages, records, vectors } = await this.read(collection.number, former);
    const content = { documentId, title, passages, records };
    const words = countEdition(content);
    const { averages } = await this.#ledger.editions.basis({ documentId, identity: { title } }, words);
    const edition = await this.#write(collection.number, content, { words, averages, vectors });
    const rewritten = { ...edition, former, embedded: new Set(vectors.keys()) };
    return this.#shown(edition, async () => (await this.#ledger.editions.correct(documentId, change, rewritten)).done);
  }

  /** All of an edition, as it was committed, in reading order. */
  async read(
    collection: number,
    edition: number,
  ): Promise<{ passages: Passage[]; records: TableRecord[]; vectors: Map<string, number[]> }> {
    const passages: Passage[] = [];
    const records: TableRecord[] = [];
    const vectors = new Map<string, number[]>();
    for await (const points of this.#keeper.collections.pointsOf(collection, edition)) {
      for (const { payload, vector } of points) {
        if (payload.record !== undefined) {
          records.push(JSON.parse(payload.content) as TableRecord);
          continue;
        }
        passages.push(JSON.parse(payload.content) as Passage);
        const dense = vector[DENSE];
        if (Array.isArray(dense)) vectors.set(payload.passage, dense);
      }
    }
    passages.sort((a, b) => a.ordinal - b.ordinal);
    const place = new Map(passages.map(({ id, ordinal }) => [id, ordinal]));
    records.sort((a, b) => place.get(a.passageId)! - place.get(b.passageId)! || a.row - b.row);
    return { passages, records, vectors };
  }

  async #write(
    collection: number,
    content: EditionContent,
    { words, averages, vectors }: { words: EditionWords; averages: Record<UnitKind, number>; vectors: Vectors },
  ): Promise<Written> {
    const edition = await this.#ledger.editions.begin(collection);
    const points = editionPoints(content, { edition, averages, vectorOf: (id) => vectors.get(id) });
    try {
      await this.#keeper.collections.write(collection, points, async () => {
        if (!(await this.#ledger.editions.touch(edition))) throw interrupted(content.documentId);
      });
    } catch (error) {
      await this.#ledger.editions.giveUp(edition);
      throw error;
    }
    return { edition, title: content.title, words, averages, collection };
  }

  async #shown({ edition }: Written, take: () => Promise<boolean>): Promise<boolean> {
    let taken = false;
    try {
      taken = await take();
    } finally {
      if (!taken) await this.#ledger.editions.giveUp(edition);
    }
    return taken;
  }

  async #repeated(documentId: string, attempt: () => Promise<boolean>): Promise<void> {
    for (let attempts = 0; attempts < ATTEMPTS; attempts += 1) if (await attempt()) return;
    throw interrupted(documentId);
  }

  /** Vectors of passages that stay as they were, by the passages' new ids. */
  async #keptVectors({ identity, passages }: RevisionContent, { collection, former }: EditionBasis): Promise<Map<string, number[]>> {
    if (collection === null || former === null || former.embedded.size === 0) return new Map();
    const wanted = new Map<string, string>();
    for (const passage of passages) {
      const same = former.embedded.get(embeddedFingerprint(identity.title, passage));
      if (same !== undefined) wanted.set(passage.id, pointIdOf(former.edition, 'passage', same));
    }
    const points = await this.#keeper.collections.retrieve(collection.number, [...wanted.values()], { vector: [DENSE] });
    const byPoint = new Map(points.map(({ id, vector }) => [id, vector?.[DENSE]]));
    return new Map(
      [...wanted].flatMap(([id, point]) => {
        const vector = byPoint.get(point);
        return vector === undefined ? [] : [[id, vector] as const];
      }),
    );
  }
}

function interrupted(documentId: string): MillwrightError {
  return new MillwrightError(`The document "${documentId}" was changed by others again and again while it was written. Try again.`, {
    code: 'store_busy',
    retryable: true,
  });
}
