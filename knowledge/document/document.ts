import { z } from 'zod';
import { DOCUMENT_FORMATS } from './block.ts';
import { DocumentIdentity, DocumentType, IdentityField } from './identity.ts';
import { Language, Passage, TableRecord } from './passage.ts';
import { DocumentRef, Rival } from './revisions/standing.ts';

export const DocumentWarning = z
  .object({
    code: z.string(),
    message: z.string(),
    page: z.int().nullable(),
    /** The words that it is about, where it is about some. */
    quote: z.string().optional(),
  })
  .meta({ id: 'DocumentWarning' });
export type DocumentWarning = z.infer<typeof DocumentWarning>;

/** Everything of one revision, ready to be stored in one step. */
export const RevisionContent = z.object({
  /** Opaque and URL-safe; fixed at first ingest (knowledge/document/ids.ts). */
  documentId: z.string().min(1),
  /** What people call it: path relative to the ingested PATH, "/" between parts, NFC. */
  docId: z.string().min(1),
  /** Where it came from: an absolute path, "upload", or path#line-group of a JSON Lines file. */
  source: z.string(),
  format: z.enum(DOCUMENT_FORMATS),
  /** SHA-256 of the file's bytes (of the lines, for prepared passages), hex. */
  fingerprint: z.string(),
  bytes: z.int().min(0),
  pageCount: z.int().min(0).nullable(),
  pageLabels: z.record(z.string(), z.string()),
  identity: DocumentIdentity,
  warnings: z.array(DocumentWarning),
  passages: z.array(Passage),
  records: z.array(TableRecord),
});
export type RevisionContent = z.infer<typeof RevisionContent>;

/** A document as the catalogue lists it: what its file holds, with people's corrections in place. */
export const DocumentSummary = z
  .object({
    id: z.string(),
    file: z.string(),
    title: z.string(),
    documentNumber: z.string().nullable(),
    revision: z.string().nullable(),
    revisionDate: z.string().nullable(),
    type: DocumentType,
    language: Language,
    maker: z.string().nullable(),
    /** Models, then other names of the same equipment: all that questions may call it. */
    equipment: z.array(z.string()),
    serialNumbers: z.array(z.string()),
    /** Fields where a person's word stands in place of the guess. */
    corrected: z.array(IdentityField),
    /** The revision that took its place; null: current. */
    supersededBy: DocumentRef.nullable(),
    /** Revisions whose place it took. */
    supersedes: z.array(DocumentRef),
    /** Other current documents that may be revisions of the same one: a person should say which counts. */
    rivals: z.array(Rival),
    format: z.enum(DOCUMENT_FORMATS),
    pageCount: z.int().nullable(),
    bytes: z.int(),
    fingerprint: z.string(),
    source: z.string(),
    ingestedAt: z.string(),
    passages: z.int(),
    records: z.int(),
    /** Passages that have their vector; equal to `passages` when complete. */
    vectors: z.int(),
    warnings: z.array(DocumentWarning),
  })
  .meta({ id: 'DocumentSummary' });
export type DocumentSummary = z.infer<typeof DocumentSummary>;
