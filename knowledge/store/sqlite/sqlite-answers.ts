import { existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';
import { MillwrightError } from '../../errors.ts';
import type { AnswerShelf, ShelvedAnswer } from '../answer-shelf.ts';
import { storeError } from './open-database.ts';

/** Raised with every change of the table. */
const SCHEMA_VERSION = 1;
/** Transactions here take less than a millisecond: who waits longer waits for a broken process. */
const BUSY_MS = 1_000;
/** An answer is 5 to 40 kB of JSON, a fifth of it compressed; quality 1 takes 0.1 ms. */
const COMPRESSION = { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } };

/** WAL with synchronous=NORMAL: a commit is handed to the system without waiting for the disk. */
const SETTINGS = 'PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA secure_delete = ON;';
const TABLE = `
CREATE TABLE IF NOT EXISTS answers (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  asked_at TEXT NOT NULL,
  question TEXT NOT NULL,
  content BLOB NOT NULL
) STRICT;
PRAGMA user_version = ${SCHEMA_VERSION};`;

type Row = { id: string; asked_at: string; question: string; content: Uint8Array };

/** Answers in a file of their own beside the documents': a commit of documents holds its file for seconds, and what people asked can
 *  be deleted by itself. The file is made with the first answer. */
export class SqliteAnswerShelf implements AnswerShelf {
  readonly most: number;
  readonly #path: string;
  #database: DatabaseSync | null = null;
  #open = true;

  constructor({ path, most }: { path: string; most: number }) {
    this.#path = path;
    this.most = most;
  }

  async keep({ id, askedAt, question, content }: ShelvedAnswer): Promise<void> {
    if (this.most === 0) return;
    this.#run((database) => {
      const packed = brotliCompressSync(content, COMPRESSION);
      database.exec('BEGIN IMMEDIATE');
      const insert = database.prepare('INSERT INTO answers (id, asked_at, question, content) VALUES (?, ?, ?, ?)');
      const { lastInsertRowid: number } = insert.run(id, askedAt, question, packed);
      database.prepare('DELETE FROM answers WHERE number <= ?').run(Number(number) - this.most);
      database.exec('COMMIT');
    });
  }

  async get(id: string): Promise<ShelvedAnswer | null> {
    if (this.#isUnborn()) return null;
    return this.#run((database) => {
      const row = database.prepare('SELECT id, asked_at, question, content FROM answers WHERE id = ?').get(id) as Row | undefined;
      return row === undefined ? null : { ...listed(row), content: brotliDecompressSync(row.content).toString('utf8') };
    });
  }

  async list(limit: number): Promise<Omit<ShelvedAnswer, 'content'>[]> {
    if (this.#isUnborn()) return [];
    return this.#run((database) => {
      const sql = 'SELECT id, asked_at, question FROM answers ORDER BY number DESC LIMIT ?';
      return (database.prepare(sql).all(limit) as Row[]).map(listed);
    });
  }

  async remove(id: string): Promise<boolean> {
    if (this.#isUnborn()) return false;
    return this.#run((database) => {
      const { changes } = database.prepare('DELETE FROM answers WHERE id = ?').run(id);
      forgetJournal(database);
      return changes > 0;
    });
  }

  async clear(): Promise<number> {
    if (this.#isUnborn()) return 0;
    return this.#run((database) => {
      const { changes } = database.prepare('DELETE FROM answers').run();
      forgetJournal(database);
      return Number(changes);
    });
  }

  async close(): Promise<void> {
    this.#open = false;
    this.#database?.close();
    this.#database = null;
  }

  /** Reading makes no file. */
  #isUnborn(): boolean {
    return this.#open && this.#database === null && !existsSync(this.#path);
  }

  #run<T>(work: (database: DatabaseSync) => T): T {
    if (!this.#open) throw new MillwrightError('The answers are closed.', { code: 'store_closed' });
    try {
      this.#database ??= openAnswers(this.#path);
      return work(this.#database);
    } catch (error) {
      if (this.#database?.isTransaction) this.#database.exec('ROLLBACK');
      throw storeError(error, this.#path);
    }
  }
}

function listed({ id, asked_at: askedAt, question }: Row): Omit<ShelvedAnswer, 'content'> {
  return { id, askedAt, question };
}

/** The journal holds what was removed until it is written over. */
function forgetJournal(database: DatabaseSync): void {
  database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
}

function openAnswers(path: string): DatabaseSync {
  const database = new DatabaseSync(path, { timeout: BUSY_MS });
  try {
    const { user_version: version } = database.prepare('PRAGMA user_version').get() as { user_version: number };
    if (version > SCHEMA_VERSION) {
      throw new MillwrightError(
        `"${path}" was written by a newer Millwright (schema ${version}, this one knows ${SCHEMA_VERSION}). Install that version, or move the file away: only kept answers are lost.`,
        { code: 'store_newer' },
      );
    }
    database.exec(SETTINGS);
    if (version < SCHEMA_VERSION) database.exec(TABLE);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}
