import { open } from 'node:fs/promises';
import { formatOf } from '../read/read-document.ts';

/** A file that holds other files: a zip of documents, or a mail with attachments. */
export type PackageKind = 'zip' | 'eml';

const HEAD_BYTES = 64;
/** What a mail begins with: the name of a header line. */
const HEADER_NAME = /^(?:From |[A-Za-z][A-Za-z-]{1,40}:)/;

/** Null: a document, or a file that cannot be read; reading it says why. Costs one look at the first bytes for most files. */
export async function packageKind(path: string, name: string): Promise<PackageKind | null> {
  try {
    const head = await headOf(path);
    if (!head.startsWith('PK') && !HEADER_NAME.test(head.replace(/^\u00ef\u00bb\u00bf/, ''))) return null;
    const format = await formatOf({ path, name });
    return format === 'zip' || format === 'eml' ? format : null;
  } catch {
    return null;
  }
}

async function headOf(path: string): Promise<string> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return buffer.toString('latin1', 0, bytesRead);
  } finally {
    await file.close();
  }
}
