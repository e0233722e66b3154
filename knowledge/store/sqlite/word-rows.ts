import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Passage, TableRecord } from '../../document/passage.ts';
import { tokenize } from '../../text/tokens.ts';
import type { WordTable } from './term-frequency.ts';

/** The tag that stands in the index for a document: narrow filters become part of the match. */
export function documentTag(number: number): string {
  return `d${number}`;
}

export type NumberedPassage = { number: number; passage: Passage };
export type NumberedRecord = { number: number; record: TableRecord };
/** Which document's words, under which title, and whether among those of superseded documents. */
type Place = { document: number; title: string; former: boolean };
type Row = { number: number; content: string };
type Words = { text: string; path: string; title: string; headers: string };

const words = (text: string) => tokenize(text).join(' ');

/** What is searched of a passage: tokens parted by spaces, field by field. */
function passageWords(title: string, passage: Passage, records: readonly TableRecord[]): Words {
  const headers = new Set(records.flatMap((record) => [record.caption ?? '', ...record.fields.map(({ header }) => header)]));
  return {
    text: words(passage.text),
    path: words(passage.sectionPath.join(' \n ')),
    title: words(title),
    headers: words([...headers].join(' \n ')),
  };
}

function recordWords(title: string, { sectionPath }: Passage, record: TableRecord): Words {
  return {
    text: words(record.fields.map(({ value }) => value).join(' \n ')),
    path: words([...sectionPath, record.caption ?? ''].join(' \n ')),
    title: words(title),
    headers: words(record.fields.map(({ header }) => header).join(' \n ')),
  };
}

/** Writes the word tables of current documents and of superseded ones. Runs inside the caller's transaction. */
export class WordRows {
  readonly #database: DatabaseSync;
  readonly #statements = new Map<WordTable, StatementSync>();

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  /** The words of a new document, which is current until it is settled. */
  add(document: number, title: string, passage: NumberedPassage, records: readonly NumberedRecord[]): void {
    this.#add({ document, title, former: false }, passage, records);
  }

  remove(document: number): void {
    for (const family of ['', 'former_'] as const) {
      const rows = (table: string) => `SELECT number FROM ${table} WHERE document = ?`;
      this.#database.prepare(`DELETE FROM ${family}passage_words WHERE rowid IN (${rows('passages')})`).run(document);
      this.#database.prepare(`DELETE FROM ${family}record_words WHERE rowid IN (${rows('records')})`).run(document);
    }
  }

  /** Writes a document's words anew: under another title, or where they belong now. */
  rewrite(place: Place): void {
    this.remove(place.document);
    const records = this.#database.prepare('SELECT number, content FROM records WHERE passage = ?');
    const passages = this.#database.prepare('SELECT number, content FROM passages WHERE document = ?').all(place.document) as Row[];
    for (const { number, content } of passages) {
      const rows = (records.all(number) as Row[]).map((row) => ({ number: row.number, record: JSON.parse(row.content) as TableRecord }));
      this.#add(place, { number, passage: JSON.parse(content) as Passage }, rows);
    }
  }

  #add({ document, title, former }: Place, { number, passage }: NumberedPassage, records: readonly NumberedRecord[]): void {
    const write = (table: WordTable, row: number, { text, path, title: titled, headers }: Words) =>
      this.#statement(table).run(row, text, path, titled, headers, documentTag(document));
    const all = records.map(({ record }) => record);
    write(former ? 'former_passage' : 'passage', number, passageWords(title, passage, all));
    for (const each of records) write(former ? 'former_record' : 'record', each.number, recordWords(title, passage, each.record));
  }

  #statement(table: WordTable): StatementSync {
    const known = this.#statements.get(table);
    if (known !== undefined) return known;
    const sql = `INSERT INTO ${table}_words (rowid, text, path, title, headers, tags) VALUES (?, ?, ?, ?, ?, ?)`;
    const statement = this.#database.prepare(sql);
    this.#statements.set(table, statement);
    return statement;
  }
}
