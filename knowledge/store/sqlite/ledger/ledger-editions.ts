import type { DatabaseSync } from 'node:sqlite';
import type { EditionLedger, EditionWords, NotedPassage, UnitKind } from '../../ledger.ts';
import { DocumentRows } from '../document-rows.ts';
import type { FileGuard } from '../file-guard.ts';
import { RevisionSettler } from '../revision-settler.ts';
import { changedCorrection, correctDocument } from '../sqlite-stewardship.ts';
import type { CollectionRows } from './collection-rows.ts';
import type { LedgerWords } from './ledger-words.ts';

export type EditionParts = { database: DatabaseSync; guard: FileGuard; words: LedgerWords; collections: CollectionRows };

type LiveRow = { edition: number; documentId: string; title: string; averages: string };

/** Editions of documents in the catalogue's file. */
export function ledgerEditions({ database, guard, words, collections }: EditionParts): EditionLedger {
  const documents = new DocumentRows(database);
  const settler = new RevisionSettler(documents, words);
  const state = (edition: number) =>
    database.prepare('SELECT state, collection FROM editions WHERE edition = ?').get(edition) as
      | { state: string; collection: number }
      | undefined;
  const editionOf = (document: number) =>
    (database.prepare('SELECT edition FROM editions WHERE document = ?').get(document) as { edition: number }).edition;
  /** Whether an edition that was written may be shown: in the collection that is searched, and not given up. */
  const isReady = (edition: number) => {
    const row = state(edition);
    return row?.state === 'staged' && row.collection === collections.current()?.number;
  };
  return {
    basis: async ({ documentId, identity }, added) =>
      guard.read(() => {
        const document = documents.numberOf(documentId);
        return {
          collection: collections.current(),
          title: documents.titleOf(documentId, identity),
          averages: averagesWith(words, added),
          former: document === null ? null : { edition: editionOf(document), embedded: embeddedOf(database, document) },
        };
      }),
    begin: async (collection) =>
      guard.atomically(() => {
        const insert = database.prepare(`INSERT INTO editions (collection, state, touched) VALUES (?, 'staged', ?)`);
        return Number(insert.run(collection, Date.now()).lastInsertRowid);
      }),
    touch: async (edition) =>
      guard.atomically(
        () =>
          database.prepare(`UPDATE editions SET touched = ? WHERE edition = ? AND state = 'staged'`).run(Date.now(), edition).changes > 0,
      ),
    giveUp: async (edition) =>
      guard.atomically(() => {
        database.prepare(`UPDATE editions SET state = 'dead', touched = ? WHERE edition = ? AND state = 'staged'`).run(Date.now(), edition);
      }),
    takeIn: async (revision, edition, passages) =>
      guard.atomically(() => {
        if (!isReady(edition.edition) || documents.titleOf(revision.documentId, revision.identity) !== edition.title) return false;
        const leaving = documents.leaving(revision.documentId);
        if (leaving !== null) {
          words.hide(leaving.number);
          documents.delete(leaving.number);
        }
        const { number } = documents.insert(revision);
        words.show(number, edition, false);
        notePassages(database, number, passages);
        settler.settle([number], leaving?.keys ?? []);
        guard.noteContents();
        return true;
      }),
    remove: async (documentId) =>
      guard.atomically(() => {
        const leaving = documents.leaving(documentId);
        if (leaving === null) return false;
        words.hide(leaving.number);
        documents.delete(leaving.number);
        settler.settle(leaving.partners, leaving.keys);
        guard.noteContents();
        return true;
      }),
    correct: async (documentId, change, rewritten) =>
      guard.atomically(() => {
        const number = documents.numberOf(documentId);
        if (number !== null) {
          const correction = changedCorrection(documents.correctionOf(documentId), change);
          const title = correction.title ?? documents.read(number).guess.title;
          const fits = rewritten?.title === title && rewritten.former === editionOf(number) && isReady(rewritten.edition);
          if (title !== words.titleOf(number) && !fits) return { done: false, title };
        }
        words.withRewritten(rewritten ?? null, () => correctDocument({ documents, words, settler }, documentId, change));
        if (rewritten !== undefined && number !== null) keepMarks(database, number, rewritten.embedded);
        guard.noteContents();
        return { done: true };
      }),
    spent: async (unseen, untouched) =>
      guard.atomically(() => {
        database.prepare(`UPDATE editions SET state = 'dead' WHERE state = 'staged' AND touched < ?`).run(untouched);
        const rows = database.prepare(`SELECT edition FROM editions WHERE state = 'dead' AND touched < ?`).all(unseen);
        return rows.map(({ edition }) => Number(edition));
      }),
    forget: async (editions) =>
      guard.atomically(() => {
        const forget = database.prepare(`DELETE FROM editions WHERE edition = ? AND state <> 'live'`);
        for (const edition of editions) forget.run(edition);
      }),
    noteAverages: async (edition, averages) =>
      guard.atomically(() => {
        database.prepare('UPDATE editions SET averages = ? WHERE edition = ?').run(JSON.stringify(averages), edition);
      }),
    live: async () =>
      guard.read(() => {
        const sql =
          'SELECT e.edition, d.id AS documentId, e.title, e.averages FROM editions e JOIN documents d ON d.number = e.document ORDER BY e.edition';
        const rows = database.prepare(sql).all() as LiveRow[];
        return rows.map((row) => ({ ...row, averages: JSON.parse(row.averages) as Record<UnitKind, number> }));
      }),
  };
}

function averagesWith(words: LedgerWords, added: EditionWords): Record<UnitKind, number> {
  const average = (kind: UnitKind) => {
    const { units, tokens } = words.totals(kind, false);
    return (tokens + added[kind].tokens) / Math.max(1, units + added[kind].units);
  };
  return { passage: average('passage'), record: average('record') };
}

function embeddedOf(database: DatabaseSync, document: number): Map<string, string> {
  const sql = 'SELECT p.fingerprint, p.id FROM ledger_passages p JOIN ledger_vectors v ON v.passage = p.number WHERE p.document = ?';
  const rows = database.prepare(sql).all(document) as { fingerprint: string; id: string }[];
  return new Map(rows.map(({ fingerprint, id }) => [fingerprint, id]));
}

function notePassages(database: DatabaseSync, document: number, passages: readonly NotedPassage[]): void {
  const insert = database.prepare('INSERT INTO ledger_passages (document, id, ordinal, fingerprint) VALUES (?, ?, ?, ?)');
  const mark = database.prepare('INSERT INTO ledger_vectors (passage) VALUES (?)');
  for (const { id, ordinal, fingerprint, embedded } of passages) {
    const { lastInsertRowid } = insert.run(document, id, ordinal, fingerprint);
    if (embedded) mark.run(lastInsertRowid);
  }
}

/** Vectors that came while an edition was written anew are not in it: they are made once more. Those that are being made beside are
 *  in none of its points either. */
function keepMarks(database: DatabaseSync, document: number, embedded: ReadonlySet<string>): void {
  const rows = database.prepare('SELECT number, id FROM ledger_passages WHERE document = ?').all(document) as {
    number: number;
    id: string;
  }[];
  const forget = database.prepare('DELETE FROM ledger_vectors WHERE passage = ?');
  const forgetNext = database.prepare('DELETE FROM ledger_next_vectors WHERE passage = ?');
  for (const { number, id } of rows) {
    forgetNext.run(number);
    if (!embedded.has(id)) forget.run(number);
  }
}
