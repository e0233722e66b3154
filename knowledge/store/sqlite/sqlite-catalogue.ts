import type { DatabaseSync } from 'node:sqlite';
import type { DocumentSummary } from '../../document/document.ts';
import type { Catalogue, PassageKey } from '../passage-store.ts';
import type { Guard } from './guard.ts';
import { CONTENTS } from './schema.ts';
import { sqliteAssets } from './sqlite-assets.ts';
import type { TermFrequency } from './term-frequency.ts';

/** The tables of a file that list passages and which of them have a vector. */
export type PassageTables = { passages: string; vectors: string };
const PASSAGES: PassageTables = { passages: 'passages', vectors: 'vectors' };
/** `frequency`: of passages. */
export type CatalogueParts = {
  guards: { read: Guard; write: Guard; change: Guard };
  frequency: Pick<TermFrequency, 'of' | 'all'>;
  tables?: PassageTables;
};

const withVectors = ({ passages, vectors }: PassageTables) =>
  `SELECT d.summary, (SELECT count(*) FROM ${passages} p JOIN ${vectors} v ON v.passage = p.number WHERE p.document = d.number) AS vectors FROM documents d`;

const neighbours = ({ passages }: PassageTables) => `SELECT d.id AS documentId, p.id AS passageId FROM documents d
  JOIN ${passages} here ON here.document = d.number AND here.id = :passageId
  JOIN ${passages} p ON p.document = d.number AND p.ordinal BETWEEN here.ordinal - :reach AND here.ordinal + :reach
  WHERE d.id = :documentId ORDER BY p.ordinal`;

const passagesOf = ({ passages }: PassageTables) => `SELECT d.id AS documentId, p.id AS passageId FROM documents d
  JOIN ${passages} p ON p.document = d.number WHERE d.id = :documentId ORDER BY p.ordinal`;

/** The catalogue in the same file as the passages. The guard `read` gives a call one state of the file, `write` guards a change,
 *  `change` makes a change of the contents whole. */
export function sqliteCatalogue(database: DatabaseSync, { guards, frequency, tables = PASSAGES }: CatalogueParts): Catalogue {
  const { read: run, write } = guards;
  const [WITH_VECTORS, NEIGHBOURS, PASSAGES_OF] = [withVectors(tables), neighbours(tables), passagesOf(tables)];
  const parsed = ({ summary, vectors }: { summary: string; vectors: number }): DocumentSummary => ({
    ...(JSON.parse(summary) as DocumentSummary),
    vectors,
  });
  return {
    list: async () =>
      run(() => (database.prepare(`${WITH_VECTORS} ORDER BY d.file`).all() as { summary: string; vectors: number }[]).map(parsed)),
    get: async (documentId) =>
      run(() => {
        const row = database.prepare(`${WITH_VECTORS} WHERE d.id = ?`).get(documentId) as { summary: string; vectors: number } | undefined;
        return row ? parsed(row) : null;
      }),
    withFingerprint: async (fingerprint) =>
      run(() => {
        const sql = `${WITH_VECTORS} WHERE d.summary ->> '$.fingerprint' = ? ORDER BY d.file`;
        return (database.prepare(sql).all(fingerprint) as { summary: string; vectors: number }[]).map(parsed);
      }),
    equipment: async () =>
      run(() => {
        const sql = `SELECT e.value AS name, count(DISTINCT d.number) AS documents FROM documents d, json_each(d.summary, '$.equipment') e WHERE d.superseded = 0 GROUP BY e.value ORDER BY e.value`;
        return (database.prepare(sql).all() as { name: string; documents: number }[]).map(({ name, documents }) => ({ name, documents }));
      }),
    frequencies: async (tokens) =>
      run(() => {
        const counts = tokens.map((token) => frequency.of(token));
        return { passages: frequency.all(), counts };
      }),
    passagesOf: async (documentId) => run(() => database.prepare(PASSAGES_OF).all({ documentId }) as PassageKey[]),
    neighbours: async ({ documentId, passageId }, reach) =>
      run(() => database.prepare(NEIGHBOURS).all({ documentId, passageId, reach }) as PassageKey[]),
    version: async () =>
      run(() => Number((database.prepare(`SELECT value FROM meta WHERE key = 'version'`).get() as { value: string }).value)),
    contents: async () => run(() => Number((database.prepare(CONTENTS).get() as { contents: string }).contents)),
    assets: sqliteAssets(database, guards),
    settings: {
      get: async (key) =>
        run(() => (database.prepare('SELECT value FROM settings WHERE key = ?').get(key) as { value: string } | undefined)?.value ?? null),
      set: async (key, value) =>
        write(() => {
          if (value === null) database.prepare('DELETE FROM settings WHERE key = ?').run(key);
          else
            database
              .prepare('INSERT INTO settings (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value')
              .run(key, value);
        }),
      keys: async (prefix) =>
        run(() =>
          (
            database.prepare('SELECT key FROM settings WHERE substr(key, 1, length(?)) = ? ORDER BY key').all(prefix, prefix) as {
              key: string;
            }[]
          ).map(({ key }) => key),
        ),
    },
  };
}
