import path from 'node:path';
import { isJunk } from '../jobs/find-files.ts';

const MAX_NAME = 1_000;
/** What a page needs to look like itself; its words stand in the page. */
const PICTURES = /\.(?:png|jpe?g|gif|webp|bmp|ico|svg|avif)$/i;
const PAGES = /\.x?html?$/i;

/** Why an entry's name is refused; null: it is a good one. Entries never are written under their names: a bad one is a sign
 *  of a package made to do harm, and its name would mislead whoever reads a citation. */
export function nameProblem(name: string): string | null {
  if (name.length > MAX_NAME) return `its name has ${name.length} characters, more than ${MAX_NAME}`;
  if (name.startsWith('/') || /^[a-z]:/i.test(name) || name.split('/').includes('..')) return 'its name leads out of the package';
  // biome-ignore lint/suspicious/noControlCharactersInRegex: those are what is looked for
  return name === '' || /[\u0000-\u001f\u007f]/.test(name) ? 'its name is none that can be shown' : null;
}

/** Which entries are no documents: what systems leave behind, parts of web pages, and pictures beside web pages. */
export function nonDocuments(names: readonly string[]): (name: string) => boolean {
  const hasPages = names.some((name) => PAGES.test(name));
  return (name) =>
    name.split('/').some((part) => isJunk(part) || part === '__MACOSX') || (hasPages && PICTURES.test(path.posix.basename(name)));
}
