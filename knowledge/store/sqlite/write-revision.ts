import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { RevisionContent } from '../../document/document.ts';
import type { Passage, TableRecord } from '../../document/passage.ts';
import { MillwrightError } from '../../errors.ts';
import { DocumentRows } from './document-rows.ts';
import { RevisionSettler } from './revision-settler.ts';
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
    this.#settler = new RevisionSettler(database, this.#documents);
  }

  /** Replaces what the document held. Passages that stay the same keep their vectors. Returns the numbers of passages that went. */
  write(revision: RevisionContent): { removed: number[] } {
    refuseContradictions(revision);
    const kept = this.#keptVectors(revision.documentId);
    const { removed, keys } = this.#takeOut(revision.documentId);
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

  remove(documentId: string): { removed: number[] } {
    const { removed, keys, partners } = this.#takeOut(documentId);
    this.#settler.settle(partners, keys);
    return { removed };
  }

  /** `keys`, `partners`: of documents whose standing may change with it. */
  #takeOut(documentId: string): { removed: number[]; keys: string[]; partners: number[] } {
    const number = this.#documents.numberOf(documentId);
    if (number === null) return { removed: [], keys: [], partners: [] };
    const passages = this.#statement('SELECT number FROM passages WHERE document = ?').all(number) as { number: number }[];
    const keys = this.#documents.keysOf(number);
    const verdicts = this.#documents.verdictsAbout(documentId).flatMap(({ newer, older }) => [newer, older]);
    this.#words.remove(number);
    this.#run('DELETE FROM documents WHERE number = ?', number);
    const partners = verdicts.map((id) => this.#documents.numberOf(id)).filter((each) => each !== null);
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

/** So many of the innermost headings are embedded: the outer ones ("Part II Usage") cost time in every passage and tell little. */
const EMBEDDED_LEVELS = 3;

/** What is embedded of a passage: where it stands, then what it says. The title is the one that was read: a person's correction
 *  of it would otherwise leave the document without vectors for minutes. A title that only repeats the file name stays too:
 *  without it, the first hit on a set of software documentation fell from .709 to .692. */
export function embeddedText(title: string, passage: Pick<Passage, 'sectionPath' | 'text'>): string {
  return [title, ...passage.sectionPath.slice(-EMBEDDED_LEVELS)]
    .filter((part) => part !== '')
    .join(' > ')
    .concat('\n', passage.text);
}

function refuseContradictions({ docId, passages, records }: RevisionContent): void {
  const ids = new Set(passages.map(({ id }) => id));
  const wrong =
    ids.size < passages.length || new Set(records.map(({ id }) => id)).size < records.length
      ? 'the same id twice'
      : records.some(({ passageId }) => !ids.has(passageId))
        ? 'a row of a passage that it does not hold'
        : null;
  if (wrong === null) return;
  throw new MillwrightError(`Cannot store "${docId}": the revision names ${wrong}. This is a fault of the reader that made it.`, {
    code: 'bad_request',
  });
}
