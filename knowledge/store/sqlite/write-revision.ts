import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { DocumentSummary, RevisionContent } from '../../document/document.ts';
import type { Passage, TableRecord } from '../../document/passage.ts';
import { MillwrightError } from '../../errors.ts';
import { fold } from '../../text/fold.ts';
import { tokenize } from '../../text/tokens.ts';

export const KEY_OF_PASSAGE = 0;
export const KEY_OF_RECORD = 1;

/** The tag that stands in the index for a document: narrow filters become part of the match. */
export function documentTag(number: number): string {
  return `d${number}`;
}

const words = (text: string) => tokenize(text).join(' ');

/** Writes and removes whole revisions. Every method runs inside the caller's transaction. */
export class RevisionWriter {
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  /** Replaces what the document held. Passages that stay the same keep their vectors. Returns the numbers of passages that went. */
  write(revision: RevisionContent): { removed: number[] } {
    refuseContradictions(revision);
    const kept = this.#keptVectors(revision.documentId);
    const { removed } = this.remove(revision.documentId);
    const summary = summaryOf(revision);
    const document = this.#run(
      'INSERT INTO documents (id, file, summary) VALUES (?, ?, ?)',
      revision.documentId,
      revision.docId,
      JSON.stringify(summary),
    );
    for (const name of new Set(revision.identity.equipment.map(fold)))
      this.#run('INSERT INTO equipment (folded, document) VALUES (?, ?)', name, document);
    const recordsByPassage = Map.groupBy(revision.records, (record) => record.passageId);
    for (const passage of revision.passages) {
      const records = recordsByPassage.get(passage.id) ?? [];
      const number = this.#writePassage(document, revision, passage, records);
      const vector = kept.get(embeddedText(summary.title, passage));
      if (vector) this.#run('INSERT INTO vectors (passage, exact) VALUES (?, ?)', number, vector);
      for (const record of records) this.#writeRecord(document, number, revision, passage, record);
    }
    return { removed };
  }

  remove(documentId: string): { removed: number[] } {
    const row = this.#statement('SELECT number FROM documents WHERE id = ?').get(documentId) as { number: number } | undefined;
    if (row === undefined) return { removed: [] };
    const removed = (this.#statement('SELECT number FROM passages WHERE document = ?').all(row.number) as { number: number }[]).map(
      ({ number }) => number,
    );
    this.#run('DELETE FROM passage_words WHERE rowid IN (SELECT number FROM passages WHERE document = ?)', row.number);
    this.#run('DELETE FROM record_words WHERE rowid IN (SELECT number FROM records WHERE document = ?)', row.number);
    this.#run('DELETE FROM documents WHERE number = ?', row.number);
    return { removed };
  }

  #writePassage(document: number, revision: RevisionContent, passage: Passage, records: TableRecord[]): number {
    const number = this.#run(
      'INSERT INTO passages (document, id, ordinal, content) VALUES (?, ?, ?, ?)',
      document,
      passage.id,
      passage.ordinal,
      JSON.stringify(passage),
    );
    const headers = new Set(records.flatMap((record) => [record.caption ?? '', ...record.fields.map(({ header }) => header)]));
    this.#run(
      'INSERT INTO passage_words (rowid, text, path, title, headers, tags) VALUES (?, ?, ?, ?, ?, ?)',
      number,
      words(passage.text),
      words(passage.sectionPath.join(' \n ')),
      words(revision.identity.title),
      words([...headers].join(' \n ')),
      documentTag(document),
    );
    for (const code of new Set(passage.codes))
      this.#run('INSERT OR IGNORE INTO keys (key, kind, unit, document) VALUES (?, ?, ?, ?)', code, KEY_OF_PASSAGE, number, document);
    return number;
  }

  #writeRecord(document: number, passageNumber: number, revision: RevisionContent, passage: Passage, record: TableRecord): void {
    const number = this.#run(
      'INSERT INTO records (document, id, passage, content) VALUES (?, ?, ?, ?)',
      document,
      record.id,
      passageNumber,
      JSON.stringify(record),
    );
    this.#run(
      'INSERT INTO record_words (rowid, text, path, title, headers, tags) VALUES (?, ?, ?, ?, ?, ?)',
      number,
      words(record.fields.map(({ value }) => value).join(' \n ')),
      words([...passage.sectionPath, record.caption ?? ''].join(' \n ')),
      words(revision.identity.title),
      words(record.fields.map(({ header }) => header).join(' \n ')),
      documentTag(document),
    );
    for (const key of new Set(record.keys))
      this.#run('INSERT OR IGNORE INTO keys (key, kind, unit, document) VALUES (?, ?, ?, ?)', key, KEY_OF_RECORD, number, document);
  }

  #keptVectors(documentId: string): Map<string, Uint8Array> {
    const rows = this.#statement(
      'SELECT p.content, v.exact, d.summary FROM vectors v JOIN passages p ON p.number = v.passage JOIN documents d ON d.number = p.document WHERE d.id = ?',
    ).all(documentId) as { content: string; exact: Uint8Array; summary: string }[];
    return new Map(
      rows.map(({ content, exact, summary }) => [
        embeddedText((JSON.parse(summary) as DocumentSummary).title, JSON.parse(content) as Passage),
        exact,
      ]),
    );
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

/** What is embedded of a passage: where it stands, then what it says. A title that only repeats the file name stays too:
 *  without it, the first hit on a set of software documentation fell from .709 to .692. */
export function embeddedText(title: string, passage: Pick<Passage, 'sectionPath' | 'text'>): string {
  return [title, ...passage.sectionPath]
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

/** The counts of vectors are the catalogue's to fill in. */
function summaryOf(revision: RevisionContent): Omit<DocumentSummary, 'vectors'> {
  const { identity } = revision;
  return {
    id: revision.documentId,
    file: revision.docId,
    title: identity.title,
    documentNumber: identity.documentNumber,
    revision: identity.revisionLabel,
    revisionDate: identity.revisionDate,
    type: identity.type,
    language: identity.language,
    equipment: identity.equipment,
    format: revision.format,
    pageCount: revision.pageCount,
    bytes: revision.bytes,
    fingerprint: revision.fingerprint,
    source: revision.source,
    ingestedAt: new Date().toISOString(),
    passages: revision.passages.length,
    records: revision.records.length,
    warnings: revision.warnings,
  };
}
