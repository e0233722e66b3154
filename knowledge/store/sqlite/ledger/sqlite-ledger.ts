import type { DatabaseSync } from 'node:sqlite';
import type { JobShelf } from '../../job-shelf.ts';
import type { CollectionLedger, EditionLedger, Ledger, NextVectorLedger, Shown, Sight, UnitKind, VectorLedger } from '../../ledger.ts';
import type { Catalogue, DocumentFacts, StoreFilter } from '../../passage-store.ts';
import type { TermShelf } from '../../term-shelf.ts';
import { documentConditions } from '../document-conditions.ts';
import { FileGuard } from '../file-guard.ts';
import { type OpenOptions, openDatabase, storeError } from '../open-database.ts';
import { sqliteCatalogue } from '../sqlite-catalogue.ts';
import { sqliteJobs } from '../sqlite-jobs.ts';
import { sqliteStewardship } from '../sqlite-stewardship.ts';
import { sqliteTerms } from '../sqlite-terms.ts';
import { CollectionRows, ledgerCollections } from './collection-rows.ts';
import { ledgerEditions } from './ledger-editions.ts';
import { LEDGER_PASSAGES, prepareLedger } from './ledger-tables.ts';
import { keptEmbedder, ledgerNextVectors, ledgerVectors } from './ledger-vectors.ts';
import { LedgerWords } from './ledger-words.ts';

/** A filter that lets more editions through says which it does not. */
const MOST_ONLY = 1_000;

/** The catalogue of an engine that keeps the passages: the same file as the embedded store's, without passages, words and vectors. */
export class SqliteLedger implements Ledger {
  readonly id: string;
  readonly catalogue: Catalogue;
  readonly stewardship: Ledger['stewardship'];
  readonly jobs: JobShelf;
  readonly terms: TermShelf;
  readonly editions: EditionLedger;
  readonly collections: CollectionLedger;
  readonly vectors: { current: VectorLedger; next: NextVectorLedger };
  readonly #database: DatabaseSync;
  readonly #guard: FileGuard;
  readonly #words: LedgerWords;
  readonly #collections: CollectionRows;

  private constructor(path: string, database: DatabaseSync) {
    this.id = prepareLedger(database);
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
      const former = filter.revisions === 'all';
      const words = (kind: UnitKind) => ({
        units: this.#words.totals(kind, former).units,
        counts: tokens.map((token) => this.#words.unitsWith(kind, token, former)),
      });
      const { newest } = this.#database.prepare(`SELECT coalesce(max(edition), 0) AS newest FROM editions WHERE state = 'live'`).get() as {
        newest: number;
      };
      return {
        collection: this.#collections.current(),
        embedder: keptEmbedder(this.#database),
        newest,
        ...this.#choice(filter, newest),
        words: { passage: words('passage'), record: words('record') },
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

  /** "ok", or what SQLite found wrong with the file. */
  async checkIntegrity(): Promise<string> {
    return this.#guard.run(() => (this.#database.prepare('PRAGMA integrity_check').get() as { integrity_check: string }).integrity_check);
  }

  async close(): Promise<void> {
    this.#guard.close();
  }

  #choice(filter: StoreFilter, newest: number): Pick<Sight, 'hidden' | 'only'> {
    const editions = (sql: string, ...values: string[]) =>
      (this.#database.prepare(sql).all(...values) as { edition: number }[]).map(({ edition }) => edition);
    const former = filter.revisions === 'all';
    const unseen = editions(`SELECT edition FROM editions WHERE ${former ? `state <> 'live'` : `(state <> 'live' OR former = 1)`}`);
    const hidden = unseen.filter((edition) => edition <= newest);
    const { conditions, values } = documentConditions(filter);
    if (conditions.length === 0) return { hidden, only: null };
    const live = `SELECT e.edition FROM documents d JOIN editions e ON e.document = d.number ${former ? '' : 'AND e.former = 0'}`;
    const only = editions(`${live} WHERE ${conditions.join(' AND ')}`, ...values);
    if (only.length <= MOST_ONLY) return { hidden: [], only };
    const among = new Set(only);
    return { hidden: [...hidden, ...editions(live).filter((edition) => !among.has(edition))], only: null };
  }
}
