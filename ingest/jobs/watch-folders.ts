import { type FSWatcher, watch } from 'node:fs';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { MillwrightError } from '../../knowledge/errors.ts';
import { type FoundFile, findFiles } from './find-files.ts';

export type WatchOptions = {
  /** Absolute. */
  folders: readonly string[];
  /** Absolute paths taken up earlier: those that are gone are told, too. */
  known?: readonly string[];
  /** A file is taken up when nothing changed it for so long. */
  quietMs: number;
  /** Folders whose system tells no changes (network shares) are looked at so often. */
  pollMs: number;
  signal: AbortSignal;
  /** A folder cannot be looked at (it is gone, not mounted, not readable), or can again. */
  onReach?: (folder: string, problem: string | null) => void;
};
export type FolderChange = { files: FoundFile[] /** Absolute paths. */; gone: string[] };

type Seen = { mark: string; since: number };

/** New, changed and vanished files of folders, once each has been quiet for a moment: what is being copied is not read half.
 *  Looking at the whole folder decides; the system's notices only make it look sooner, because they are lost on network shares,
 *  under load, and when a folder is unmounted. A folder that cannot be reached, or is suddenly empty as an unmounted one is, loses
 *  nothing. Ends at the signal. */
export async function* watchFolders(options: WatchOptions): AsyncGenerator<FolderChange> {
  const { folders, known = [], quietMs, pollMs, signal } = options;
  const seen = new SeenFiles(known, quietMs);
  const notices = new Notices();
  const unreachable = new Set<string>();
  while (!signal.aborted) {
    const started = performance.now();
    const change: FolderChange = { files: [], gone: [] };
    for (const folder of folders) {
      const { files, problem } = await look(folder);
      if (files === null || (files.length === 0 && seen.has(folder))) {
        if (!unreachable.has(folder)) options.onReach?.(folder, problem ?? 'it is empty all at once, as a folder is that is not mounted');
        unreachable.add(folder);
        notices.forget(folder);
        continue;
      }
      if (unreachable.delete(folder)) options.onReach?.(folder, null);
      notices.listen(folder);
      const now = await seen.changes(folder, files, started);
      change.files.push(...now.files);
      change.gone.push(...now.gone);
    }
    if (change.files.length + change.gone.length > 0) yield change;
    // Looking at a large folder on a slow share may take as long as the pause: leave it some rest.
    const rest = 4 * (performance.now() - started);
    await notices.pause(Math.max(rest, seen.unsettled ? quietMs / 2 : pollMs), quietMs / 4, signal);
  }
  notices.close();
}

async function look(folder: string): Promise<{ files: FoundFile[] | null; problem: string | null }> {
  try {
    return { files: (await findFiles([folder])).files, problem: null };
  } catch (error) {
    if (!(error instanceof MillwrightError)) throw error;
    return { files: null, problem: error.message };
  }
}

/** What was taken up, what changes just now, what has just vanished: by absolute path. */
class SeenFiles {
  readonly #quietMs: number;
  readonly #taken: Map<string, string>;
  readonly #changing = new Map<string, Seen>();
  readonly #vanishing = new Map<string, number>();

  constructor(known: readonly string[], quietMs: number) {
    this.#quietMs = quietMs;
    this.#taken = new Map(known.map((file) => [file, '']));
  }

  get unsettled(): boolean {
    return this.#changing.size + this.#vanishing.size > 0;
  }

  /** True where something below the folder was taken up that is not known to be gone. */
  has(folder: string): boolean {
    return [...this.#taken.keys()].some((file) => isBelow(file, folder));
  }

  async changes(folder: string, files: readonly FoundFile[], at: number): Promise<FolderChange> {
    const ready: FoundFile[] = [];
    const present = new Set<string>();
    for (const file of files) {
      const mark = await markOf(file.path);
      if (mark === null) continue;
      present.add(file.path);
      this.#vanishing.delete(file.path);
      if (this.#settles(file.path, mark, at)) ready.push(file);
    }
    for (const file of this.#changing.keys()) if (isBelow(file, folder) && !present.has(file)) this.#changing.delete(file);
    return { files: ready, gone: this.#gone(folder, present, at) };
  }

  #settles(file: string, mark: string, at: number): boolean {
    if (this.#taken.get(file) === mark) {
      this.#changing.delete(file);
      return false;
    }
    const before = this.#changing.get(file);
    if (before?.mark !== mark) {
      this.#changing.set(file, { mark, since: at });
      return false;
    }
    if (at - before.since < this.#quietMs) return false;
    this.#changing.delete(file);
    this.#taken.set(file, mark);
    return true;
  }

  /** Editors save by deleting and writing anew: what is missing for a moment is not gone. */
  #gone(folder: string, present: ReadonlySet<string>, at: number): string[] {
    const gone: string[] = [];
    for (const file of this.#taken.keys()) {
      if (present.has(file) || !isBelow(file, folder)) continue;
      const since = this.#vanishing.get(file) ?? at;
      this.#vanishing.set(file, since);
      if (at - since >= this.#quietMs) gone.push(file);
    }
    for (const file of gone) {
      this.#taken.delete(file);
      this.#vanishing.delete(file);
    }
    return gone;
  }
}

/** Differs whenever the file was written; the time of the last change of any kind tells also of a file moved over it that has the
 *  same size and date. */
async function markOf(file: string): Promise<string | null> {
  const facts = await stat(file).catch(() => null);
  return facts && `${facts.size} ${facts.mtimeMs} ${facts.ctimeMs}`;
}

function isBelow(file: string, folder: string): boolean {
  return file.startsWith(folder.endsWith(path.sep) ? folder : folder + path.sep);
}

/** The system's notices that something below a folder changed, where it gives any. */
class Notices {
  readonly #watchers = new Map<string, FSWatcher>();
  #noticed = Promise.withResolvers<void>();

  listen(folder: string): void {
    if (this.#watchers.has(folder)) return;
    try {
      const watcher = watch(folder, { recursive: true }, () => this.#noticed.resolve());
      watcher.on('error', () => this.forget(folder));
      this.#watchers.set(folder, watcher);
    } catch (error) {
      // No notices to be had of this folder (too many watches, a share): looking at it now and then must do.
      if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    }
  }

  forget(folder: string): void {
    this.#watchers.get(folder)?.close();
    this.#watchers.delete(folder);
  }

  /** For `ms`, or until a notice (then `gatherMs` more, since changes come in swarms) or the signal. */
  async pause(ms: number, gatherMs: number, signal: AbortSignal): Promise<void> {
    const timer = new AbortController();
    const over = wait(ms, undefined, { signal: AbortSignal.any([signal, timer.signal]) }).catch(() => undefined);
    const noticed = this.#noticed.promise.then(() => wait(gatherMs));
    await Promise.race([over, noticed]);
    timer.abort();
    this.#noticed = Promise.withResolvers();
  }

  close(): void {
    for (const folder of [...this.#watchers.keys()]) this.forget(folder);
  }
}
