import path from 'node:path';
import type { DocumentSummary } from '../../knowledge/document/document.ts';
import { documentIdOf } from '../../knowledge/document/ids.ts';
import type { Embedder } from '../../knowledge/embed/embedder.ts';
import { MillwrightError } from '../../knowledge/errors.ts';
import type { PassageStore } from '../../knowledge/store/passage-store.ts';
import { PARSER_VERSION, type ParsedDocument } from '../parse-file.ts';
import { fillVectors } from '../vectors/fill-vectors.ts';
import { type FoundFile, findFiles } from './find-files.ts';
import type { FileOutcome, FileStatus, IngestEvent, IngestReport } from './ingest-report.ts';
import { fingerprintOf, Originals } from './originals.ts';
import { DEFAULT_PARSE_LIMITS, type ParseLimits, ParsePool } from './parse-pool.ts';

/** Files that are read at the same time: one a core of the smallest machine that we measure on. */
const READING_PROCESSES = 2;
const UPLOAD = 'upload';

export type IngestorParts = {
  store: PassageStore;
  embedder: Embedder /** Folder of the knowledge. */;
  dataFolder: string;
  limits?: ParseLimits;
};
export type IngestRequest = {
  paths: readonly string[];
  /** Remove documents whose source lay below a given folder and is gone. */
  prune?: boolean;
  /** Also wait until vectors are complete (default true). */
  wait?: boolean;
  signal?: AbortSignal;
};

type Job = { file: FoundFile; source: string };
type Listener = (event: IngestEvent) => void;

/** Files in, documents stored. Every file ends in one outcome; a file that fails changes nothing of what was stored. */
export class Ingestor {
  readonly #store: PassageStore;
  readonly #embedder: Embedder;
  readonly #originals: Originals;
  readonly #limits: ParseLimits;

  constructor({ store, embedder, dataFolder, limits = DEFAULT_PARSE_LIMITS }: IngestorParts) {
    this.#store = store;
    this.#embedder = embedder;
    this.#originals = new Originals(path.join(dataFolder, 'files'));
    this.#limits = limits;
  }

  /** Errors: file_missing (a path or glob that is not there); the store's and embedder's own. Files' errors are outcomes. */
  async ingest({ paths, prune = false, wait = true, signal }: IngestRequest, onEvent: Listener = () => undefined): Promise<IngestReport> {
    const { files, folders } = await findFiles(paths);
    const jobs = files.map((file) => ({ file, source: file.path }));
    const removed = prune ? await this.#prune(folders, new Set(files.map((file) => file.path))) : [];
    return this.#run(jobs, { wait, removed, onEvent, ...(signal ? { signal } : {}) });
  }

  /** Files that came through a door: called by their names, and replaced by later uploads of the same name. */
  async ingestUploads(uploads: readonly { path: string; docId: string }[], onEvent: Listener, signal?: AbortSignal): Promise<IngestReport> {
    const jobs = uploads.map(({ path: file, docId }) => ({ file: { path: file, docId, bytes: 0 }, source: UPLOAD }));
    return this.#run(jobs, { wait: true, removed: [], onEvent, ...(signal ? { signal } : {}) });
  }

  /** False where there is no such document. */
  async removeDocument(documentId: string): Promise<boolean> {
    const document = await this.#store.catalogue.get(documentId);
    if (document === null) return false;
    await this.#store.remove(documentId);
    await this.#store.catalogue.settings.set(readKey(documentId), null);
    await this.#dropUnused(document.fingerprint);
    return true;
  }

  /** The kept original; null where there is none. */
  async originalOf({ fingerprint, format }: DocumentSummary): Promise<string | null> {
    return format !== 'jsonl' && (await this.#originals.has(fingerprint)) ? this.#originals.pathOf(fingerprint) : null;
  }

  async #run(jobs: Job[], run: { wait: boolean; removed: FileOutcome[]; onEvent: Listener; signal?: AbortSignal }): Promise<IngestReport> {
    const { wait, removed, onEvent, signal } = run;
    const started = performance.now();
    onEvent({ type: 'found', files: jobs.length, bytes: jobs.reduce((sum, { file }) => sum + file.bytes, 0) });
    for (const outcome of removed) onEvent({ type: 'file-done', outcome });
    const outcomes = await this.#readAll(jobs, onEvent, signal);
    const searchableSeconds = (performance.now() - started) / 1000;
    let vectorsSeconds: number | null = null;
    if (wait && signal?.aborted !== true) {
      await fillVectors({
        store: this.#store,
        embedder: this.#embedder,
        onProgress: (progress) => onEvent({ type: 'vectors', ...progress }),
        ...(signal ? { signal } : {}),
      });
      vectorsSeconds = (performance.now() - started) / 1000;
    }
    return report([...removed, ...outcomes], searchableSeconds, vectorsSeconds);
  }

  async #readAll(jobs: readonly Job[], onEvent: Listener, signal?: AbortSignal): Promise<FileOutcome[]> {
    const pool = new ParsePool({ processes: READING_PROCESSES, limits: this.#limits });
    const outcomes: FileOutcome[] = [];
    const queue = jobs.entries();
    const work = async () => {
      for (const [index, job] of queue) {
        onEvent({ type: 'file-started', file: job.file.docId });
        const outcome = await this.#ingestFile(job, pool, onEvent, signal);
        outcomes[index] = outcome;
        onEvent({ type: 'file-done', outcome });
      }
    };
    try {
      await Promise.all(Array.from({ length: READING_PROCESSES }, work));
    } finally {
      pool.close();
    }
    return outcomes;
  }

  async #ingestFile({ file, source }: Job, pool: ParsePool, onEvent: Listener, signal?: AbortSignal): Promise<FileOutcome> {
    const started = performance.now();
    const done = (part: Partial<FileOutcome> & { status: FileStatus }): FileOutcome => ({
      file: file.docId,
      documentIds: [],
      pages: 0,
      passages: 0,
      records: 0,
      warnings: [],
      ms: Math.round(performance.now() - started),
      ...part,
    });
    try {
      if (signal?.aborted) throw new MillwrightError(`"${file.docId}" was not ingested: cancelled.`, { code: 'cancelled' });
      const fingerprint = await fingerprintOf(file.path, file.docId);
      const known = await this.#known(file.docId, source, fingerprint);
      if (known) return done(known);
      const kept = await this.#originals.keep(file.path, fingerprint, file.docId);
      try {
        const parsed = await pool.parse(
          { path: kept, name: file.docId },
          (pages, total) => onEvent({ type: 'pages', file: file.docId, done: pages, total }),
          signal,
        );
        return done(await this.#commitAll(parsed, { file, source, fingerprint }));
      } finally {
        await this.#dropUnused(fingerprint);
      }
    } catch (error) {
      if (!(error instanceof MillwrightError)) throw error;
      return done({ status: 'failed', error: { code: error.code, message: error.message } });
    }
  }

  /** What is known of the file already, if nothing needs to be read. Errors: document_id_taken. */
  async #known(docId: string, source: string, fingerprint: string): Promise<(Partial<FileOutcome> & { status: FileStatus }) | null> {
    const { catalogue } = this.#store;
    const read = `${fingerprint}:${PARSER_VERSION}`;
    const fileIds = await catalogue.settings.get(fileKey(source, docId));
    if (fileIds !== null) {
      const { read: before, ids } = JSON.parse(fileIds) as { read: string; ids: string[] };
      if (before === read && (await this.#allThere(ids))) return { status: 'unchanged', documentIds: ids };
    }
    const id = documentIdOf(docId);
    const document = await catalogue.get(id);
    if (document !== null && document.source !== source) throw taken(docId, document.source);
    if (document?.fingerprint === fingerprint && (await catalogue.settings.get(readKey(id))) === read)
      return { status: 'unchanged', documentIds: [id], pages: document.pageCount ?? 0, warnings: document.warnings };
    const twin = (await catalogue.list()).find((other) => other.fingerprint === fingerprint && other.id !== id && other.format !== 'jsonl');
    if (twin && document === null) {
      const message = `Same content as "${twin.file}": kept once, under that name.`;
      return { status: 'unchanged', documentIds: [twin.id], warnings: [{ code: 'same_content', message, page: null }] };
    }
    return null;
  }

  async #allThere(ids: readonly string[]): Promise<boolean> {
    for (const id of ids) if ((await this.#store.catalogue.get(id)) === null) return false;
    return true;
  }

  async #commitAll(
    parsed: readonly ParsedDocument[],
    { file, source, fingerprint }: { file: FoundFile; source: string; fingerprint: string },
  ): Promise<Partial<FileOutcome> & { status: FileStatus }> {
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
      await catalogue.settings.set(readKey(documentId), read);
      if (former !== null && former.fingerprint !== fingerprint) await this.#dropUnused(former.fingerprint);
      ids.push(documentId);
    }
    if (parsed.some(({ docId }) => docId !== null))
      await catalogue.settings.set(fileKey(source, file.docId), JSON.stringify({ read, ids }));
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

  async #prune(folders: readonly string[], present: ReadonlySet<string>): Promise<FileOutcome[]> {
    const gone = (await this.#store.catalogue.list()).filter(
      ({ source }) => !present.has(source) && folders.some((folder) => source.startsWith(folder + path.sep)),
    );
    const outcomes: FileOutcome[] = [];
    for (const document of gone) {
      await this.removeDocument(document.id);
      outcomes.push({
        file: document.file,
        status: 'removed',
        documentIds: [document.id],
        pages: 0,
        passages: 0,
        records: 0,
        warnings: [],
        ms: 0,
      });
    }
    return outcomes;
  }

  /** An original goes when no document is made of it any more. */
  async #dropUnused(fingerprint: string): Promise<void> {
    const used = (await this.#store.catalogue.list()).some(
      (document) => document.fingerprint === fingerprint && document.format !== 'jsonl',
    );
    if (!used) await this.#originals.drop(fingerprint);
  }
}

function readKey(documentId: string): string {
  return `read:${documentId}`;
}

function fileKey(source: string, docId: string): string {
  return `file:${source === UPLOAD ? `upload/${docId}` : source}`;
}

function taken(docId: string, other: string): MillwrightError {
  const where = other === UPLOAD ? 'an upload' : `"${other}"`;
  return new MillwrightError(
    `There is a document "${docId}" already, from ${where}. Rename the file, ingest a folder higher up, or remove the other first ("millwright documents remove ${docId}").`,
    { code: 'document_id_taken' },
  );
}

function report(files: FileOutcome[], searchableSeconds: number, vectorsSeconds: number | null): IngestReport {
  const totals = {
    indexed: 0,
    indexed_with_warnings: 0,
    unchanged: 0,
    removed: 0,
    failed: 0,
    files: files.length,
    pages: 0,
    passages: 0,
    records: 0,
  };
  for (const file of files) {
    totals[file.status] += 1;
    totals.pages += file.pages;
    totals.passages += file.passages;
    totals.records += file.records;
  }
  return { files, totals, searchableSeconds, vectorsSeconds };
}
