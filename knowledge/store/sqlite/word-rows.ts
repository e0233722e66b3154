import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Passage, TableRecord } from '../../document/passage.ts';
import { type IndexWords, passageWords, recordWords } from '../words/index-words.ts';
import type { WordTable } from './fts/word-tables.ts';
import { REWRITES_CHANGE } from './schema.ts';
import { WordTotals } from './word-totals.ts';

/** The tag that stands in the index for a document. Filters went by it; now they go by ranges of rows (document-ranges.ts). It is written
 *  still, for files of one schema must be alike: it counts in a row's length. */
export function documentTag(number: number): string {
  return `d${number}`;
}

export type NumberedPassage = { number: number; passage: Passage };
export type NumberedRecord = { number: number; record: TableRecord };
/** Which document's words, under which title, and whether among those of superseded documents. */
export type Place = { document: number; title: string; former: boolean };
/** Words of whole documents, wherever they are kept: `rewrite` writes a document's anew, under another title or where they belong now.
 *  Runs inside the caller's transaction. */
export type DocumentWords = { rewrite(place: Place): void };
type Row = { number: number; content: string };

/** In the order of the columns. Tokens hold no spaces: they are stored with one between. */
const FIELDS = ['text', 'path', 'title', 'headers'] as const;

/** Writes the word tables of current documents and of superseded ones. Runs inside the caller's transaction. */
export class WordRows implements DocumentWords {
  readonly #database: DatabaseSync;
  readonly #totals: WordTotals;
  readonly #statements = new Map<WordTable, StatementSync>();

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#totals = new WordTotals(database);
  }

  /** The words of a new document, which is current until it is settled. */
  add(document: number, title: string, passage: NumberedPassage, records: readonly NumberedRecord[]): void {
    this.#add({ document, title, former: false }, passage, records);
  }

  remove(document: number): void {
    for (const family of ['', 'former_'] as const) {
      this.#remove(`${family}passage`, 'SELECT number FROM passages WHERE document = ?', document);
      this.#remove(`${family}record`, 'SELECT number FROM records WHERE document = ?', document);
    }
  }

  rewrite(place: Place): void {
    this.#database.exec(REWRITES_CHANGE);
    this.remove(place.document);
    const records = this.#database.prepare('SELECT number, content FROM records WHERE passage = ?');
    const passages = this.#database.prepare('SELECT number, content FROM passages WHERE document = ?').all(place.document) as Row[];
    for (const { number, content } of passages) {
      const rows = (records.all(number) as Row[]).map((row) => ({ number: row.number, record: JSON.parse(row.content) as TableRecord }));
      this.#add(place, { number, passage: JSON.parse(content) as Passage }, rows);
    }
  }

  #remove(table: WordTable, numbers: string, document: number): void {
    const leaving = this.#totals.leaving(table, numbers, document);
    this.#database.prepare(`DELETE FROM ${table}_words WHERE rowid IN (${numbers})`).run(document);
    this.#totals.take(table, leaving);
  }

  #add({ document, title, former }: Place, { number, passage }: NumberedPassage, records: readonly NumberedRecord[]): void {
    const write = (table: WordTable, row: number, words: IndexWords) =>
      this.#statement(table).run(row, ...FIELDS.map((field) => words[field].join(' ')), documentTag(document));
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
