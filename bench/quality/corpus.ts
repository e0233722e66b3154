import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { parseFile } from '../../ingest/parse-file.ts';
import { DEFAULT_READ_LIMITS } from '../../ingest/read/reader.ts';
import type { RevisionContent } from '../../knowledge/document/document.ts';
import { documentIdOf } from '../../knowledge/document/ids.ts';
import type { PassageStore } from '../../knowledge/store/passage-store.ts';
import { ROOT } from '../record.ts';

/** Manuals with tables of settings, parts, pins and codes that Debian carries, by package. */
const INSTALLED: Record<string, string> = {
  'avrdude-doc': '/usr/share/doc/avrdude/avrdude.pdf.gz',
  'gputils-doc': '/usr/share/doc/gputils-doc/gputils.pdf.gz',
  'linuxcnc-doc-en': '/usr/share/doc/linuxcnc/LinuxCNC_Integrator.pdf',
  'nut-doc': '/usr/share/doc/nut-doc/pdf/cables.pdf',
};

/** The samples, Debian's manuals that are installed, and what is given: files, or folders of PDFs. Packed ones are unpacked into `work`. */
export function corpusFiles(given: readonly string[], work: string): { files: string[]; missing: string[] } {
  const installed = Object.entries(INSTALLED);
  const missing = installed.filter(([, file]) => !existsSync(file)).map(([name]) => name);
  const samples = folder(path.join(ROOT, 'samples', 'documents'), /\.(?:pdf|docx|xlsx|csv|md)$/);
  const debian = installed.map(([, file]) => file).filter((file) => existsSync(file));
  const others = given.flatMap((each) => (path.extname(each) === '' ? folder(each, /\.pdf$/) : [each]));
  return { files: [...samples, ...debian.map((file) => unpacked(file, work)), ...others], missing };
}

function folder(name: string, kinds: RegExp): string[] {
  return readdirSync(name)
    .filter((file) => kinds.test(file))
    .sort()
    .map((file) => path.join(name, file));
}

export function unpacked(file: string, work: string): string {
  if (!file.endsWith('.gz')) return file;
  const target = path.join(work, path.basename(file, '.gz'));
  writeFileSync(target, gunzipSync(readFileSync(file)));
  return target;
}

/** Reads the files, pictures of text left out, and stores those that are not there yet. */
export async function takeIn(files: readonly string[], store: PassageStore): Promise<RevisionContent[]> {
  const revisions: RevisionContent[] = [];
  for (const file of files) {
    const name = path.basename(file);
    const bytes = readFileSync(file);
    const [parsed] = await parseFile({ path: file, name, limits: DEFAULT_READ_LIMITS });
    const { docId: _, ...content } = parsed!;
    const fingerprint = createHash('sha256').update(bytes).digest('hex');
    const revision = { ...content, documentId: documentIdOf(name), docId: name, source: file, fingerprint, bytes: bytes.length };
    const before = await store.catalogue.get(revision.documentId);
    if (before?.fingerprint !== fingerprint || before.passages !== revision.passages.length) await store.commit(revision);
    revisions.push(revision);
  }
  return revisions;
}
