import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { NextVectors, PassageKey, VectorJob, VectorShelf } from '../passage-store.ts';
import type { GroupChoice } from './group-slots.ts';
import type { Guard } from './guard.ts';
import { SHUFFLES_CHANGE } from './schema.ts';
import { sqliteNextVectors } from './sqlite-next-vectors.ts';
import { floats, takeInAll, takeInDifference, takeInLater } from './take-in-vectors.ts';
import { VectorScan } from './vector-scan.ts';
import { mismatch, refuseOtherDimensions, VectorTable } from './vector-table.ts';

/** Vectors in the file (float32) and in memory (int8). What other processes write is taken in before the next search. */
export class SqliteVectors implements VectorShelf {
  readonly next: NextVectors;
  readonly #database: DatabaseSync;
  readonly #table: VectorTable;
  readonly #exact: StatementSync;
  readonly #number: StatementSync;
  readonly #read: Guard;
  readonly #change: Guard;
  #scan: VectorScan | null = null;
  /** What the scan was last brought up to: the version of the file, how often vectors were made anew, and how often they went or came late. */
  #seen = { version: -1, remakes: -1, shuffles: -1 };
  #counted: { version: number; counts: { passages: number; vectors: number } } | null = null;

  /** `guards`: as sqliteNextVectors has them. */
  constructor(database: DatabaseSync, guards: { read: Guard; write: Guard; change: Guard }) {
    this.#database = database;
    this.#table = new VectorTable(database, 'vectors', 'embedder');
    this.#exact = database.prepare('SELECT passage, exact FROM vectors WHERE passage IN (SELECT value FROM json_each(?))');
    this.#number = database.prepare(
      'SELECT p.number FROM passages p JOIN documents d ON d.number = p.document WHERE d.id = ? AND p.id = ?',
    );
    this.#read = guards.read;
    this.#change = guards.change;
    const remakes = { count: () => this.#count('remakes'), note: () => this.#noteRemake() };
    this.next = sqliteNextVectors({ database, current: this.#table, guards, remakes });
  }

  embedderId(): string | null {
    return this.#read(() => this.#table.embedder()?.id ?? null);
  }

  async pending(limit: number): Promise<VectorJob[]> {
    return this.#read(() => this.#table.pending(limit, String(this.#count('remakes'))));
  }

  async counts(): Promise<{ passages: number; vectors: number }> {
    return this.#read(() => {
      const version = this.#count('version');
      if (this.#counted?.version !== version) this.#counted = { version, counts: this.#table.counts() };
      return { ...this.#counted.counts };
    });
  }

  async put(id: string, dimensions: number, entries: readonly { key: PassageKey; vector: Float32Array }[]): Promise<void> {
    refuseOtherDimensions(dimensions, entries);
    this.#change(() => {
      const { remade, isLate } = this.#table.put({ id, dimensions }, entries, 'The store holds');
      if (remade) this.#noteRemake();
      if (isLate) this.#database.exec(SHUFFLES_CHANGE);
    });
  }

  /** Takes removed passages out of memory. */
  forget(passages: readonly number[]): void {
    for (const number of passages) this.#scan?.remove(number);
  }

  /** The passages nearest to the query with their exact cosines, best first. */
  nearest(query: Float32Array, limit: number, choice: GroupChoice | null): Map<number, number> {
    const scan = this.#current();
    if (scan === null) return new Map();
    refuseQuestion(query, scan);
    return this.cosinesOf(query, scan.nearest(query, limit, choice));
  }

  async cosines(query: Float32Array, keys: readonly PassageKey[]): Promise<(number | null)[]> {
    return this.#read(() => {
      const scan = this.#current();
      if (scan === null) return keys.map(() => null);
      refuseQuestion(query, scan);
      const numbers = keys.map(({ documentId, passageId }) => this.#number.get(documentId, passageId) as { number: number } | undefined);
      const found = this.cosinesOf(
        query,
        numbers.flatMap((row) => row?.number ?? []),
      );
      return numbers.map((row) => (row === undefined ? null : (found.get(row.number) ?? null)));
    });
  }

  /** By the numbers of passages, best first. */
  cosinesOf(query: Float32Array, passages: readonly number[]): Map<number, number> {
    const rows = this.#exact.all(JSON.stringify(passages)) as { passage: number; exact: Uint8Array }[];
    const scored = rows.map(({ passage, exact }) => [passage, dot(query, floats(exact))] as const);
    return new Map(scored.sort((a, b) => b[1] - a[1] || a[0] - b[0]));
  }

  /** The scan, brought up to what the file holds now. */
  #current(): VectorScan | null {
    const seen = { version: this.#count('version'), remakes: this.#count('remakes'), shuffles: this.#count('shuffles') };
    if (seen.version === this.#seen.version) return this.#scan;
    const embedder = this.#table.embedder();
    if (embedder === null) {
      this.#scan = null;
    } else {
      if (this.#scan?.dimensions !== embedder.dimensions || seen.remakes !== this.#seen.remakes)
        this.#scan = new VectorScan(embedder.dimensions);
      if (this.#scan.count === 0) takeInAll(this.#database, this.#scan);
      else if (seen.shuffles === this.#seen.shuffles) takeInLater(this.#database, this.#scan);
      else takeInDifference(this.#database, this.#scan);
    }
    this.#seen = seen;
    return this.#scan;
  }

  #count(key: 'version' | 'remakes' | 'shuffles'): number {
    const row = this.#database.prepare('SELECT value FROM meta WHERE key = ?').get(key) as { value: string } | undefined;
    return Number(row?.value ?? 0);
  }

  /** A passage that had a vector has another now: who keeps copies by passage must drop them all. */
  #noteRemake(): void {
    const next = String(this.#count('remakes') + 1);
    this.#database.prepare(`INSERT OR REPLACE INTO meta (key, value) VALUES ('remakes', ?)`).run(next);
  }
}

/** Errors: embedder_mismatch. */
function refuseQuestion(query: Float32Array, { dimensions }: Pick<VectorScan, 'dimensions'>): void {
  if (query.length !== dimensions) throw mismatch(`The store holds ${dimensions}-dimension vectors`, `a question of ${query.length}`);
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let index = 0; index < a.length; index += 1) sum += a[index]! * b[index]!;
  return sum;
}
