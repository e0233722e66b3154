import { rm } from 'node:fs/promises';
import path from 'node:path';
import { documentIdOf } from '../../knowledge/document/ids.ts';
import { MillwrightError } from '../../knowledge/errors.ts';
import type { PassageStore } from '../../knowledge/store/passage-store.ts';
import { learnTerms } from '../../knowledge/terms/learn-terms.ts';
import type { ParsedDocument } from '../parse-file.ts';
import { PARSER_VERSION } from '../parser-version.ts';
import type { FoundFile } from './find-files.ts';
import type { FileOutcome, FileStatus, IngestEvent } from './ingest-report.ts';
import { fingerprintOf, type Originals } from './originals.ts';
import type { ParsePool } from './parse-pool.ts';
import { Turns } from './turns.ts';

export const UPLOAD = 'upload';

/** In what is kept of a reading: with how many pictures at most it was done, where that left some unread. */
const MOST = 'pictures<=';

export type Job = {
  file: FoundFile;
  /** An absolute path, or UPLOAD. */
  source: string;
};
/** What it returns is waited for, but for pages. */
export type Listener = (event: IngestEvent) => void | Promise<void>;
export type FileRun = { pool: ParsePool; onEvent: Listener; signal?: AbortSignal };

/** What `fileKey` keeps. */
export type FileDocuments = { read: string; ids: string[] };
type Outcome = Partial<FileOutcome> & { status: FileStatus };
/** `keeps`: an original of it belongs into the data folder. */
type Known = { outcome: Outcome; keeps: boolean };

/** Takes one file in: found unchanged, or read and stored whole. A file that fails changes nothing of what was stored. */
export class FileIngest {
  readonly #store: PassageStore;
  readonly #originals: Originals;
  readonly #readings: string | null;
  readonly #mostPictures: number;
  readonly #turns = new Turns();
  readonly #commits = new Turns();

  /** `readings`: folder of what was recognized, by content; null: nothing is kept. `mostPictures`: see ReadLimits. */
  constructor(store: PassageStore, originals: Originals, readings: string | null, mostPictures: number) {
    this.#mostPictures = mostPictures;
    this.#store = store;
    this.#originals = originals;
    this.#readings = readings;
  }

  /** Never throws for what is wrong with the file or the disk: that is the outcome. */
  async ingest({ file, source }: Job, run: FileRun): Promise<FileOutcome> {
    const started = performance.now();
    const done = (part: Outcome): FileOutcome => ({
      file: file.docId,
      documentIds: [],
      pages: 0,
      passages: 0,
      records: 0,
      warnings: [],
      ms: Math.round(performance.now() - started),
      ...part,
    });
    let release = () => {};
    try {
      // Hashed one after the other: of two files with one content or one name, the first in order is the one that counts.
      const claim = await this.#turns.inOrder(async () => {
        if (run.signal?.aborted) throw new MillwrightError(`"${file.docId}" was not ingested: cancelled.`, { code: 'cancelled' });
        const content = await fingerprintOf(file.path, file.docId);
        const { fingerprint } = content;
        return { ...content, ...this.#turns.hold([`name:${file.docId}`, `content:${fingerprint}`]) };
      });
      release = claim.release;
      await claim.ready;
      return done(await this.#takeIn({ file: { ...file, bytes: claim.bytes }, source }, claim.fingerprint, run));
    } catch (error) {
      if (!(error instanceof MillwrightError)) throw error;
      return done({ status: 'failed', error: { code: error.code, message: error.message } });
    } finally {
      release();
    }
  }

  /** An original goes when no document is made of it any more. */
  async dropUnused(fingerprint: string): Promise<void> {
    const users = await this.#store.catalogue.withFingerprint(fingerprint);
    if (!users.some(({ format }) => format !== 'jsonl')) await this.#originals.drop(fingerprint);
  }

  /** Also what was recognized of it goes. A file that fails keeps that: it may be tried again. */
  async forget(fingerprint: string): Promise<void> {
    await this.dropUnused(fingerprint);
    const used = (await this.#store.catalogue.withFingerprint(fingerprint)).length > 0;
    if (!used && this.#readings !== null) await rm(path.join(this.#readings, fingerprint), { recursive: true, force: true });
  }

  async #takeIn({ file, source }: Job, fingerprint: string, { pool, onEvent, signal }: FileRun): Promise<Outcome> {
    const known = await this.#known(file.docId, source, fingerprint);
    if (known) {
      // Someone may have tidied up in the data folder: pages are drawn from the original.
      if (known.keeps) await this.#originals.keep(file.path, fingerprint, file.docId);
      return known.outcome;
    }
    const kept = await this.#originals.keep(file.path, fingerprint, file.docId);
    try {
      const onPages = (pages: number, total: number) => void onEvent({ type: 'pages', file: file.docId, done: pages, total });
      const parsed = await pool.parse({ path: kept, name: file.docId, fingerprint }, onPages, signal);
      // Another process that failed on the same content may have dropped the original meanwhile.
      await this.#originals.keep(file.path, fingerprint, file.docId);
      return await this.#commits.inOrder(() => this.#commitAll(parsed, { file, source, fingerprint }));
    } finally {
      await this.dropUnused(fingerprint);
    }
  }

  /** What is known of the file already, if nothing needs to be read. Errors: document_id_taken. */
  async #known(docId: string, source: string, fingerprint: string): Promise<Known | null> {
    const { catalogue } = this.#store;
    const read = `${fingerprint}:${PARSER_VERSION}`;
    const fileIds = await catalogue.settings.get(fileKey(source, docId));
    if (fileIds !== null) {
      const { read: before, ids } = JSON.parse(fileIds) as FileDocuments;
      if (before === read && (await this.#allThere(ids))) return { outcome: { status: 'unchanged', documentIds: ids }, keeps: false };
    }
    const id = documentIdOf(docId);
    const document = await catalogue.get(id);
    if (document !== null && document.source !== source) throw taken(docId, document.source);
    if (document?.fingerprint === fingerprint && this.#isReadSo(await catalogue.settings.get(readKey(id)), read))
      return {
        outcome: { status: 'unchanged', documentIds: [id], pages: document.pageCount ?? 0, warnings: document.warnings },
        keeps: document.format !== 'jsonl',
      };
    if (document !== null) return null;
    const twin = (await catalogue.withFingerprint(fingerprint)).find(({ format }) => format !== 'jsonl');
    if (twin) {
      const message = `Same content as "${twin.file}": kept once, under that name.`;
      const warnings = [{ code: 'same_content', message, page: null }];
      return { outcome: { status: 'unchanged', documentIds: [twin.id], warnings }, keeps: true };
    }
    return null;
  }

  /** A document whose pictures were too many is read again as soon as more are allowed. */
  #readAs(read: string, { warnings }: ParsedDocument): string {
    return warnings.some(({ code }) => code === 'pictures_unread') ? `${read}:${MOST}${this.#mostPictures}` : read;
  }

  #isReadSo(before: string | null, read: string): boolean {
    if (before === read) return true;
    const most = before?.startsWith(`${read}:${MOST}`) ? Number(before.slice(read.length + 1 + MOST.length)) : -1;
    return most >= this.#mostPictures;
  }

  async #allThere(ids: readonly string[]): Promise<boolean> {
    for (const id of ids) if ((await this.#store.catalogue.get(id)) === null) return false;
    return true;
  }

  async #commitAll(
    parsed: readonly ParsedDocument[],
    { file, source, fingerprint }: { file: FoundFile; source: string; fingerprint: string },
  ): Promise<Outcome> {
    const { catalogue } = this.#store;
    const read = `${fingerprint}:${PARSER_VERSION}`;
    const ids: string[] = [];
    const documents = parsed.map((document) => ({ ...document, docId: document.docId ?? file.docId }));
    for (const { docId } of documents) {
      const other = await catalogue.get(documentIdOf(docId));
      if (other !== null && other.source !== source) throw taken(docId, other.source);
    }
    for (const document of documents) {
      const documentId = documentIdOf(document.docId);
      const former = await catalogue.get(documentId);
      await this.#store.commit({ ...document, documentId, source, fingerprint, bytes: file.bytes });
      await catalogue.settings.set(readKey(documentId), this.#readAs(read, document));
      if (former !== null && former.fingerprint !== fingerprint) await this.forget(former.fingerprint);
      ids.push(documentId);
    }
    await learnTerms(this.#store);
    if (parsed.some(({ docId }) => docId !== null))
      await catalogue.settings.set(fileKey(source, file.docId), JSON.stringify({ read, ids } satisfies FileDocuments));
    const warnings = parsed.flatMap((document) => document.warnings);
    const sum = (count: (document: ParsedDocument) => number) => parsed.reduce((total, document) => total + count(document), 0);
    return {
      status: warnings.length > 0 ? 'indexed_with_warnings' : 'indexed',
      documentIds: ids,
      pages: sum(({ pageCount }) => pageCount ?? 0),
      passages: sum(({ passages }) => passages.length),
      records: sum(({ records }) => records.length),
      warnings,
    };
  }
}

/** Setting: what a document was read from, and by which version of the readers. */
export function readKey(documentId: string): string {
  return `read:${documentId}`;
}

/** Setting: which documents a file of prepared passages holds. */
export function fileKey(source: string, docId: string): string {
  return `file:${source === UPLOAD ? `upload/${docId}` : source}`;
}

function taken(docId: string, other: string): MillwrightError {
  const where = other === UPLOAD ? 'an upload' : `"${other}"`;
  return new MillwrightError(
    `There is a document "${docId}" already, from ${where}. Rename the file, ingest a folder higher up, or remove the other first ("millwright documents remove ${docId}").`,
    { code: 'document_id_taken' },
  );
}
