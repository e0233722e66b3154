import { MillwrightError } from '../../errors.ts';
import type { KeptCollection } from '../ledger.ts';
import { DENSE, KEYS, type Payload, type Point, WORDS } from './edition-points.ts';
import { inTurn } from './in-turn.ts';
import type { QdrantNodes } from './qdrant-nodes.ts';

export type CollectionShape = {
  /** The first part of the names of its collections. */
  prefix: string;
  /** Parts that a cluster spreads over its nodes, and copies of each. */
  shards: number;
  replicas: number;
};

/** Points a request, and requests under way at once: measured, more gains nothing. */
const BATCH = 256;
const IN_FLIGHT = 2;
/** Bytes of a request: Qdrant takes 32 MB. */
const BODY_BYTES = 8_000_000;
const MOST_POINT_BYTES = 30_000_000;
const PAGE = 256;
/** What a search may ask for at once. */
export const MOST_LIMIT = 10_000;

type Scrolled = { points: { id: string; payload: Payload; vector?: Point['vector'] }[]; next_page_offset: string | null };

/** The collections of one catalogue on a Qdrant, and the points in them. Errors as QdrantNodes has them, and too_large. */
export class QdrantCollections {
  readonly #nodes: QdrantNodes;
  readonly #shape: CollectionShape;
  readonly #catalogue: string;

  /** `catalogue`: the id of the catalogue that the collections belong to; it is part of their names. */
  constructor(nodes: QdrantNodes, shape: CollectionShape, catalogue: string) {
    this.#nodes = nodes;
    this.#shape = shape;
    this.#catalogue = catalogue;
  }

  nameOf(collection: number): string {
    return `${this.#shape.prefix}-${this.#catalogue}-${collection}`;
  }

  async create({ number, dimensions }: KeptCollection): Promise<void> {
    const { shards, replicas } = this.#shape;
    // 409: a request that seemed lost had come through; nobody else uses this name.
    await this.#nodes.write({
      ...{ method: 'PUT', path: this.#path(number), except: [409] },
      body: {
        vectors: dimensions === null ? {} : { [DENSE]: { size: dimensions, distance: 'Cosine' } },
        sparse_vectors: { [WORDS.passage]: {}, [WORDS.record]: {} },
        on_disk_payload: true,
        hnsw_config: { m: 16, ef_construct: 128 },
        ...(shards > 1 || replicas > 1 ? { shard_number: shards, replication_factor: replicas } : {}),
        strict_mode_config: {
          enabled: true,
          unindexed_filtering_retrieve: false,
          unindexed_filtering_update: false,
          max_query_limit: MOST_LIMIT,
        },
        metadata: { millwright: this.#catalogue },
      },
    });
    const indexes = [
      { field_name: 'edition', field_schema: { type: 'integer', lookup: true, range: true } },
      ...Object.values(KEYS).map((field) => ({ field_name: field, field_schema: 'keyword' })),
    ];
    for (const body of indexes) await this.#nodes.write({ method: 'PUT', path: `${this.#path(number)}/index?wait=true`, body });
  }

  async drop(collection: number): Promise<void> {
    await this.#nodes.write({ method: 'DELETE', path: this.#path(collection), except: [404] });
  }

  /** Numbers of its dense vectors (null: none), how many points there are, and what the server says is wrong with it (null: nothing); null
   *  where there is no such collection. */
  async describe(collection: number): Promise<{ dimensions: number | null; points: number; trouble: string | null } | null> {
    type Described = {
      points_count: number;
      status: string;
      optimizer_status: 'ok' | { error: string };
      config: { params: { vectors?: Record<string, { size: number }> } };
    };
    const described = await this.#nodes.read<Described>({ method: 'GET', path: this.#path(collection), except: [404] });
    if (described === null) return null;
    const { points_count, status, optimizer_status, config } = described;
    const trouble = optimizer_status === 'ok' ? (status === 'red' ? 'its state is "red"' : null) : optimizer_status.error;
    return { dimensions: config.params.vectors?.[DENSE]?.size ?? null, points: points_count, trouble };
  }

  /** Errors: store_damaged where there is none of that name, or one for other vectors. */
  async refuseOther({ number, dimensions }: KeptCollection): Promise<void> {
    const described = this.#found(await this.describe(number), number);
    if (described.dimensions === dimensions) return;
    const said = (count: number | null) => (count === null ? 'words only' : `vectors of ${count} dimensions`);
    throw new MillwrightError(
      `The collection "${this.nameOf(number)}" on Qdrant holds ${said(described.dimensions)}; the catalogue expects ${said(dimensions)}. It belongs to another catalogue: set MILLWRIGHT_QDRANT_URL and MILLWRIGHT_DATA to what belongs together.`,
      { code: 'store_damaged' },
    );
  }

  /** Writes points, in batches; `between` is called after each and may stop it by throwing. */
  async write(collection: number, points: Iterable<Point>, between: () => Promise<void> = async () => undefined): Promise<void> {
    await inTurn(batches(points), IN_FLIGHT, async (batch) => {
      await this.#nodes.write({ method: 'PUT', path: `${this.#path(collection)}/points?wait=true`, body: { points: batch } });
      await between();
    });
    await this.#nodes.settled();
  }

  /** Puts some of the vectors of points that there are, the rest stays. False where one of a batch is not there (any more). */
  async writeVectors(collection: number, points: readonly Pick<Point, 'id' | 'vector'>[]): Promise<boolean> {
    let complete = true;
    await inTurn(chunks(points, BATCH), IN_FLIGHT, async (batch) => {
      const path = `${this.#path(collection)}/points/vectors?wait=true`;
      if ((await this.#nodes.write({ method: 'PUT', path, body: { points: batch }, except: [404] })) === null) complete = false;
    });
    await this.#nodes.settled();
    return complete;
  }

  /** Deletes the points of these editions. */
  async deleteEditions(collection: number, editions: readonly number[]): Promise<void> {
    const path = `${this.#path(collection)}/points/delete?wait=true`;
    for (const some of chunks(editions, 1_000))
      await this.#nodes.write({
        method: 'POST',
        path,
        except: [404],
        body: { filter: { must: [{ key: 'edition', match: { any: some } }] } },
      });
  }

  /** How many points these editions have. */
  async count(collection: number, editions: readonly number[]): Promise<number> {
    let sum = 0;
    for (const some of chunks(editions, 1_000)) {
      const body = { filter: { must: [{ key: 'edition', match: { any: some } }] }, exact: true };
      const request = { path: `${this.#path(collection)}/points/count`, body, except: [404] };
      sum += this.#found(await this.#nodes.read<{ count: number }>(request), collection).count;
    }
    return sum;
  }

  /** All points of an edition, with their vectors. */
  async *pointsOf(collection: number, edition: number): AsyncGenerator<Point[]> {
    for (let offset: string | null | undefined; offset !== null; ) {
      const body = {
        ...{ filter: { must: [{ key: 'edition', match: { value: edition } }] }, limit: PAGE, with_payload: true, with_vector: true },
        ...(offset !== undefined && { offset }),
      };
      const page: Scrolled = this.#found(
        await this.#nodes.read<Scrolled>({ path: `${this.#path(collection)}/points/scroll`, body, except: [404] }),
        collection,
      );
      yield page.points.map(({ id, payload, vector = {} }) => ({ id, payload, vector }));
      offset = page.next_page_offset;
    }
  }

  /** The points with these ids that there are, in any order. */
  async retrieve(collection: number, ids: readonly string[], what: { payload?: readonly string[]; vector?: readonly string[] }) {
    type Retrieved = { id: string; payload?: Payload; vector?: Record<string, number[]> }[];
    const found: Retrieved = [];
    await inTurn(chunks([...new Set(ids)], PAGE), IN_FLIGHT, async (some) => {
      const body = { ids: some, with_payload: what.payload ?? false, with_vector: what.vector ?? false };
      const read = await this.#nodes.read<Retrieved>({ path: `${this.#path(collection)}/points`, body, except: [404] });
      for (const each of this.#found(read, collection)) found.push(each);
    });
    return found;
  }

  /** Several searches in one request; their points in the order of each. */
  async query(collection: number, searches: readonly unknown[], signal?: AbortSignal): Promise<ScoredPoint[][]> {
    if (searches.length === 0) return [];
    const request = { path: `${this.#path(collection)}/points/query/batch`, body: { searches }, except: [404], ...(signal && { signal }) };
    const answers = await this.#nodes.read<{ points: ScoredPoint[] }[]>(request);
    return this.#found(answers, collection).map(({ points }) => points);
  }

  #path(collection: number): string {
    return `/collections/${encodeURIComponent(this.nameOf(collection))}`;
  }

  #found<T>(answer: T | null, collection: number): T {
    if (answer !== null) return answer;
    throw new MillwrightError(
      `The catalogue says that its passages are in the collection "${this.nameOf(collection)}", but Qdrant at ${this.#nodes.urls.join(', ')} has none of that name. Set MILLWRIGHT_QDRANT_URL to the server that has it, or restore a backup.`,
      { code: 'store_damaged' },
    );
  }
}

export type ScoredPoint = { id: string; score: number; payload?: Partial<Payload> };

/** By number and by size. Errors: too_large where one point alone is more than Qdrant takes. */
function* batches(points: Iterable<Point>): Generator<Point[]> {
  let batch: Point[] = [];
  let bytes = 0;
  for (const point of points) {
    const size = bytesOf(point);
    if (size > MOST_POINT_BYTES)
      throw new MillwrightError(
        `The passage "${point.payload.passage}" takes ${size} bytes; Qdrant takes ${MOST_POINT_BYTES} at once. Split the document.`,
        {
          code: 'too_large',
        },
      );
    if (batch.length === BATCH || (batch.length > 0 && bytes + size > BODY_BYTES)) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push(point);
    bytes += size;
  }
  if (batch.length > 0) yield batch;
}

/** About, from above: a number takes up to 22 characters in JSON. */
function bytesOf({ vector, payload }: Point): number {
  const numbers = Object.values(vector).reduce((sum, each) => sum + (Array.isArray(each) ? each.length : each.indices.length * 2), 0);
  return 500 + numbers * 22 + Buffer.byteLength(JSON.stringify(payload), 'utf8');
}

function* chunks<T>(all: readonly T[], size: number): Generator<T[]> {
  for (let start = 0; start < all.length; start += size) yield all.slice(start, start + size);
}
