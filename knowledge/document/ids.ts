import { createHash } from 'node:crypto';

/** The opaque, URL-safe id of a document: 16 base64url characters (96 bits) of the SHA-256 of its doc_id (NFC). */
export function documentIdOf(docId: string): string {
  return createHash('sha256').update(docId.normalize('NFC'), 'utf8').digest('base64url').slice(0, 16);
}
