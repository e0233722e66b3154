import type { DatabaseSync } from 'node:sqlite';
import type { MinedTerm } from '../../terms/mined-term.ts';
import type { TermEdit } from '../../terms/term-edit.ts';
import type { TermShelf } from '../term-shelf.ts';
import type { Guard } from './guard.ts';

/** Made whenever the file is opened: a file from before learns its documents' terms then. A document's row is made anew with every
 *  commit, and what was learned of the former one goes with that. */
export const TERM_TABLES = `
CREATE TABLE IF NOT EXISTS learned_terms (
  document INTEGER PRIMARY KEY REFERENCES documents(number) ON DELETE CASCADE,
  terms TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS plant_words (number INTEGER PRIMARY KEY AUTOINCREMENT, word TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE IF NOT EXISTS term_edits (number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, content TEXT NOT NULL) STRICT;`;

const UNLEARNED = `SELECT d.id AS documentId, CAST(d.number AS TEXT) AS revision FROM documents d
  WHERE NOT EXISTS (SELECT 1 FROM learned_terms l WHERE l.document = d.number) ORDER BY d.number`;
const LEARNED = `SELECT d.id AS documentId, l.terms FROM learned_terms l JOIN documents d ON d.number = l.document WHERE l.terms <> '[]' ORDER BY d.id`;
const PUT_EDIT = 'INSERT INTO term_edits (id, content) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET content = excluded.content';
const CHANGE = `INSERT INTO meta VALUES ('terms', '1') ON CONFLICT (key) DO UPDATE SET value = CAST(value AS INTEGER) + 1`;
/** Documents that go take their terms with them. */
const VERSION = `SELECT coalesce((SELECT value FROM meta WHERE key = 'terms'), '0') || '/' || coalesce((SELECT value FROM meta WHERE key = 'contents'), '0') AS version`;

/** The plant's words in the same file as its documents. `read` gives a call one state of the file; `write` is one transaction. */
export function sqliteTerms(database: DatabaseSync, { read, write }: { read: Guard; write: Guard }): TermShelf {
  return {
    unlearned: async () => read(() => database.prepare(UNLEARNED).all() as { documentId: string; revision: string }[]),
    learn: async ({ documentId, revision }, { terms, words }) =>
      write(() => {
        const row = database.prepare('SELECT 1 FROM documents WHERE id = ? AND number = ?').get(documentId, revision);
        if (row === undefined) return;
        database.prepare('INSERT OR REPLACE INTO learned_terms VALUES (?, ?)').run(revision, JSON.stringify(terms));
        const known = database.prepare('SELECT 1 FROM plant_words WHERE word = ?');
        const add = database.prepare('INSERT INTO plant_words (word) VALUES (?)');
        for (const word of words) if (known.get(word) === undefined) add.run(word);
        database.exec(CHANGE);
      }),
    learned: async () =>
      read(() =>
        (database.prepare(LEARNED).all() as { documentId: string; terms: string }[]).map(({ documentId, terms }) => ({
          documentId,
          terms: JSON.parse(terms) as MinedTerm[],
        })),
      ),
    words: async (after) =>
      read(() => {
        const rows = database.prepare('SELECT number, word FROM plant_words WHERE number > ? ORDER BY number').all(after);
        const words = rows as { number: number; word: string }[];
        return { words: words.map(({ word }) => word), last: words.at(-1)?.number ?? after };
      }),
    edits: async () =>
      read(() =>
        (database.prepare('SELECT content FROM term_edits ORDER BY number').all() as { content: string }[]).map(
          ({ content }) => JSON.parse(content) as TermEdit,
        ),
      ),
    edit: async ({ put = [], remove = [] }) =>
      write(() => {
        for (const id of remove) database.prepare('DELETE FROM term_edits WHERE id = ?').run(id);
        for (const edit of put) database.prepare(PUT_EDIT).run(edit.id, JSON.stringify(edit));
        database.exec(CHANGE);
      }),
    version: async () => read(() => (database.prepare(VERSION).get() as { version: string }).version),
  };
}
