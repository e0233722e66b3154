import type { DatabaseSync } from 'node:sqlite';
import type { RevisionContent } from '../../document/document.ts';
import type { Passage, TableRecord } from '../../document/passage.ts';
import type { StoreContents } from '../store-contents.ts';
import { carriedRows, carryRows, keepIngestTime } from './carried-tables.ts';
import { type DocumentRow, DocumentRows } from './document-rows.ts';
import type { FileGuard } from './file-guard.ts';
import { VectorTable } from './vector-table.ts';
import { WordTotals } from './word-totals.ts';

/** The embedded store's contents. */
export function sqliteContents(database: DatabaseSync, guard: FileGuard): StoreContents {
  const documents = new DocumentRows(database);
  const vectors = new VectorTable(database, 'vectors', 'embedder');
  return {
    ...catalogueContents(database, guard),
    embedder: () => guard.read(() => vectors.embedder()),
    document: async (documentId) =>
      guard.read(() => {
        const number = documents.numberOf(documentId);
        if (number === null) return null;
        const passages = database.prepare(
          'SELECT p.content, v.exact FROM passages p LEFT JOIN vectors v ON v.passage = p.number WHERE p.document = ? ORDER BY p.ordinal',
        );
        const records = database.prepare('SELECT content FROM records WHERE document = ? ORDER BY number');
        const read = passages.all(number).map(({ content, exact }) => ({
          passage: withFigures(JSON.parse(String(content)) as Passage),
          vector: exact as Uint8Array | null,
        }));
        const embedded = read.flatMap(({ passage, vector }) => (vector === null ? [] : [[passage.id, floatsOf(vector)] as const]));
        return {
          revision: {
            ...revisionOf(documents.read(number)),
            passages: read.map(({ passage }) => passage),
            records: records.all(number).map(({ content }) => JSON.parse(String(content)) as TableRecord),
          },
          vectors: new Map(embedded),
        };
      }),
    lengths: async () =>
      guard.read(() => {
        const totals = new WordTotals(database);
        const current = { passage: totals.of('passage').average, record: totals.of('record').average };
        const former = { passage: totals.of('former_passage').average, record: totals.of('former_record').average };
        const rows = database.prepare('SELECT id, superseded FROM documents').all() as { id: string; superseded: number }[];
        return new Map(rows.map(({ id, superseded }) => [id, superseded === 1 ? former : current]));
      }),
    // BM25 is reckoned at each question, of what there is then.
    keepLengths: () => undefined,
    settle: async () => undefined,
  };
}

/** What both kinds of files have in common. */
export function catalogueContents(
  database: DatabaseSync,
  guard: FileGuard,
): Pick<StoreContents, 'documentIds' | 'carried' | 'carry' | 'keepTime'> {
  return {
    documentIds: async () =>
      guard.read(() =>
        database
          .prepare('SELECT id FROM documents ORDER BY number')
          .all()
          .map(({ id }) => String(id)),
      ),
    carried: async () => guard.read(() => carriedRows(database)),
    carry: async (rows) => guard.changeContents(() => carryRows(database, rows)),
    keepTime: async (documentId, ingestedAt) => guard.changeContents(() => keepIngestTime(database, documentId, ingestedAt)),
  };
}

/** A revision as it was committed, all but its passages and rows. Page labels are no store's to keep. */
export function revisionOf({ id, summary, guess }: DocumentRow): Omit<RevisionContent, 'passages' | 'records'> {
  const { file, source, format, fingerprint, bytes, pageCount, warnings } = summary;
  const own = warnings.filter(({ code }) => code !== 'revision_conflict');
  return { documentId: id, docId: file, source, format, fingerprint, bytes, pageCount, pageLabels: {}, identity: guess, warnings: own };
}

/** Passages stored before figures were known have none until their document is read again. The fields stay in the order in which they were stored:
 *  checksums are made of them. */
function withFigures(passage: Passage): Passage {
  return 'figures' in passage ? passage : { ...(passage as Passage), figures: [] };
}

function floatsOf(bytes: Uint8Array): Float32Array {
  const copy = bytes.slice();
  return new Float32Array(copy.buffer, 0, copy.byteLength / 4);
}
