import type { DatabaseSync } from 'node:sqlite';
import type { RevisionContent } from '../../document/document.ts';
import type { Passage, TableRecord } from '../../document/passage.ts';
import { MillwrightError } from '../../errors.ts';
import type { JobShelf } from '../job-shelf.ts';
import type {
  Candidate,
  Catalogue,
  DocumentFacts,
  PassageKey,
  PassageStore,
  Stewardship,
  StoredPassage,
  StoredRecord,
  StoreQuery,
  VectorShelf,
} from '../passage-store.ts';
import { CandidateSearch } from './candidate-search.ts';
import { type OpenOptions, openDatabase, storeError } from './open-database.ts';
import { CONTENTS_CHANGE } from './schema.ts';
import { sqliteCatalogue } from './sqlite-catalogue.ts';
import { sqliteJobs } from './sqlite-jobs.ts';
import { sqliteStewardship } from './sqlite-stewardship.ts';
import { SqliteVectors } from './sqlite-vectors.ts';
import { TermFrequency } from './term-frequency.ts';
import { RevisionWriter } from './write-revision.ts';

/** The embedded store: documents, passages, records, words, vectors and settings in one file, one transaction a revision. */
export class SqlitePassageStore implements PassageStore {
  readonly catalogue: Catalogue;
  readonly vectors: VectorShelf;
  readonly stewardship: Stewardship;
  readonly jobs: JobShelf;
  readonly #path: string;
  readonly #database: DatabaseSync;
  readonly #writer: RevisionWriter;
  readonly #vectors: SqliteVectors;
  readonly #search: CandidateSearch;
  #open = true;

  private constructor(path: string, database: DatabaseSync) {
    this.#path = path;
    this.#database = database;
    this.#writer = new RevisionWriter(database);
    const read = <T>(work: () => T): T => this.#read(work);
    const transaction = <T>(work: () => T): T => this.#transaction(work);
    this.#vectors = new SqliteVectors(database, { read, write: (work) => this.#atomically(work), change: transaction });
    this.vectors = this.#vectors;
    const frequency = new TermFrequency(database, 'passage');
    this.catalogue = sqliteCatalogue(database, { guards: { read, write: (work) => this.#run(work) }, frequency });
    this.stewardship = sqliteStewardship(database, { read, change: (work) => transaction(() => this.#noted(work)) });
    this.jobs = sqliteJobs(database, { read, write: (work) => this.#atomically(work) });
    this.#search = new CandidateSearch(database, this.#vectors, frequency);
  }

  static async open(options: OpenOptions): Promise<SqlitePassageStore> {
    const database = openDatabase(options);
    try {
      return new SqlitePassageStore(options.path, database);
    } catch (error) {
      database.close();
      throw storeError(error, options.path);
    }
  }

  async commit(revision: RevisionContent): Promise<void> {
    const { removed } = this.#transaction(() => {
      this.#database.exec(CONTENTS_CHANGE);
      return this.#writer.write(revision);
    });
    this.#vectors.forget(removed);
  }

  async remove(documentId: string): Promise<boolean> {
    const { existed, removed } = this.#transaction(() => {
      const known = this.#database.prepare('SELECT 1 FROM documents WHERE id = ?').get(documentId) !== undefined;
      if (known) this.#database.exec(CONTENTS_CHANGE);
      return { existed: known, ...this.#writer.remove(documentId) };
    });
    this.#vectors.forget(removed);
    return existed;
  }

  async search(query: StoreQuery, signal?: AbortSignal): Promise<Candidate[]> {
    if (signal?.aborted) throw new MillwrightError('The search was cancelled.', { code: 'cancelled' });
    return this.#read(() => this.#search.search(query));
  }

  async passages(keys: readonly PassageKey[]): Promise<StoredPassage[]> {
    return this.#read(() => {
      const found = this.#database.prepare(
        'SELECT p.content, d.summary FROM passages p JOIN documents d ON d.number = p.document WHERE d.id = ? AND p.id = ?',
      );
      return keys.flatMap(({ documentId, passageId }) => {
        const row = found.get(documentId, passageId) as { content: string; summary: string } | undefined;
        if (row === undefined) return [];
        const document = JSON.parse(row.summary) as DocumentFacts;
        // Passages stored before figures were known have none until their document is read again.
        return [{ figures: [], ...(JSON.parse(row.content) as Omit<Passage, 'figures'>), document }];
      });
    });
  }

  async records(keys: readonly { documentId: string; recordId: string }[]): Promise<StoredRecord[]> {
    return this.#read(() => {
      const found = this.#database.prepare(
        'SELECT r.content FROM records r JOIN documents d ON d.number = r.document WHERE d.id = ? AND r.id = ?',
      );
      return keys.flatMap(({ documentId, recordId }) => {
        const row = found.get(documentId, recordId) as { content: string } | undefined;
        return row === undefined ? [] : [{ ...(JSON.parse(row.content) as TableRecord), documentId }];
      });
    });
  }

  /** "ok", or what SQLite found wrong with the file. */
  async checkIntegrity(): Promise<string> {
    return this.#run(() => (this.#database.prepare('PRAGMA integrity_check').get() as { integrity_check: string }).integrity_check);
  }

  async close(): Promise<void> {
    if (!this.#open) return;
    this.#open = false;
    this.#database.close();
  }

  #run<T>(work: () => T): T {
    if (!this.#open) throw new MillwrightError('The store is closed.', { code: 'store_closed' });
    try {
      return work();
    } catch (error) {
      throw storeError(error, this.#path);
    }
  }

  /** All statements of a call see one state of the file, whatever another process commits between them. */
  #read<T>(work: () => T): T {
    return this.#run(() => {
      this.#database.exec('BEGIN');
      try {
        return work();
      } finally {
        if (this.#database.isTransaction) this.#database.exec('COMMIT');
      }
    });
  }

  /** Readers that remember what the documents hold look again. */
  #noted<T>(work: () => T): T {
    this.#database.exec(CONTENTS_CHANGE);
    return work();
  }

  /** A change of what is searched: it raises the version that readers compare. */
  #transaction<T>(work: () => T): T {
    return this.#atomically(() => {
      const result = work();
      this.#database.exec(`UPDATE meta SET value = CAST(value AS INTEGER) + 1 WHERE key = 'version'`);
      return result;
    });
  }

  /** Whole or not at all. */
  #atomically<T>(work: () => T): T {
    return this.#run(() => {
      this.#database.exec('BEGIN IMMEDIATE');
      try {
        const result = work();
        this.#database.exec('COMMIT');
        return result;
      } catch (error) {
        if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
        throw error;
      }
    });
  }
}
