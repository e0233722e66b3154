import type { DocumentFormat } from '../../knowledge/document/block.ts';
import { openZip } from './zip-entries.ts';

/** What a zip is: one of the documents that are kept as zips, a workbook in binary parts, or a package of files. */
export type ZipKind = DocumentFormat | 'xlsb' | 'zip';

const MIMETYPES: [RegExp, ZipKind][] = [
  [/^application\/vnd\.oasis\.opendocument\.text/, 'odt'],
  [/^application\/vnd\.oasis\.opendocument\.spreadsheet/, 'ods'],
  [/^application\/vnd\.oasis\.opendocument\.presentation/, 'odp'],
  [/^application\/epub\+zip/, 'epub'],
];
const PARTS: [RegExp, ZipKind][] = [
  [/^word\/document\d*\.xml$/, 'docx'],
  [/^xl\/workbook\.xml$/, 'xlsx'],
  [/^xl\/workbook\.bin$/, 'xlsb'],
  [/^ppt\/presentation\.xml$/, 'pptx'],
  [/^META-INF\/container\.xml$/, 'epub'],
];
/** A mimetype entry is a word; more is none. */
const MAX_MIMETYPE_BYTES = 200;

/** By the mimetype entry or by the main part. Errors: file_damaged (no list of entries can be read). */
export async function zipKind(path: string, name: string): Promise<ZipKind> {
  const zip = await openZip(path, name);
  try {
    for await (const { entry, name: part } of zip.entries()) {
      const isStated = part === 'mimetype' && entry.uncompressedSize <= MAX_MIMETYPE_BYTES && !entry.isEncrypted();
      const said = isStated ? (await zip.bytes(entry)).toString('latin1').trim() : '';
      const kind = MIMETYPES.find(([pattern]) => pattern.test(said)) ?? PARTS.find(([pattern]) => pattern.test(part));
      if (kind !== undefined) return kind[1];
    }
    return 'zip';
  } finally {
    zip.close();
  }
}
