import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { DocumentSummary } from '../../knowledge/document/document.ts';
import type { Embedder } from '../../knowledge/embed/embedder.ts';
import type { PassageStore } from '../../knowledge/store/passage-store.ts';
import { NO_RECOGNITION, type RecognitionSettings } from '../read/recognize/open-recognition.ts';
import { fillVectors } from '../vectors/fill-vectors.ts';
import { type FileDocuments, FileIngest, fileKey, type Job, type Listener, readKey, UPLOAD } from './file-ingest.ts';
import { findFiles } from './find-files.ts';
import { type FileOutcome, type IngestEvent, type IngestReport, reportOf } from './ingest-report.ts';
import { Originals } from './originals.ts';
import { type KeptPackage, PackageIngest, packageKey } from './package-ingest.ts';
import { DEFAULT_PARSE_LIMITS, type ParseLimits, ParsePool } from './parse-pool.ts';

/** Files that are read at the same time: one a core of the smallest machine that we measure on. */
const READING_PROCESSES = 2;

export type IngestorParts = {
  store: PassageStore;
  embedder: Embedder /** Folder of the knowledge. */;
  dataFolder: string;
  limits?: ParseLimits;
  /** Default: pictures of text stay unread. */
  recognition?: RecognitionSettings;
};
export type IngestRequest = {
  paths: readonly string[];
  /** Remove documents whose source lay below a given folder and is gone. */
  prune?: boolean;
  /** Also wait until vectors are complete (default true). */
  wait?: boolean;
  signal?: AbortSignal;
};

/** `index`: which of the files that were given. What it returns is waited for, but for pages. */
export type FilesListener = (event: IngestEvent, index: number) => void | Promise<void>;
type Run = { wait: boolean; prune: boolean; removed: FileOutcome[]; onEvent: Listener; signal?: AbortSignal };

/** Files in, documents stored. Every file ends in one outcome. `ingest` does a whole run at once and keeps nothing of it;
 *  a job of the queue takes its steps one by one. */
export class Ingestor {
  readonly #store: PassageStore;
  readonly #embedder: Embedder;
  readonly #originals: Originals;
  readonly #files: FileIngest;
  readonly #packages: PackageIngest;
  readonly #limits: ParseLimits;
  readonly #recognition: RecognitionSettings;
  #swept: Promise<unknown> | null = null;

  constructor({ store, embedder, dataFolder, limits = DEFAULT_PARSE_LIMITS, recognition = NO_RECOGNITION }: IngestorParts) {
    this.#store = store;
    this.#embedder = embedder;
    this.#originals = new Originals(path.join(dataFolder, 'files'));
    this.#files = new FileIngest(store, this.#originals, recognition.folder, limits.mostPictures);
    this.#packages = new PackageIngest({ files: this.#files, store, folder: path.join(dataFolder, 'unpacking') });
    this.#limits = limits;
    this.#recognition = recognition;
  }

  /** Errors: file_missing (a path or glob that is not there); the store's and embedder's own. Files' errors are outcomes. */
  async ingest({ paths, prune = false, wait = true, signal }: IngestRequest, onEvent: Listener = () => undefined): Promise<IngestReport> {
    const { files, folders } = await findFiles(paths);
    const jobs = files.map((file) => ({ file, source: file.path }));
    const removed = prune ? await this.prune(folders, new Set(files.map((file) => file.path))) : [];
    return this.#run(jobs, { wait, prune, removed, onEvent, ...(signal ? { signal } : {}) });
  }

  /** Files that came through a door: called by their names, and replaced by later uploads of the same name. */
  async ingestUploads(uploads: readonly { path: string; docId: string }[], onEvent: Listener, signal?: AbortSignal): Promise<IngestReport> {
    const jobs = uploads.map(({ path: file, docId }) => ({ file: { path: file, docId, bytes: 0 }, source: UPLOAD }));
    return this.#run(jobs, { wait: true, prune: false, removed: [], onEvent, ...(signal ? { signal } : {}) });
  }

  /** False where there is no such document. */
  async removeDocument(documentId: string): Promise<boolean> {
    const document = await this.#store.catalogue.get(documentId);
    if (document === null) return false;
    await this.#store.remove(documentId);
    await this.#store.catalogue.settings.set(readKey(documentId), null);
    await this.#files.forget(document.fingerprint);
    return true;
  }

  /** The kept original; null where there is none. */
  async originalOf({ fingerprint, format }: DocumentSummary): Promise<string | null> {
    return format !== 'jsonl' && (await this.#originals.has(fingerprint)) ? this.#originals.pathOf(fingerprint) : null;
  }

  async #run(jobs: Job[], { wait, prune, removed, onEvent, signal }: Run): Promise<IngestReport> {
    const started = performance.now();
    await onEvent({ type: 'found', files: jobs.length, bytes: jobs.reduce((sum, { file }) => sum + file.bytes, 0) });
    for (const outcome of removed) await onEvent({ type: 'file-done', outcome });
    const outcomes = await this.readFiles(jobs, onEvent, signal ? { signal } : {});
    const unnamed = prune ? await this.pruneUnnamed(jobs) : [];
    for (const outcome of unnamed) await onEvent({ type: 'file-done', outcome });
    outcomes.push(...unnamed);
    const searchableSeconds = (performance.now() - started) / 1000;
    let vectorsSeconds: number | null = null;
    const cancelled = () => signal?.aborted === true;
    if (wait && !cancelled()) {
      await this.fillVectors((progress) => void onEvent({ type: 'vectors', ...progress }), signal);
      if (!cancelled()) vectorsSeconds = (performance.now() - started) / 1000;
    }
    return reportOf([...removed, ...outcomes], searchableSeconds, vectorsSeconds);
  }

  /** Gives every passage its vector; stops at the signal. Errors: the embedder's. */
  async fillVectors(onProgress: (progress: { done: number; total: number }) => void, signal?: AbortSignal): Promise<void> {
    await fillVectors({ store: this.#store, embedder: this.#embedder, onProgress, ...(signal ? { signal } : {}) });
  }

  /** Reads files, in their order, `processes` at a time; one outcome a file. */
  async readFiles(
    jobs: readonly Job[],
    onEvent: FilesListener,
    { signal, processes = READING_PROCESSES }: { signal?: AbortSignal; processes?: number },
  ): Promise<FileOutcome[]> {
    this.#swept ??= Promise.all([this.#originals.sweep(), this.#packages.sweep()]);
    await this.#swept;
    const pool = new ParsePool({ processes, limits: this.#limits, recognition: this.#recognition });
    const outcomes: FileOutcome[] = [];
    const queue = jobs.entries();
    const work = async () => {
      for (const [index, job] of queue) {
        const tell = (event: IngestEvent) => onEvent(event, index);
        if (signal?.aborted !== true) await tell({ type: 'file-started', file: job.file.docId });
        const outcome = await this.#packages.ingest(job, { pool, onEvent: tell, ...(signal ? { signal } : {}) });
        outcomes[index] = outcome;
        await tell({ type: 'file-done', outcome });
      }
    };
    try {
      await Promise.all(Array.from({ length: processes }, work));
    } finally {
      pool.close();
    }
    return outcomes;
  }

  /** Removes documents whose file below one of the (absolute) folders is gone: not among the `present` paths. */
  async prune(folders: readonly string[], present: ReadonlySet<string>): Promise<FileOutcome[]> {
    const list = await this.#store.catalogue.list();
    return this.#removeAll(
      list.filter(({ source }) => !isPresent(source, present) && folders.some((folder) => source.startsWith(folder + path.sep))),
    );
  }

  /** Removes the documents of these (absolute) paths, but for files that are there again. */
  async removeGone(paths: readonly string[]): Promise<FileOutcome[]> {
    if (paths.length === 0) return [];
    const gone = new Set<string>();
    for (const file of paths) if (await isGone(file)) gone.add(file);
    return this.#removeAll((await this.#store.catalogue.list()).filter(({ source }) => isPresent(source, gone)));
  }

  /** Removes documents that a file of prepared passages, or a package, held once and names no longer. */
  async pruneUnnamed(jobs: readonly Job[]): Promise<FileOutcome[]> {
    const { settings } = this.#store.catalogue;
    const list = await this.#store.catalogue.list();
    const unnamed: DocumentSummary[] = [];
    for (const job of jobs) {
      const { source, file } = job;
      const lines = list.filter((document) => document.format === 'jsonl' && document.source === source);
      const parts = list.filter((document) => document.source.startsWith(`${source}${path.sep}`));
      const keptLines = lines.length === 0 ? null : await settings.get(fileKey(source, file.docId));
      const keptParts = parts.length === 0 ? null : await settings.get(packageKey(job));
      const named = new Set(
        [keptLines, keptParts].flatMap((kept) => (kept === null ? [] : (JSON.parse(kept) as FileDocuments | KeptPackage).ids)),
      );
      if (keptLines !== null) unnamed.push(...lines.filter(({ id }) => !named.has(id)));
      if (keptParts !== null) unnamed.push(...parts.filter(({ id }) => !named.has(id)));
    }
    return this.#removeAll(unnamed);
  }

  async #removeAll(documents: readonly DocumentSummary[]): Promise<FileOutcome[]> {
    const outcomes: FileOutcome[] = [];
    for (const { id, file } of documents) {
      await this.removeDocument(id);
      outcomes.push({ file, status: 'removed', documentIds: [id], pages: 0, passages: 0, records: 0, warnings: [], ms: 0 });
    }
    return outcomes;
  }
}

async function isGone(file: string): Promise<boolean> {
  return stat(file).then(
    () => false,
    // A part of a package that is there is "no folder", not missing.
    (error: NodeJS.ErrnoException) => error.code === 'ENOENT',
  );
}

/** A part of a package ("/plant/a.zip/pump.pdf") is there as long as the package is. */
function isPresent(source: string, present: ReadonlySet<string>): boolean {
  for (let at = source; path.dirname(at) !== at; at = path.dirname(at)) if (present.has(at)) return true;
  return false;
}
