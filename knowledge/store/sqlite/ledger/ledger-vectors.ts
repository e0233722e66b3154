import type { DatabaseSync } from 'node:sqlite';
import { type KeptEmbedder, mismatch } from '../../embedder-mismatch.ts';
import type { NextVectorLedger, VectorLedger } from '../../ledger.ts';
import type { PassageKey } from '../../passage-store.ts';
import type { FileGuard } from '../file-guard.ts';
import type { CollectionRows } from './collection-rows.ts';

type Parts = { database: DatabaseSync; guard: FileGuard };
type Role = { marks: 'ledger_vectors' | 'ledger_next_vectors'; meta: 'embedder' | 'next-embedder'; holder: string };

const CURRENT: Role = { marks: 'ledger_vectors', meta: 'embedder', holder: 'The store holds' };
const NEXT: Role = { marks: 'ledger_next_vectors', meta: 'next-embedder', holder: 'Beside the vectors in use, the store makes' };

export function keptEmbedder(database: DatabaseSync, meta: Role['meta'] = 'embedder'): KeptEmbedder | null {
  const row = database.prepare('SELECT value FROM meta WHERE key = ?').get(meta) as { value: string } | undefined;
  return row === undefined || row.value === '' ? null : (JSON.parse(row.value) as KeptEmbedder);
}

function keepEmbedder(database: DatabaseSync, meta: Role['meta'], embedder: KeptEmbedder | null): void {
  const value = embedder === null ? '' : JSON.stringify(embedder);
  database.prepare('INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)').run(meta, value);
}

/** Vectors that are searched. */
export function ledgerVectors(parts: Parts): VectorLedger {
  return vectorsOf(parts, CURRENT);
}

/** Vectors that are made beside them. */
export function ledgerNextVectors({ database, guard }: Parts, collections: CollectionRows): NextVectorLedger {
  return {
    ...vectorsOf({ database, guard }, NEXT),
    held: async () =>
      guard.read(
        () => new Set((database.prepare('SELECT edition FROM next_editions').all() as { edition: number }[]).map(({ edition }) => edition)),
      ),
    hold: async (edition) =>
      guard.atomically(() => {
        database.prepare('INSERT OR IGNORE INTO next_editions SELECT edition FROM editions WHERE edition = ?').run(edition);
      }),
    switchOver: async () =>
      guard.atomically(() => {
        const { passages, vectors } = countsOf(database, NEXT);
        if (vectors < passages) return false;
        const next = collections.of('next');
        if (next === null) collections.retire('current');
        else collections.promote(next.number);
        keepEmbedder(database, 'embedder', keptEmbedder(database, 'next-embedder'));
        keepEmbedder(database, 'next-embedder', null);
        database.exec(
          'DELETE FROM ledger_vectors; INSERT INTO ledger_vectors SELECT passage FROM ledger_next_vectors; DELETE FROM ledger_next_vectors;',
        );
        database.exec('DELETE FROM next_editions');
        guard.noteChange();
        return true;
      }),
    drop: async () =>
      guard.atomically(() => {
        collections.retire('next');
        database.exec('DELETE FROM ledger_next_vectors; DELETE FROM next_editions');
        keepEmbedder(database, 'next-embedder', null);
      }),
  };
}

function vectorsOf({ database, guard }: Parts, { marks, meta, holder }: Role): VectorLedger {
  return {
    embedder: () => guard.read(() => keptEmbedder(database, meta)),
    counts: async () => guard.read(() => countsOf(database, { marks })),
    pending: async (limit) =>
      guard.read(() => {
        const sql = `SELECT d.id AS documentId, p.id AS passageId, e.edition FROM ledger_passages p JOIN documents d ON d.number = p.document
          JOIN editions e ON e.document = d.number LEFT JOIN ${marks} v ON v.passage = p.number WHERE v.passage IS NULL ORDER BY p.number LIMIT ?`;
        const rows = database.prepare(sql).all(limit) as (PassageKey & { edition: number })[];
        return rows.map(({ documentId, passageId, edition }) => ({ key: { documentId, passageId }, edition }));
      }),
    editionsOf: async (keys) =>
      guard.read(() => {
        const sql = `SELECT e.edition FROM documents d JOIN ledger_passages p ON p.document = d.number JOIN editions e ON e.document = d.number
          WHERE d.id = ? AND p.id = ?`;
        const found = database.prepare(sql);
        return keys.map(
          ({ documentId, passageId }) => (found.get(documentId, passageId) as { edition: number } | undefined)?.edition ?? null,
        );
      }),
    note: async (embedder, entries) =>
      guard.atomically(() => {
        const kept = keptEmbedder(database, meta);
        if (kept === null) keepEmbedder(database, meta, embedder);
        else if (kept.id !== embedder.id || kept.dimensions !== embedder.dimensions) throw otherEmbedder(holder, kept, embedder);
        const sql = `INSERT OR IGNORE INTO ${marks} SELECT p.number FROM ledger_passages p JOIN documents d ON d.number = p.document
          JOIN editions e ON e.document = d.number WHERE d.id = ? AND p.id = ? AND e.edition = ?`;
        const mark = database.prepare(sql);
        for (const { key, edition } of entries) mark.run(key.documentId, key.passageId, edition);
        if (meta === 'embedder') guard.noteChange();
      }),
  };
}

function otherEmbedder(holder: string, kept: KeptEmbedder, given: KeptEmbedder) {
  return mismatch(`${holder} ${kept.dimensions}-dimension vectors of "${kept.id}"`, `${given.dimensions}-dimension ones of "${given.id}"`);
}

function countsOf(database: DatabaseSync, { marks }: Pick<Role, 'marks'>): { passages: number; vectors: number } {
  const sql = `SELECT (SELECT count(*) FROM ledger_passages) AS passages, (SELECT count(*) FROM ${marks}) AS vectors`;
  const { passages, vectors } = database.prepare(sql).get() as { passages: number; vectors: number };
  return { passages, vectors };
}
