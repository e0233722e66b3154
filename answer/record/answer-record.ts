import { z } from 'zod';
import { Answer, Scope } from '../../knowledge/document/answer.ts';
import { Language } from '../../knowledge/document/passage.ts';
import { DocumentRef } from '../../knowledge/document/revisions/standing.ts';

/** A cited document as it was when the question was asked. */
export const RecordedDocument = z
  .object({
    documentId: z.string(),
    file: z.string(),
    title: z.string(),
    revision: z.string().nullable(),
    revisionDate: z.string().nullable(),
    superseded: z.boolean(),
    /** SHA-256 of the file's bytes, hex. */
    fingerprint: z.string(),
    ingestedAt: z.string(),
  })
  .meta({ id: 'RecordedDocument' });
export type RecordedDocument = z.infer<typeof RecordedDocument>;

/** What beside the documents has a say in an answer. */
export const AnswerSettings = z
  .object({
    /** Of Millwright. */
    version: z.string(),
    /** Of its readers: a higher one may give other passages of the same file. */
    reading: z.int(),
    embedder: z.string(),
    /** Null where there is none. */
    reranker: z.string().nullable(),
    /** The language models; none where none is configured. */
    models: z.array(z.string()),
  })
  .meta({ id: 'AnswerSettings' });
export type AnswerSettings = z.infer<typeof AnswerSettings>;

/** An answer as it was given, with all that it was made of. */
export const AnswerRecord = z
  .object({
    id: z.string(),
    /** ISO time. */
    askedAt: z.string(),
    request: z.object({
      question: z.string(),
      scope: Scope.optional(),
      language: Language.optional(),
      mode: z.enum(['ordinary', 'deep']).optional(),
    }),
    answer: Answer,
    documents: z.array(RecordedDocument),
    settings: AnswerSettings,
    /** Counts the changes of the documents: equal numbers mean the same documents and words. */
    contents: z.int(),
  })
  .meta({ id: 'AnswerRecord' });
export type AnswerRecord = z.infer<typeof AnswerRecord>;

export const DOCUMENT_CHANGES = [
  'removed',
  /** A later revision took its place. */
  'superseded',
  /** Its file has other contents now. */
  'replaced',
  /** The same file, read once more. */
  'read_again',
] as const;

/** What happened to a cited document since. */
export const DocumentChangeSince = z
  .object({
    documentId: z.string(),
    file: z.string(),
    title: z.string(),
    what: z.enum(DOCUMENT_CHANGES),
    /** The revision that took its place, where it is superseded. */
    by: DocumentRef.nullable(),
    /** Whether everything that was quoted of it can still be read in it, word for word. */
    quotesStand: z.boolean(),
  })
  .meta({ id: 'DocumentChangeSince' });
export type DocumentChangeSince = z.infer<typeof DocumentChangeSince>;

/** A record, and how things stand now. */
export const AnswerReplay = AnswerRecord.extend({
  /** Whether documents were added, changed or removed since, cited or not. */
  knowledge: z.enum(['same', 'changed']),
  /** Whether Millwright itself, its embedder, reranker or models are others. */
  settingsNow: z.enum(['same', 'changed']),
  /** The cited documents that changed. */
  changes: z.array(DocumentChangeSince),
}).meta({ id: 'AnswerReplay' });
export type AnswerReplay = z.infer<typeof AnswerReplay>;
