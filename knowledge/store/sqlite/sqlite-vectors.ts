import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Passage } from '../../document/passage.ts';
import { MillwrightError } from '../../errors.ts';
import type { PassageKey, VectorJob, VectorShelf } from '../passage-store.ts';
import { VectorScan } from './vector-scan.ts';
import { embeddedText } from './write-revision.ts';

/** Vectors in the file (float32) and in memory (int8). What other processes write is taken in before the next search. */
export class SqliteVectors implements VectorShelf {
  readonly #database: DatabaseSync;
  readonly #exact: StatementSync;
  readonly #run: <T>(work: () => T) => T;
  readonly #transaction: <T>(work: () => T) => T;
  #scan: VectorScan | null = null;
  /** The version of the file that the scan was last brought up to, and its count of vectors made anew. */
  #seenVersion = -1;
  #seenRemakes = -1;
  /** All passages before this one have their vector, until vectors are made anew: those that come get higher numbers.
   *  Without it each round of a first fill looked through all that the rounds before had done. */
  #pendingFrom = { remakes: -1, number: 0 };

  constructor(database: DatabaseSync, run: <T>(work: () => T) => T, transaction: <T>(work: () => T) => T) {
    this.#database = database;
    this.#exact = database.prepare('SELECT passage, exact FROM vectors WHERE passage IN (SELECT value FROM json_each(?))');
    this.#run = run;
    this.#transaction = transaction;
  }

  embedderId(): string | null {
    return this.#run(() => this.#embedder()?.id ?? null);
  }

  async pending(limit: number): Promise<VectorJob[]> {
    const sql = `SELECT p.number, d.id AS documentId, d.guess ->> '$.title' AS title, p.content FROM passages p JOIN documents d ON d.number = p.document
      LEFT JOIN vectors v ON v.passage = p.number WHERE v.passage IS NULL AND p.number >= ? ORDER BY p.number LIMIT ?`;
    type Row = { number: number; documentId: string; title: string; content: string };
    const rows = this.#run(() => {
      const remakes = this.#count('remakes');
      if (remakes !== this.#pendingFrom.remakes) this.#pendingFrom = { remakes, number: 0 };
      const found = this.#database.prepare(sql).all(this.#pendingFrom.number, limit) as Row[];
      if (found[0]) this.#pendingFrom.number = found[0].number;
      return found;
    });
    return rows.map(({ documentId, title, content }) => {
      const passage = JSON.parse(content) as Passage;
      return { key: { documentId, passageId: passage.id }, text: embeddedText(title, passage) };
    });
  }

  async counts(): Promise<{ passages: number; vectors: number }> {
    const row = this.#run(() =>
      this.#database.prepare('SELECT (SELECT count(*) FROM passages) AS passages, (SELECT count(*) FROM vectors) AS vectors').get(),
    );
    return { passages: Number(row!.passages), vectors: Number(row!.vectors) };
  }

  async put(embedderId: string, dimensions: number, entries: readonly { key: PassageKey; vector: Float32Array }[]): Promise<void> {
    for (const { vector } of entries)
      if (vector.length !== dimensions) throw mismatch(`vectors of ${dimensions} dimensions`, `one of ${vector.length}`);
    this.#transaction(() => {
      const kept = this.#embedder();
      if (kept !== null && (kept.id !== embedderId || kept.dimensions !== dimensions)) {
        throw mismatch(`${kept.dimensions}-dimension vectors of "${kept.id}"`, `${dimensions}-dimension ones of "${embedderId}"`);
      }
      if (kept === null)
        this.#database.prepare(`UPDATE meta SET value = ? WHERE key = 'embedder'`).run(JSON.stringify({ id: embedderId, dimensions }));
      const number = this.#database.prepare(
        'SELECT p.number FROM passages p JOIN documents d ON d.number = p.document WHERE d.id = ? AND p.id = ?',
      );
      const found = this.#database.prepare('SELECT exact FROM vectors WHERE passage = ?');
      const insert = this.#database.prepare('INSERT OR REPLACE INTO vectors (passage, exact) VALUES (?, ?)');
      let remade = false;
      for (const { key, vector } of entries) {
        const row = number.get(key.documentId, key.passageId) as { number: number } | undefined;
        if (row === undefined) continue;
        const bytes = new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength);
        const former = found.get(row.number) as { exact: Uint8Array } | undefined;
        if (former !== undefined && Buffer.compare(former.exact, bytes) === 0) continue;
        remade ||= former !== undefined;
        insert.run(row.number, bytes);
      }
      if (remade) this.#noteRemake();
    });
  }

  async clear(): Promise<void> {
    this.#transaction(() => {
      this.#database.exec(`DELETE FROM vectors; UPDATE meta SET value = '' WHERE key = 'embedder'`);
      this.#noteRemake();
    });
  }

  /** Takes removed passages out of memory. */
  forget(passages: readonly number[]): void {
    for (const number of passages) this.#scan?.remove(number);
  }

  /** The passages nearest to the query with their exact cosines, best first. */
  nearest(query: Float32Array, limit: number, allowed: Pick<ReadonlySet<number>, 'has'> | null): Map<number, number> {
    const scan = this.#current();
    if (scan === null) return new Map();
    if (query.length !== scan.dimensions) throw mismatch(`${scan.dimensions}-dimension vectors`, `a question of ${query.length}`);
    return this.cosines(query, scan.nearest(query, limit, allowed));
  }

  cosines(query: Float32Array, passages: readonly number[]): Map<number, number> {
    const rows = this.#exact.all(JSON.stringify(passages)) as { passage: number; exact: Uint8Array }[];
    const scored = rows.map(({ passage, exact }) => [passage, dot(query, floats(exact))] as const);
    return new Map(scored.sort((a, b) => b[1] - a[1] || a[0] - b[0]));
  }

  #embedder(): { id: string; dimensions: number } | null {
    const { value } = this.#database.prepare(`SELECT value FROM meta WHERE key = 'embedder'`).get() as { value: string };
    return value === '' ? null : (JSON.parse(value) as { id: string; dimensions: number });
  }

  /** The scan, brought up to what the file holds now. */
  #current(): VectorScan | null {
    const version = this.#count('version');
    if (version === this.#seenVersion) return this.#scan;
    const embedder = this.#embedder();
    const remakes = this.#count('remakes');
    if (embedder === null) {
      this.#scan = null;
    } else {
      if (this.#scan?.dimensions !== embedder.dimensions || remakes !== this.#seenRemakes) this.#scan = new VectorScan(embedder.dimensions);
      this.#takeIn(this.#scan);
    }
    this.#seenVersion = version;
    this.#seenRemakes = remakes;
    return this.#scan;
  }

  #count(key: 'version' | 'remakes'): number {
    const row = this.#database.prepare('SELECT value FROM meta WHERE key = ?').get(key) as { value: string } | undefined;
    return Number(row?.value ?? 0);
  }

  /** A passage that had a vector has another now: who keeps copies by passage must drop them all. */
  #noteRemake(): void {
    const next = String(this.#count('remakes') + 1);
    this.#database.prepare(`INSERT OR REPLACE INTO meta (key, value) VALUES ('remakes', ?)`).run(next);
  }

  #takeIn(scan: VectorScan): void {
    const gone = new Set(scan.owners());
    const missing: number[] = [];
    for (const { passage } of this.#database.prepare('SELECT passage FROM vectors').iterate() as Iterable<{ passage: number }>) {
      if (!gone.delete(passage)) missing.push(passage);
    }
    for (const passage of gone) scan.remove(passage);
    const read = this.#database.prepare(
      'SELECT v.exact, p.document FROM vectors v JOIN passages p ON p.number = v.passage WHERE v.passage = ?',
    );
    for (const passage of missing) {
      const row = read.get(passage) as { exact: Uint8Array; document: number };
      scan.put(passage, row.document, VectorScan.quantize(floats(row.exact)));
    }
  }
}

function floats(bytes: Uint8Array): Float32Array {
  const aligned = bytes.byteOffset % 4 === 0 ? bytes : bytes.slice();
  return new Float32Array(aligned.buffer, aligned.byteOffset, aligned.byteLength / 4);
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let index = 0; index < a.length; index += 1) sum += a[index]! * b[index]!;
  return sum;
}

function mismatch(expected: string, found: string): MillwrightError {
  return new MillwrightError(
    `The store holds ${expected}, but was given ${found}. Run "millwright reindex" to make all vectors anew, or choose the former embedder.`,
    { code: 'embedder_mismatch' },
  );
}
