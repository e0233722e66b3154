import { z } from 'zod';
import { DOCUMENT_FORMATS } from './block.ts';
import { Language, Passage, TableRecord } from './passage.ts';

export const DOCUMENT_TYPES = [
  'manual',
  'specification',
  'work_instruction',
  'fault_list',
  'maintenance_plan',
  'parts_list',
  'datasheet',
  'other',
] as const;
export const DocumentType = z.enum(DOCUMENT_TYPES).meta({ id: 'DocumentType' });
export type DocumentType = z.infer<typeof DocumentType>;

export const DocumentWarning = z
  .object({ code: z.string(), message: z.string(), page: z.int().nullable() })
  .meta({ id: 'DocumentWarning' });
export type DocumentWarning = z.infer<typeof DocumentWarning>;

/** What the document says of itself; guesses of `ingest/identify`, each null where nothing was found. */
export const DocumentIdentity = z.object({
  title: z.string(),
  documentNumber: z.string().nullable(),
  /** "C", "3.1", "V2.0" as printed. */
  revisionLabel: z.string().nullable(),
  /** ISO date (yyyy, yyyy-mm or yyyy-mm-dd as far as it is printed). */
  revisionDate: z.string().nullable(),
  type: DocumentType,
  language: Language,
  /** Models that the document is about ("KP-40"), most specific spelling first. */
  equipment: z.array(z.string()),
});
export type DocumentIdentity = z.infer<typeof DocumentIdentity>;

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

/** A document as the catalogue lists it: its current revision. */
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
    equipment: z.array(z.string()),
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
