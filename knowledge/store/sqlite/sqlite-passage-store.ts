import type { DatabaseSync } from 'node:sqlite';
import type { RevisionContent } from '../../document/document.ts';
import type { Passage, TableRecord } from '../../document/passage.ts';
import { MillwrightError } from '../../errors.ts';
import type { ConflictShelf } from '../conflict-shelf.ts';
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
import type { StoreContents, StoreSnapshot } from '../store-contents.ts';
import type { TermShelf } from '../term-shelf.ts';
import { CandidateSearch } from './candidate-search.ts';
import { copyDatabase } from './copy-database.ts';
import { FileGuard } from './file-guard.ts';
import { type OpenOptions, openDatabase, storeError } from './open-database.ts';
import { sqliteCatalogue } from './sqlite-catalogue.ts';
import { sqliteConflicts } from './sqlite-conflicts.ts';
import { sqliteContents } from './sqlite-contents.ts';
import { sqliteJobs } from './sqlite-jobs.ts';
import { sqliteStewardship } from './sqlite-stewardship.ts';
import { sqliteTerms } from './sqlite-terms.ts';
import { SqliteVectors } from './sqlite-vectors.ts';
import { TermFrequency } from './term-frequency.ts';
import { WordRows } from './word-rows.ts';
import { RevisionWriter } from './write-revision.ts';

/** The embedded store: documents, passages, records, words, vectors and settings in one file, one transaction a revision. */
export class SqlitePassageStore implements PassageStore {
  readonly catalogue: Catalogue;
  readonly vectors: VectorShelf;
  readonly stewardship: Stewardship;
  readonly jobs: JobShelf;
  readonly terms: TermShelf;
  readonly conflicts: ConflictShelf;
  readonly contents: StoreContents;
  readonly place: string;
  readonly #database: DatabaseSync;
  readonly #guard: FileGuard;
  readonly #writer: RevisionWriter;
  readonly #vectors: SqliteVectors;
  readonly #search: CandidateSearch;

  private constructor(path: string, database: DatabaseSync) {
    this.place = path;
    this.#database = database;
    this.#guard = new FileGuard(path, database);
    const { run, read, atomically, change, changeContents } = this.#guard;
    this.#writer = new RevisionWriter(database);
    this.#vectors = new SqliteVectors(database, { read, write: atomically, change });
    this.vectors = this.#vectors;
    const frequency = new TermFrequency(database, 'passage');
    this.catalogue = sqliteCatalogue(database, { guards: { read, write: run, change: changeContents }, frequency });
    this.stewardship = sqliteStewardship(database, { words: new WordRows(database), read, change: changeContents });
    this.jobs = sqliteJobs(database, { read, write: atomically });
    this.terms = sqliteTerms(database, { read, write: atomically });
    this.conflicts = sqliteConflicts(database, { read, write: atomically });
    this.contents = sqliteContents(database, this.#guard);
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
    const { removed } = this.#guard.changeContents(() => this.#writer.write(revision));
    this.#vectors.forget(removed);
  }

  async remove(documentId: string): Promise<boolean> {
    const removed = this.#guard.atomically(() => {
      const went = this.#writer.remove(documentId);
      if (went !== null) this.#guard.noteContents();
      return went?.removed;
    });
    this.#vectors.forget(removed ?? []);
    return removed !== undefined;
  }

  async search(query: StoreQuery, signal?: AbortSignal): Promise<Candidate[]> {
    if (signal?.aborted) throw new MillwrightError('The search was cancelled.', { code: 'cancelled' });
    return this.#guard.read(() => this.#search.search(query));
  }

  async passages(keys: readonly PassageKey[]): Promise<StoredPassage[]> {
    return this.#guard.read(() => {
      const found = this.#database.prepare(
        'SELECT p.content, p.document FROM passages p JOIN documents d ON d.number = p.document WHERE d.id = ? AND p.id = ?',
      );
      const facts = factsReader(this.#database);
      return keys.flatMap(({ documentId, passageId }) => {
        const row = found.get(documentId, passageId) as { content: string; document: number } | undefined;
        if (row === undefined) return [];
        // Passages stored before figures were known have none until their document is read again.
        return [{ figures: [], ...(JSON.parse(row.content) as Omit<Passage, 'figures'>), document: facts(row.document) }];
      });
    });
  }

  async records(keys: readonly { documentId: string; recordId: string }[]): Promise<StoredRecord[]> {
    return this.#guard.read(() => {
      const found = this.#database.prepare(
        'SELECT r.content FROM records r JOIN documents d ON d.number = r.document WHERE d.id = ? AND r.id = ?',
      );
      return keys.flatMap(({ documentId, recordId }) => {
        const row = found.get(documentId, recordId) as { content: string } | undefined;
        return row === undefined ? [] : [{ ...(JSON.parse(row.content) as TableRecord), documentId }];
      });
    });
  }

  async snapshot(file: string): Promise<StoreSnapshot> {
    await copyDatabase(this.place, file);
    return { store: null, release: async () => undefined };
  }

  /** "ok", or what SQLite found wrong with the file. */
  async checkIntegrity(): Promise<string> {
    return this.#guard.run(() => (this.#database.prepare('PRAGMA integrity_check').get() as { integrity_check: string }).integrity_check);
  }

  async close(): Promise<void> {
    this.#guard.close();
  }
}

/** What documents say of themselves, each read once. */
function factsReader(database: DatabaseSync): (number: number) => DocumentFacts {
  const summary = database.prepare('SELECT summary FROM documents WHERE number = ?');
  const read = new Map<number, DocumentFacts>();
  return (number) => {
    const known = read.get(number) ?? (JSON.parse((summary.get(number) as { summary: string }).summary) as DocumentFacts);
    read.set(number, known);
    return known;
  };
}
