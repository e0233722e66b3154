import { glob, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { MillwrightError } from '../../knowledge/errors.ts';

export type FoundFile = {
  /** Absolute. */
  path: string;
  docId: string;
  bytes: number;
};

/** What systems and programs leave behind in folders, and the parts of web pages that are no words: not documents, and not
 *  worth a failure. */
const JUNK =
  /^(?:\.|~\$|#.*#$|4913$|Thumbs\.db$|desktop\.ini$|__MACOSX$)|~$|\.(?:tmp|temp|part|partial|filepart|crdownload|download|lock|sw[op]|css|m?js|map|woff2?|ttf|otf|eot|webmanifest)$/i;
/** Browsers put the pictures of a page saved as "x.html" into a folder "x_files" (or "x-Dateien", "x.files") beside it. */
const SAVED_PARTS = /^(?<page>.+?)(?:_files|\.files|-Dateien|_fichiers|_archivos)$/i;

/** True for names of files and folders that are no documents. */
export function isJunk(name: string): boolean {
  return JUNK.test(name);
}

export type Found = {
  files: FoundFile[] /** Absolute folders that were walked whole: what vanished below them may be pruned. */;
  folders: string[];
};

/** The files of paths and globs, each once, in a stable order. Folders are walked whole; links are followed to files only.
 *  Errors: file_missing (a path that is not there, a glob that matches nothing). */
export async function findFiles(paths: readonly string[]): Promise<Found> {
  const files = new Map<string, FoundFile>();
  const folders: string[] = [];
  for (const given of paths) {
    const isGlob = /[*?[{]/.test(given) && (await stat(given).catch(() => null)) === null;
    const matches = isGlob ? await globbed(given) : [given];
    for (const match of matches) {
      const absolute = path.resolve(match);
      const facts = await stat(absolute).catch(() => null);
      if (facts === null) throw new MillwrightError(`There is no "${given}". Check the path.`, { code: 'file_missing' });
      if (facts.isDirectory()) {
        folders.push(absolute);
        await walk(absolute, absolute, files);
      } else files.set(absolute, { path: absolute, docId: path.basename(absolute).normalize('NFC'), bytes: facts.size });
    }
  }
  return { files: [...files.values()], folders };
}

async function globbed(pattern: string): Promise<string[]> {
  const matches: string[] = [];
  for await (const match of glob(pattern)) if (!isJunk(path.basename(match))) matches.push(match);
  if (matches.length === 0) throw new MillwrightError(`Nothing matches "${pattern}".`, { code: 'file_missing' });
  return matches.sort();
}

async function walk(folder: string, root: string, files: Map<string, FoundFile>): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    throw new MillwrightError(`The folder "${folder}" cannot be read: ${(error as Error).message}. Give this user the right to read it.`, {
      code: 'file_unreadable',
      cause: error,
    });
  });
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  const pages = new Set(entries.flatMap(({ name }) => /^(.+)\.x?html?$/i.exec(name)?.[1] ?? []));
  for (const entry of entries) {
    if (isJunk(entry.name) || isPartsFolder(entry.name, pages)) continue;
    const absolute = path.join(folder, entry.name);
    if (entry.isDirectory()) {
      await walk(absolute, root, files);
      continue;
    }
    const facts = await stat(absolute).catch(() => null);
    const docId = path.relative(root, absolute).split(path.sep).join('/').normalize('NFC');
    if (facts === null) files.set(absolute, { path: absolute, docId, bytes: 0 });
    else if (facts.isFile()) files.set(absolute, { path: absolute, docId, bytes: facts.size });
  }
}

/** `pages`: names of the web pages beside it, without their ending. */
function isPartsFolder(name: string, pages: ReadonlySet<string>): boolean {
  const page = SAVED_PARTS.exec(name)?.groups?.page;
  return page !== undefined && pages.has(page);
}
