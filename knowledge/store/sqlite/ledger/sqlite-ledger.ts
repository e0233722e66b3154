import type { DatabaseSync } from 'node:sqlite';
import type { ConflictShelf } from '../../conflict-shelf.ts';
import type { JobShelf } from '../../job-shelf.ts';
import type {
  CollectionLedger,
  EditionLedger,
  Ledger,
  LedgerContents,
  NextVectorLedger,
  Shown,
  Sight,
  UnitKind,
  VectorLedger,
} from '../../ledger.ts';
import type { Catalogue, DocumentFacts, StoreFilter } from '../../passage-store.ts';
import type { TermShelf } from '../../term-shelf.ts';
import { copyDatabase } from '../copy-database.ts';
import { documentConditions } from '../document-conditions.ts';
import { DocumentRows } from '../document-rows.ts';
import { FileGuard } from '../file-guard.ts';
import { type OpenOptions, openDatabase, storeError } from '../open-database.ts';
import { sqliteCatalogue } from '../sqlite-catalogue.ts';
import { sqliteConflicts } from '../sqlite-conflicts.ts';
import { catalogueContents, revisionOf } from '../sqlite-contents.ts';
import { sqliteJobs } from '../sqlite-jobs.ts';
import { sqliteStewardship } from '../sqlite-stewardship.ts';
import { sqliteTerms } from '../sqlite-terms.ts';
import { CollectionRows, ledgerCollections } from './collection-rows.ts';
import { ledgerEditions } from './ledger-editions.ts';
import { LEDGER_PASSAGES, prepareLedger, wordsVersionOf } from './ledger-tables.ts';
import { keptEmbedder, ledgerNextVectors, ledgerVectors } from './ledger-vectors.ts';
import { LedgerWords } from './ledger-words.ts';

/** A filter that lets more editions through says which it does not. */
const MOST_ONLY = 1_000;

/** The catalogue of an engine that keeps the passages: the same file as the embedded store's, without passages, words and vectors. */
export class SqliteLedger implements Ledger {
  readonly id: string;
  readonly words: number;
  readonly catalogue: Catalogue;
  readonly stewardship: Ledger['stewardship'];
  readonly jobs: JobShelf;
  readonly terms: TermShelf;
  readonly conflicts: ConflictShelf;
  readonly contents: LedgerContents;
  readonly editions: EditionLedger;
  readonly collections: CollectionLedger;
  readonly vectors: { current: VectorLedger; next: NextVectorLedger };
  readonly #path: string;
  readonly #database: DatabaseSync;
  readonly #guard: FileGuard;
  readonly #words: LedgerWords;
  readonly #collections: CollectionRows;

  private constructor(path: string, database: DatabaseSync) {
    this.id = prepareLedger(database);
    this.words = wordsVersionOf(database);
    this.#path = path;
    this.#database = database;
    this.#guard = new FileGuard(path, database);
    this.#words = new LedgerWords(database);
    this.#collections = new CollectionRows(database);
    const guard = this.#guard;
    const { run, read, atomically, changeContents } = guard;
    const words = this.#words;
    const frequency = { of: (token: string) => words.unitsWith('passage', token, false), all: () => words.totals('passage', false).units };
    this.catalogue = sqliteCatalogue(database, {
      guards: { read, write: run, change: changeContents },
      tables: LEDGER_PASSAGES,
      frequency,
    });
    this.stewardship = sqliteStewardship(database, { words, read, change: changeContents });
    this.jobs = sqliteJobs(database, { read, write: atomically });
    this.terms = sqliteTerms(database, { read, write: atomically });
    this.conflicts = sqliteConflicts(database, { read, write: atomically });
    const documents = new DocumentRows(database);
    const edition = database.prepare('SELECT edition FROM editions WHERE document = ?');
    this.contents = {
      ...catalogueContents(database, guard),
      revision: async (documentId) =>
        read(() => {
          const number = documents.numberOf(documentId);
          return number === null ? null : { bare: revisionOf(documents.read(number)), edition: Number(edition.get(number)!.edition) };
        }),
    };
    this.editions = ledgerEditions({ database, guard, words, collections: this.#collections });
    this.collections = ledgerCollections(database, guard, this.#collections);
    this.vectors = { current: ledgerVectors({ database, guard }), next: ledgerNextVectors({ database, guard }, this.#collections) };
  }

  static async open(options: OpenOptions): Promise<SqliteLedger> {
    const database = openDatabase(options);
    try {
      return new SqliteLedger(options.path, database);
    } catch (error) {
      database.close();
      throw storeError(error, options.path);
    }
  }

  async sight({ filter, tokens }: { filter: StoreFilter; tokens: readonly string[] }): Promise<Sight> {
    return this.#guard.read(() => {
      const counted = (kind: UnitKind, former: boolean) => ({
        units: this.#words.totals(kind, former).units,
        counts: tokens.map((token) => this.#words.unitsWith(kind, token, former)),
      });
      const words = (former: boolean) => ({ passage: counted('passage', former), record: counted('record', former) });
      const { newest } = this.#database.prepare(`SELECT coalesce(max(edition), 0) AS newest FROM editions WHERE state = 'live'`).get() as {
        newest: number;
      };
      return {
        collection: this.#collections.current(),
        embedder: keptEmbedder(this.#database),
        newest,
        ...this.#choice(filter, newest),
        words: { current: words(false), former: words(true) },
      };
    });
  }

  async shown(documentIds: readonly string[]): Promise<Shown> {
    return this.#guard.read(() => {
      const sql = 'SELECT e.edition, d.summary FROM documents d JOIN editions e ON e.document = d.number WHERE d.id = ?';
      const find = this.#database.prepare(sql);
      const documents: Shown['documents'] = new Map();
      for (const id of new Set(documentIds)) {
        const row = find.get(id) as { edition: number; summary: string } | undefined;
        if (row !== undefined) documents.set(id, { edition: row.edition, facts: JSON.parse(row.summary) as DocumentFacts });
      }
      return { collection: this.#collections.current(), documents };
    });
  }

  async hold(until: number): Promise<void> {
    this.#guard.atomically(() => this.#database.prepare(`INSERT OR REPLACE INTO meta VALUES ('hold', ?)`).run(String(until)));
  }

  async heldUntil(): Promise<number> {
    return this.#guard.read(() => Number(this.#database.prepare(`SELECT value FROM meta WHERE key = 'hold'`).get()?.value ?? 0));
  }

  async copyTo(file: string): Promise<Ledger> {
    await copyDatabase(this.#path, file);
    return SqliteLedger.open({ path: file });
  }

  /** "ok", or what SQLite found wrong with the file. */
  async checkIntegrity(): Promise<string> {
    return this.#guard.run(() => (this.#database.prepare('PRAGMA integrity_check').get() as { integrity_check: string }).integrity_check);
  }

  async close(): Promise<void> {
    this.#guard.close();
  }

  #choice(filter: StoreFilter, newest: number): Pick<Sight, 'hidden' | 'only' | 'former'> {
    const editions = (sql: string, ...values: string[]) =>
      (this.#database.prepare(sql).all(...values) as { edition: number }[]).map(({ edition }) => edition);
    const all = filter.revisions === 'all';
    const superseded = editions(`SELECT edition FROM editions WHERE state = 'live' AND former = 1`);
    const unseen = editions(`SELECT edition FROM editions WHERE state <> 'live'`).filter((edition) => edition < newest);
    const hidden = all ? unseen : [...unseen, ...superseded];
    const { conditions, values } = documentConditions(filter);
    if (conditions.length === 0) return { hidden, only: null, former: all ? superseded : [] };
    const live = `SELECT e.edition FROM documents d JOIN editions e ON e.document = d.number ${all ? '' : 'AND e.former = 0'}`;
    const only = editions(`${live} WHERE ${conditions.join(' AND ')}`, ...values);
    const among = new Set(only);
    const former = superseded.filter((edition) => among.has(edition));
    if (only.length <= MOST_ONLY) return { hidden: [], only, former };
    return { hidden: [...hidden, ...editions(live).filter((edition) => !among.has(edition))], only: null, former };
  }
}
