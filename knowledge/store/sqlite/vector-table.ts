import type { DatabaseSync } from 'node:sqlite';
import type { Passage } from '../../document/passage.ts';
import { type KeptEmbedder, mismatch, type VectorEntry } from '../embedder-mismatch.ts';
import type { VectorJob } from '../passage-store.ts';
import { embeddedText } from '../words/embedded-text.ts';

export { mismatch, refuseOtherDimensions } from '../embedder-mismatch.ts';

/** One table of vectors (float32, one a passage) and the embedder that made them. Methods run inside the caller's guard. */
export class VectorTable {
  readonly #database: DatabaseSync;
  readonly #table: string;
  readonly #meta: string;
  /** All passages before this one have their vector, until vectors are made anew: those that come get higher numbers.
   *  Without it each round of a first fill looked through all that the rounds before had done. */
  #pendingFrom = { remakes: '', number: 0 };

  /** `meta`: where the embedder is kept. */
  constructor(database: DatabaseSync, table: 'vectors' | 'next_vectors', meta: 'embedder' | 'next-embedder') {
    this.#database = database;
    this.#table = table;
    this.#meta = meta;
  }

  embedder(): KeptEmbedder | null {
    const row = this.#database.prepare('SELECT value FROM meta WHERE key = ?').get(this.#meta) as { value: string } | undefined;
    return row === undefined || row.value === '' ? null : (JSON.parse(row.value) as KeptEmbedder);
  }

  setEmbedder(embedder: KeptEmbedder | null): void {
    const value = embedder === null ? '' : JSON.stringify(embedder);
    this.#database.prepare('INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)').run(this.#meta, value);
  }

  /** `remakes`: changes whenever passages may have lost the vector that they had. */
  pending(limit: number, remakes: string): VectorJob[] {
    const sql = `SELECT p.number, d.id AS documentId, d.guess ->> '$.title' AS title, p.content FROM passages p JOIN documents d ON d.number = p.document
      LEFT JOIN ${this.#table} v ON v.passage = p.number WHERE v.passage IS NULL AND p.number >= ? ORDER BY p.number LIMIT ?`;
    if (remakes !== this.#pendingFrom.remakes) this.#pendingFrom = { remakes, number: 0 };
    type Row = { number: number; documentId: string; title: string; content: string };
    const rows = this.#database.prepare(sql).all(this.#pendingFrom.number, limit) as Row[];
    if (rows[0]) this.#pendingFrom.number = rows[0].number;
    return rows.map(({ documentId, title, content }) => {
      const passage = JSON.parse(content) as Passage;
      return { key: { documentId, passageId: passage.id }, text: embeddedText(title, passage) };
    });
  }

  counts(): { passages: number; vectors: number } {
    const sql = `SELECT (SELECT count(*) FROM passages) AS passages, (SELECT count(*) FROM ${this.#table}) AS vectors`;
    const row = this.#database.prepare(sql).get()!;
    return { passages: Number(row.passages), vectors: Number(row.vectors) };
  }

  /** `remade`: a passage that had a vector has another now; `isLate`: one got its vector after a later passage had it.
   *  Errors: embedder_mismatch, saying whose vectors `holder` are. */
  put(embedder: KeptEmbedder, entries: readonly VectorEntry[], holder: string): { remade: boolean; isLate: boolean } {
    const kept = this.embedder();
    if (kept !== null && (kept.id !== embedder.id || kept.dimensions !== embedder.dimensions)) {
      throw mismatch(
        `${holder} ${kept.dimensions}-dimension vectors of "${kept.id}"`,
        `${embedder.dimensions}-dimension ones of "${embedder.id}"`,
      );
    }
    if (kept === null) this.setEmbedder(embedder);
    const number = this.#database.prepare(
      'SELECT p.number FROM passages p JOIN documents d ON d.number = p.document WHERE d.id = ? AND p.id = ?',
    );
    const found = this.#database.prepare(`SELECT exact FROM ${this.#table} WHERE passage = ?`);
    const insert = this.#database.prepare(`INSERT OR REPLACE INTO ${this.#table} (passage, exact) VALUES (?, ?)`);
    let remade = false;
    let isLate = false;
    let last = (this.#database.prepare(`SELECT coalesce(max(passage), 0) AS last FROM ${this.#table}`).get() as { last: number }).last;
    for (const { key, vector } of entries) {
      const row = number.get(key.documentId, key.passageId) as { number: number } | undefined;
      if (row === undefined) continue;
      const bytes = new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength);
      const former = found.get(row.number) as { exact: Uint8Array } | undefined;
      if (former !== undefined && Buffer.compare(former.exact, bytes) === 0) continue;
      remade ||= former !== undefined;
      isLate ||= row.number < last;
      last = Math.max(last, row.number);
      insert.run(row.number, bytes);
    }
    return { remade, isLate };
  }
}
