import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import type { DocumentWarning } from '../../knowledge/document/document.ts';
import { documentIdOf } from '../../knowledge/document/ids.ts';
import { MillwrightError } from '../../knowledge/errors.ts';
import type { PassageStore } from '../../knowledge/store/passage-store.ts';
import { PARSER_VERSION } from '../parser-version.ts';
import { type PackageKind, packageKind } from '../unpack/package-kind.ts';
import { DEFAULT_UNPACK_BUDGET, type Part, type UnpackBudget } from '../unpack/unpack.ts';
import { unpackMail } from '../unpack/unpack-mail.ts';
import { unpackZip } from '../unpack/unpack-zip.ts';
import { type FileIngest, type FileRun, fileKey, type Job, UPLOAD } from './file-ingest.ts';
import type { FileOutcome } from './ingest-report.ts';
import { fingerprintOf } from './originals.ts';
import { isRunning } from './processes.ts';
import { Turns } from './turns.ts';

/** Packages inside packages inside packages: deeper ones are a mistake or an attack. */
const MAX_DEPTH = 3;
/** Working folders: named by the process they belong to. */
const WORK = /^unpack-(?<pid>\d+)-/;
/** A part that failed so may succeed as it is the next time. */
const PASSING = new Set(['cancelled', 'disk_full', 'store_full', 'store_busy', 'parse_crashed', 'parse_timeout', 'parse_memory']);

/** What is kept of a package, to find it unchanged. */
export type KeptPackage = {
  read: string;
  /** Documents of its parts, those included that a part which failed now was read into before. */
  ids: string[];
  warnings: DocumentWarning[];
};
type Package = { kind: PackageKind; depth: number; budget: UnpackBudget };

/** Takes in files and packages of files: each document of a package is one of its own, called "package.zip/path/inside.pdf",
 *  with its own original. A package ends in one outcome: what failed in it is a warning by name, unless everything failed. */
export class PackageIngest {
  readonly #files: FileIngest;
  readonly #store: PassageStore;
  readonly #folder: string;
  readonly #budget: UnpackBudget;
  readonly #kinds = new Turns();

  /** `folder`: where parts lie while they are read; inside the data folder. */
  constructor({
    files,
    store,
    folder,
    budget = DEFAULT_UNPACK_BUDGET,
  }: { files: FileIngest; store: PassageStore; folder: string; budget?: UnpackBudget }) {
    this.#files = files;
    this.#store = store;
    this.#folder = folder;
    this.#budget = budget;
  }

  /** Never throws for what is wrong with the file or the disk: that is the outcome. */
  async ingest(job: Job, run: FileRun): Promise<FileOutcome> {
    // One after the other: the first file in order must also be the first that FileIngest sees, whatever its kind takes to tell.
    const kind = await this.#kinds.inOrder(() => packageKind(job.file.path, job.file.docId));
    return kind === null ? this.#files.ingest(job, run) : this.#ingestPackage(job, run, { kind, depth: 1, budget: { ...this.#budget } });
  }

  /** Removes what processes that were killed left unpacked. */
  async sweep(): Promise<void> {
    for (const name of await readdir(this.#folder).catch(() => [])) {
      const pid = WORK.exec(name)?.groups?.pid;
      if (pid !== undefined && !isRunning(Number(pid))) await rm(path.join(this.#folder, name), { recursive: true, force: true });
    }
  }

  async #ingestPackage(job: Job, run: FileRun, inside: Package): Promise<FileOutcome> {
    const started = performance.now();
    const whole = new PackageOutcome(job.file.docId);
    try {
      const { fingerprint } = await fingerprintOf(job.file.path, job.file.docId);
      const key = packageKey(job);
      const read = `${fingerprint}:${PARSER_VERSION}`;
      const known = await this.#known(key, read);
      if (known !== null) return whole.unchanged(known, started);
      // The mail itself is the first document of it.
      if (inside.kind === 'eml') whole.add('', await this.#files.ingest(job, run));
      await this.#ingestParts(job, run, inside, whole);
      const outcome = whole.done(started);
      if (!whole.mayPass) {
        const kept: KeptPackage = { read, ids: await this.#stored(whole, outcome), warnings: outcome.warnings };
        await this.#store.catalogue.settings.set(key, outcome.status === 'failed' ? null : JSON.stringify(kept));
      }
      return outcome;
    } catch (error) {
      if (!(error instanceof MillwrightError)) throw error;
      return whole.failed(error, started);
    }
  }

  async #ingestParts(job: Job, run: FileRun, inside: Package, whole: PackageOutcome): Promise<void> {
    await mkdir(this.#folder, { recursive: true });
    const into = await mkdtemp(path.join(this.#folder, `unpack-${process.pid}-`));
    try {
      const input = { path: job.file.path, name: job.file.docId, into, budget: inside.budget };
      for await (const part of inside.kind === 'zip' ? unpackZip(input) : unpackMail(input)) {
        if (run.signal?.aborted) throw new MillwrightError(`"${job.file.docId}" was not ingested: cancelled.`, { code: 'cancelled' });
        whole.add(part.name, await this.#ingestPart(job, run, inside, part));
        if ('path' in part) await rm(part.path, { force: true });
      }
    } finally {
      await rm(into, { recursive: true, force: true });
    }
  }

  async #ingestPart({ file, source }: Job, run: FileRun, { depth, budget }: Package, part: Part): Promise<FileOutcome> {
    const docId = `${file.docId}/${part.name}`;
    if ('error' in part) return failure(docId, part.error);
    const job: Job = {
      file: { path: part.path, docId, bytes: part.bytes },
      source: source === UPLOAD ? UPLOAD : `${source}${path.sep}${part.name.replaceAll('/', path.sep)}`,
    };
    // Programs are told of the package as a whole; its parts are none of the files they named.
    const quiet: FileRun = { ...run, onEvent: () => undefined };
    const kind = await packageKind(part.path, docId);
    if (kind === null) return this.#files.ingest(job, quiet);
    if (depth < MAX_DEPTH) return this.#ingestPackage(job, quiet, { kind, depth: depth + 1, budget });
    const message = `"${docId}" was left out: packages lie more than ${MAX_DEPTH} deep inside each other. Unpack it and ingest the files.`;
    return failure(docId, new MillwrightError(message, { code: 'file_too_large' }));
  }

  async #stored(whole: PackageOutcome, { documentIds }: FileOutcome): Promise<string[]> {
    const ids = [...documentIds];
    for (const id of whole.failedIds) if ((await this.#store.catalogue.get(id)) !== null) ids.push(id);
    return ids;
  }

  async #known(key: string, read: string): Promise<KeptPackage | null> {
    const { settings } = this.#store.catalogue;
    const text = await settings.get(key);
    if (text === null) return null;
    const kept = JSON.parse(text) as KeptPackage;
    if (kept.read !== read) return null;
    for (const id of kept.ids) if ((await this.#store.catalogue.get(id)) === null) return null;
    return kept;
  }
}

/** Setting: which documents a package holds. */
export function packageKey({ source, file }: Job): string {
  return `package:${fileKey(source, file.docId)}`;
}

/** The outcomes of the parts as one. */
class PackageOutcome {
  readonly #outcome: FileOutcome;
  readonly #counts = { indexed: 0, unchanged: 0, failed: 0 };
  #firstError: FileOutcome['error'];
  /** A part failed in a way that may pass: the package is read again the next time. */
  mayPass = false;
  readonly failedIds: string[] = [];

  constructor(docId: string) {
    this.#outcome = { file: docId, status: 'indexed', documentIds: [], pages: 0, passages: 0, records: 0, warnings: [], ms: 0 };
  }

  /** `name`: the part's path inside; '' for the package's own words. */
  add(name: string, part: FileOutcome): void {
    const whole = this.#outcome;
    whole.documentIds.push(...part.documentIds);
    whole.pages += part.pages;
    whole.passages += part.passages;
    whole.records += part.records;
    for (const warning of part.warnings)
      whole.warnings.push(name === '' ? warning : { ...warning, message: `${shortened(name)}: ${warning.message}`, page: null });
    if (part.status === 'unchanged') this.#counts.unchanged += 1;
    else if (part.status !== 'failed') this.#counts.indexed += 1;
    else this.#addFailure(part);
  }

  #addFailure({ file, error }: FileOutcome): void {
    this.#counts.failed += 1;
    this.failedIds.push(documentIdOf(file));
    if (error === undefined) return;
    this.#firstError ??= error;
    if (PASSING.has(error.code)) this.mayPass = true;
    this.#outcome.warnings.push({ code: error.code, message: error.message, page: null });
  }

  unchanged({ ids, warnings }: KeptPackage, started: number): FileOutcome {
    return { ...this.#outcome, status: 'unchanged', documentIds: ids, warnings, ms: since(started) };
  }

  failed({ code, message }: MillwrightError, started: number): FileOutcome {
    return { ...this.#outcome, status: 'failed', error: { code, message }, ms: since(started) };
  }

  done(started: number): FileOutcome {
    const { indexed, unchanged, failed } = this.#counts;
    const whole = { ...this.#outcome, documentIds: [...new Set(this.#outcome.documentIds)], ms: since(started) };
    if (indexed + unchanged === 0) return { ...whole, status: 'failed', warnings: [], error: this.#nothingRead(failed) };
    if (whole.warnings.length > 0) return { ...whole, status: 'indexed_with_warnings' };
    return { ...whole, status: indexed === 0 ? 'unchanged' : 'indexed' };
  }

  #nothingRead(failed: number): NonNullable<FileOutcome['error']> {
    const { file } = this.#outcome;
    const first = this.#firstError;
    if (first === undefined) return { code: 'file_empty', message: `"${file}" holds no document. Check what was packed.` };
    if (failed === 1) return first;
    return { code: first.code, message: `None of the ${failed} files in "${file}" can be read. The first: ${first.message}` };
  }
}

function failure(docId: string, { code, message }: MillwrightError): FileOutcome {
  return {
    file: docId,
    status: 'failed',
    documentIds: [],
    pages: 0,
    passages: 0,
    records: 0,
    warnings: [],
    error: { code, message },
    ms: 0,
  };
}

function shortened(name: string): string {
  return name.length > 120 ? `…${name.slice(-120)}` : name;
}

function since(started: number): number {
  return Math.round(performance.now() - started);
}
