import type { DatabaseSync } from 'node:sqlite';
import type { DocumentSummary, RevisionContent } from '../../document/document.ts';
import {
  Correction,
  correctedIdentity,
  type DocumentIdentity,
  IDENTITY_FIELDS,
  type IdentityField,
  type IdentityValues,
} from '../../document/identity.ts';
import type { Edition } from '../../document/revisions/compare-editions.ts';
import { revisionKeys } from '../../document/revisions/revision-keys.ts';
import type { Verdict } from '../../document/revisions/standing.ts';
import { fold } from '../../text/fold.ts';

/** A document as its row keeps it; how many vectors there are is the catalogue's to count. */
export type KeptSummary = Omit<DocumentSummary, 'vectors'>;
export type DocumentRow = {
  number: number;
  id: string;
  summary: KeptSummary;
  /** What was read from the file, before corrections. */
  guess: DocumentIdentity;
  superseded: boolean;
};

/** Reads and writes the rows of documents with what people say of them. Every method runs inside the caller's transaction. */
export class DocumentRows {
  readonly #database: DatabaseSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  numbers(): number[] {
    return (this.#database.prepare('SELECT number FROM documents ORDER BY number').all() as { number: number }[]).map(
      ({ number }) => number,
    );
  }

  numberOf(id: string): number | null {
    return (this.#database.prepare('SELECT number FROM documents WHERE id = ?').get(id) as { number: number } | undefined)?.number ?? null;
  }

  read(number: number): DocumentRow {
    const row = this.#database.prepare('SELECT id, summary, guess, superseded FROM documents WHERE number = ?').get(number) as {
      [column in 'id' | 'summary' | 'guess']: string;
    } & { superseded: number };
    return {
      number,
      id: row.id,
      summary: JSON.parse(row.summary) as KeptSummary,
      guess: JSON.parse(row.guess) as DocumentIdentity,
      superseded: row.superseded === 1,
    };
  }

  /** Adds the row of a revision, current and without relations until they are settled. */
  insert(revision: RevisionContent): { number: number; title: string } {
    const summary = { ...bareSummary(revision), ...this.#said(revision.documentId, revision.identity) };
    const { lastInsertRowid } = this.#database
      .prepare('INSERT INTO documents (id, file, summary, guess) VALUES (?, ?, ?, ?)')
      .run(revision.documentId, revision.docId, JSON.stringify(summary), JSON.stringify(revision.identity));
    const number = Number(lastInsertRowid);
    this.#index(number);
    return { number, title: summary.title };
  }

  /** The title that a revision's words are written under. */
  titleOf(id: string, guess: Pick<DocumentIdentity, 'title'>): string {
    return this.correctionOf(id).title ?? guess.title;
  }

  /** A document that is about to go: `keys`, `partners` are of documents whose standing may change with it. */
  leaving(id: string): { number: number; keys: string[]; partners: number[] } | null {
    const number = this.numberOf(id);
    if (number === null) return null;
    const others = this.verdictsAbout(id).flatMap(({ newer, older }) => [newer, older].filter((each) => each !== id));
    const partners = others.map((each) => this.numberOf(each)).filter((each) => each !== null);
    return { number, keys: this.keysOf(number), partners };
  }

  delete(number: number): void {
    this.#database.prepare('DELETE FROM documents WHERE number = ?').run(number);
  }

  /** Writes anew what people's corrections change. */
  refresh(number: number): { title: string } {
    const { id, summary, guess } = this.read(number);
    const next = { ...summary, ...this.#said(id, guess) };
    this.writeSummary(number, next);
    this.#index(number);
    return { title: next.title };
  }

  /** Takes a row of schema version 1 for the guess that it is. */
  adopt(number: number): void {
    const { summary } = this.read(number);
    const none = { maker: null, aliases: [], serialNumbers: [] };
    const { title, documentNumber, revision, revisionDate, type, language, equipment } = summary;
    const guess = { title, documentNumber, revision, revisionDate, type, language, equipment, ...none, evidence: {} };
    this.#database.prepare('UPDATE documents SET guess = ? WHERE number = ?').run(JSON.stringify(guess satisfies DocumentIdentity), number);
    this.writeSummary(number, { ...summary, ...noRelations });
    this.refresh(number);
  }

  writeSummary(number: number, summary: KeptSummary): void {
    this.#database.prepare('UPDATE documents SET summary = ? WHERE number = ?').run(JSON.stringify(summary), number);
  }

  markSuperseded(number: number, superseded: boolean): void {
    this.#database.prepare('UPDATE documents SET superseded = ? WHERE number = ?').run(superseded ? 1 : 0, number);
  }

  correctionOf(id: string): Correction {
    const row = this.#database.prepare('SELECT correction FROM corrections WHERE document_id = ?').get(id) as
      | { correction: string }
      | undefined;
    return row === undefined ? {} : Correction.parse(JSON.parse(row.correction));
  }

  writeCorrection(id: string, correction: Correction): void {
    if (Object.keys(correction).length === 0) this.#database.prepare('DELETE FROM corrections WHERE document_id = ?').run(id);
    else
      this.#database
        .prepare('INSERT INTO corrections VALUES (?, ?) ON CONFLICT (document_id) DO UPDATE SET correction = excluded.correction')
        .run(id, JSON.stringify(correction));
  }

  verdictsAbout(id: string): Verdict[] {
    return this.#database
      .prepare('SELECT newer, older, verdict FROM verdicts WHERE newer = ? OR older = ? ORDER BY newer, older')
      .all(id, id)
      .map((row) => ({ ...row })) as Verdict[];
  }

  writeVerdict({ newer, older }: Pick<Verdict, 'newer' | 'older'>, verdict: Verdict['verdict'] | null): void {
    const forget = this.#database.prepare('DELETE FROM verdicts WHERE newer = ? AND older = ?');
    forget.run(newer, older);
    forget.run(older, newer);
    if (verdict !== null) this.#database.prepare('INSERT INTO verdicts VALUES (?, ?, ?)').run(newer, older, verdict);
  }

  keysOf(number: number): string[] {
    const rows = this.#database.prepare('SELECT key FROM revision_keys WHERE document = ?').all(number) as { key: string }[];
    return rows.map(({ key }) => key);
  }

  withKey(key: string, most: number): number[] {
    const rows = this.#database.prepare('SELECT document FROM revision_keys WHERE key = ? LIMIT ?').all(key, most) as {
      document: number;
    }[];
    return rows.map(({ document }) => document);
  }

  edition({ id, summary, guess }: DocumentRow): Edition {
    const { file, fingerprint } = summary;
    return { ...correctedIdentity(guess, this.correctionOf(id)), id, file, fingerprint };
  }

  #said(id: string, guess: DocumentIdentity) {
    const correction = this.correctionOf(id);
    const { equipment, aliases, ...values } = correctedIdentity(guess, correction);
    return {
      ...values,
      equipment: distinct([...equipment, ...aliases]),
      corrected: IDENTITY_FIELDS.filter((field) => field in correction),
    };
  }

  #index(number: number): void {
    const row = this.read(number);
    this.#database.prepare('DELETE FROM equipment WHERE document = ?').run(number);
    const name = this.#database.prepare('INSERT INTO equipment (folded, document) VALUES (?, ?)');
    for (const folded of new Set(row.summary.equipment.map(fold))) name.run(folded, number);
    this.#database.prepare('DELETE FROM revision_keys WHERE document = ?').run(number);
    const key = this.#database.prepare('INSERT INTO revision_keys (key, document) VALUES (?, ?)');
    for (const each of revisionKeys(this.edition(row))) key.run(each, number);
  }
}

const noRelations = { supersededBy: null, supersedes: [], rivals: [], corrected: [] as IdentityField[] };

function bareSummary(revision: RevisionContent): Omit<KeptSummary, keyof IdentityValues | 'corrected'> {
  return {
    id: revision.documentId,
    file: revision.docId,
    ...{ supersededBy: null, supersedes: [], rivals: [] },
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

/** One spelling of each name, the first. */
function distinct(names: readonly string[]): string[] {
  const kept = new Map<string, string>();
  for (const name of names) if (!kept.has(fold(name))) kept.set(fold(name), name);
  return [...kept.values()];
}
