import type { RevisionContent } from '../../document/document.ts';
import type { Passage, TableRecord } from '../../document/passage.ts';
import { MillwrightError } from '../../errors.ts';
import type { ConflictShelf } from '../conflict-shelf.ts';
import type { JobShelf } from '../job-shelf.ts';
import type { Ledger, UnitKind } from '../ledger.ts';
import type {
  Candidate,
  Catalogue,
  PassageKey,
  PassageStore,
  Stewardship,
  StoredPassage,
  StoredRecord,
  StoreQuery,
  VectorShelf,
} from '../passage-store.ts';
import { refuseContradictions } from '../refuse-contradictions.ts';
import type { StoreContents, StoreSnapshot } from '../store-contents.ts';
import type { TermShelf } from '../term-shelf.ts';
import { WORDS_VERSION } from '../words/index-words.ts';
import { CandidateQuery } from './candidate-query.ts';
import { EditionWriter } from './edition-writer.ts';
import { pointIdOf } from './point-ids.ts';
import { type KeeperTimes, PointKeeper } from './point-keeper.ts';
import { type CollectionShape, QdrantCollections } from './qdrant-collections.ts';
import { qdrantContents } from './qdrant-contents.ts';
import { QdrantNodes, type QdrantServer } from './qdrant-nodes.ts';
import { QdrantVectors } from './qdrant-vectors.ts';
import { checkVersion } from './server-version.ts';

export type QdrantStoreOptions = {
  server: QdrantServer;
  shape: CollectionShape;
  /** Closed with the store. */
  ledger: Ledger;
  /** Dimensions of the vectors that will come, where they are known by the first commit. */
  dimensions?: () => number | null;
  times?: Partial<KeeperTimes>;
  /** Its contents are only read out: it does not matter by which version its words were made. */
  readingOut?: boolean;
};

/** A snapshot whose process was killed holds points back no longer than this. */
const HOLD_MS = 300_000;

/** Errors: store_older, store_newer. */
function refuseOtherWords(kept: number): void {
  if (kept === WORDS_VERSION) return;
  if (kept > WORDS_VERSION)
    throw new MillwrightError(
      `The words of this catalogue's passages in Qdrant were made by a newer Millwright (version ${kept}, this one makes ${WORDS_VERSION}). Install that version.`,
      { code: 'store_newer' },
    );
  throw new MillwrightError(
    `The words of this catalogue's passages in Qdrant were made by an older Millwright (version ${kept}, this one makes ${WORDS_VERSION}), and would not be found. Run "millwright migrate --to sqlite --resume", move "catalogue.db" out of the data folder, and run "millwright migrate --to qdrant": nothing is read or embedded again.`,
    { code: 'store_older' },
  );
}

/** Passages, records, words and vectors on a Qdrant; which of its points are seen is the ledger's to say, in one step for every change. */
export class QdrantPassageStore implements PassageStore {
  readonly catalogue: Catalogue;
  readonly vectors: VectorShelf;
  readonly stewardship: Stewardship;
  readonly jobs: JobShelf;
  readonly terms: TermShelf;
  readonly conflicts: ConflictShelf;
  readonly contents: StoreContents;
  readonly place: string;
  /** Names its catalogue among those on the same server. */
  readonly id: string;
  readonly #ledger: Ledger;
  readonly #keeper: PointKeeper;
  readonly #writer: EditionWriter;

  private constructor(ledger: Ledger, keeper: PointKeeper, place: string) {
    this.place = place;
    this.id = ledger.id;
    this.#ledger = ledger;
    this.#keeper = keeper;
    this.#writer = new EditionWriter(ledger, keeper);
    this.catalogue = ledger.catalogue;
    this.jobs = ledger.jobs;
    this.terms = ledger.terms;
    this.conflicts = ledger.conflicts;
    this.vectors = new QdrantVectors(ledger, keeper);
    this.contents = qdrantContents(ledger, keeper, this.#writer);
    this.stewardship = {
      ...ledger.stewardship,
      correct: async (documentId, change) => {
        await this.#writer.correct(documentId, change);
        await this.#keeper.sweep();
      },
    };
  }

  /** Errors: those of the server where it cannot be used; store_damaged where it lacks what the catalogue says it holds. */
  static async open({
    server,
    shape,
    ledger,
    dimensions = () => null,
    times,
    readingOut = false,
  }: QdrantStoreOptions): Promise<QdrantPassageStore> {
    const nodes = new QdrantNodes(server);
    const collections = new QdrantCollections(nodes, shape, ledger.id);
    try {
      const version = await checkVersion(nodes);
      const current = await ledger.collections.current();
      if (current !== null && !readingOut) refuseOtherWords(ledger.words);
      if (current !== null) await collections.refuseOther(current);
      return new QdrantPassageStore(
        ledger,
        new PointKeeper(ledger, collections, dimensions, times),
        `Qdrant ${version} at ${nodes.urls.join(', ')}`,
      );
    } catch (error) {
      await ledger.close();
      throw error;
    }
  }

  async commit(revision: RevisionContent): Promise<void> {
    refuseContradictions(revision);
    await this.#writer.commit(revision);
    await this.#keeper.sweep();
  }

  async remove(documentId: string): Promise<boolean> {
    const existed = await this.#ledger.editions.remove(documentId);
    if (existed) await this.#keeper.sweep();
    return existed;
  }

  async search(query: StoreQuery, signal?: AbortSignal): Promise<Candidate[]> {
    if (signal?.aborted) throw new MillwrightError('The search was cancelled.', { code: 'cancelled' });
    const sight = await this.#ledger.sight({ filter: query.filter ?? {}, tokens: query.terms.map(({ token }) => token) });
    return new CandidateQuery(this.#keeper.collections, sight, query).candidates(signal);
  }

  async passages(keys: readonly PassageKey[]): Promise<StoredPassage[]> {
    const found = await this.#units<Passage>(
      'passage',
      keys.map(({ documentId, passageId }) => ({ documentId, id: passageId })),
    );
    return found.map(({ unit, facts }) => ({ ...unit, document: facts }));
  }

  async records(keys: readonly { documentId: string; recordId: string }[]): Promise<StoredRecord[]> {
    const found = await this.#units<TableRecord>(
      'record',
      keys.map(({ documentId, recordId }) => ({ documentId, id: recordId })),
    );
    return found.map(({ unit, facts }) => ({ ...unit, documentId: facts.id }));
  }

  /** The catalogue is copied; its points stay where they are until the snapshot is released. */
  async snapshot(file: string): Promise<StoreSnapshot> {
    const hold = () => this.#ledger.hold(Date.now() + HOLD_MS);
    await hold();
    const ledger = await this.#ledger.copyTo(file);
    const renewal = setInterval(() => void hold().catch(() => undefined), HOLD_MS / 4).unref();
    return {
      store: new QdrantPassageStore(ledger, this.#keeper.over(ledger), this.place),
      release: async () => {
        clearInterval(renewal);
        await ledger.close();
        await this.#ledger.hold(0);
      },
    };
  }

  /** "ok", or what is wrong: with the catalogue, or with the points that it counts on. */
  async checkIntegrity(): Promise<string> {
    const catalogue = await this.#ledger.checkIntegrity();
    const collection = await this.#ledger.collections.current();
    if (catalogue !== 'ok' || collection === null) return catalogue;
    const live = (await this.#ledger.editions.live()).map(({ edition }) => edition);
    const expected = (await this.#ledger.catalogue.list()).reduce((sum, { passages, records }) => sum + passages + records, 0);
    const { collections } = this.#keeper;
    const found = await collections.count(collection.number, live);
    const name = collections.nameOf(collection.number);
    if (found !== expected) return `${name} holds ${found} of ${expected} passages and rows`;
    const trouble = (await collections.describe(collection.number))?.trouble ?? null;
    return trouble === null ? 'ok' : `the server has trouble with ${name}: ${trouble}`;
  }

  async close(): Promise<void> {
    await this.#ledger.close();
  }

  async #units<T>(kind: UnitKind, keys: readonly { documentId: string; id: string }[]) {
    const { collection, documents } = await this.#ledger.shown(keys.map(({ documentId }) => documentId));
    if (collection === null) return [];
    const wanted = keys.flatMap(({ documentId, id }) => {
      const document = documents.get(documentId);
      return document === undefined ? [] : [{ point: pointIdOf(document.edition, kind, id), facts: document.facts }];
    });
    const points = await this.#keeper.collections.retrieve(
      collection.number,
      wanted.map(({ point }) => point),
      { payload: ['content'] },
    );
    const contents = new Map(points.map(({ id, payload }) => [id, payload!.content]));
    return wanted.flatMap(({ point, facts }) => {
      const content = contents.get(point);
      return content === undefined ? [] : [{ unit: JSON.parse(content) as T, facts }];
    });
  }
}
