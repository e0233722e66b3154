import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { RevisionContent } from '../../document/document.ts';
import type { Passage, TableRecord } from '../../document/passage.ts';
import { refuseContradictions } from '../refuse-contradictions.ts';
import { embeddedText } from '../words/embedded-text.ts';
import { DocumentRows } from './document-rows.ts';
import { RevisionSettler } from './revision-settler.ts';
import { SHUFFLES_CHANGE } from './schema.ts';
import { WordRows } from './word-rows.ts';

export const KEY_OF_PASSAGE = 0;
export const KEY_OF_RECORD = 1;

/** Writes and removes whole revisions. Every method runs inside the caller's transaction. */
export class RevisionWriter {
  readonly #database: DatabaseSync;
  readonly #documents: DocumentRows;
  readonly #words: WordRows;
  readonly #settler: RevisionSettler;
  readonly #statements = new Map<string, StatementSync>();

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#documents = new DocumentRows(database);
    this.#words = new WordRows(database);
    this.#settler = new RevisionSettler(this.#documents, this.#words);
  }

  /** Replaces what the document held. Passages that stay the same keep their vectors. Returns the numbers of passages that went. */
  write(revision: RevisionContent): { removed: number[] } {
    refuseContradictions(revision);
    const kept = this.#keptVectors(revision.documentId);
    const { removed, keys } = this.#takeOut(revision.documentId) ?? { removed: [], keys: [] };
    const { number: document, title } = this.#documents.insert(revision);
    const recordsByPassage = Map.groupBy(revision.records, (record) => record.passageId);
    for (const passage of revision.passages) {
      const records = recordsByPassage.get(passage.id) ?? [];
      const number = this.#writePassage(document, passage);
      const vector = kept.get(embeddedText(revision.identity.title, passage));
      if (vector) this.#run('INSERT INTO vectors (passage, exact) VALUES (?, ?)', number, vector);
      const rows = records.map((record) => ({ number: this.#writeRecord(document, number, record), record }));
      this.#words.add(document, title, { number, passage }, rows);
    }
    this.#settler.settle([document], keys);
    return { removed };
  }

  /** Null where there is no such document. */
  remove(documentId: string): { removed: number[] } | null {
    const taken = this.#takeOut(documentId);
    if (taken !== null) this.#settler.settle(taken.partners, taken.keys);
    return taken;
  }

  #takeOut(documentId: string): { removed: number[]; keys: string[]; partners: number[] } | null {
    const leaving = this.#documents.leaving(documentId);
    if (leaving === null) return null;
    const { number, keys, partners } = leaving;
    const passages = this.#statement('SELECT number FROM passages WHERE document = ?').all(number) as { number: number }[];
    if (passages.length > 0) this.#database.exec(SHUFFLES_CHANGE);
    this.#words.remove(number);
    this.#documents.delete(number);
    return { removed: passages.map((passage) => passage.number), keys, partners };
  }

  #writePassage(document: number, passage: Passage): number {
    const number = this.#run(
      'INSERT INTO passages (document, id, ordinal, content) VALUES (?, ?, ?, ?)',
      document,
      passage.id,
      passage.ordinal,
      JSON.stringify(passage),
    );
    for (const code of new Set(passage.codes))
      this.#run('INSERT OR IGNORE INTO keys (key, kind, unit, document) VALUES (?, ?, ?, ?)', code, KEY_OF_PASSAGE, number, document);
    return number;
  }

  #writeRecord(document: number, passageNumber: number, record: TableRecord): number {
    const number = this.#run(
      'INSERT INTO records (document, id, passage, content) VALUES (?, ?, ?, ?)',
      document,
      record.id,
      passageNumber,
      JSON.stringify(record),
    );
    for (const key of new Set(record.keys))
      this.#run('INSERT OR IGNORE INTO keys (key, kind, unit, document) VALUES (?, ?, ?, ?)', key, KEY_OF_RECORD, number, document);
    return number;
  }

  #keptVectors(documentId: string): Map<string, Uint8Array> {
    const rows = this.#statement(
      `SELECT p.content, v.exact, d.guess ->> '$.title' AS title FROM vectors v JOIN passages p ON p.number = v.passage JOIN documents d ON d.number = p.document WHERE d.id = ?`,
    ).all(documentId) as { content: string; exact: Uint8Array; title: string }[];
    return new Map(rows.map(({ content, exact, title }) => [embeddedText(title, JSON.parse(content) as Passage), exact]));
  }

  #run(sql: string, ...values: (string | number | Uint8Array)[]): number {
    return Number(this.#statement(sql).run(...values).lastInsertRowid);
  }

  #statement(sql: string): StatementSync {
    let statement = this.#statements.get(sql);
    if (statement === undefined) {
      statement = this.#database.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }
}
