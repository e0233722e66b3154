import { z } from 'zod';
import { AskRequest } from '../../answer/ask.ts';
import { ListedConflict } from '../../answer/conflicts/listed-conflict.ts';
import { AnswerReplay, DocumentChangeSince } from '../../answer/record/answer-record.ts';
import { Verification, VerifyRequest } from '../../answer/verify/statement/verification.ts';
import {
  Answer,
  Citation,
  DeepPart,
  DeepStep,
  ModelPart,
  RelatedPassage,
  Scope,
  Statement,
  Understood,
} from '../../knowledge/document/answer.ts';
import { Asset, AssetReport, ListedAsset } from '../../knowledge/document/asset.ts';
import { Dismissal } from '../../knowledge/document/conflict.ts';
import { DocumentSummary } from '../../knowledge/document/document.ts';
import { Correction, Evidence, IdentityFact, IdentityField } from '../../knowledge/document/identity.ts';
import { Job, JobFile, JobSummary } from '../../knowledge/document/job.ts';
import { Verdict } from '../../knowledge/document/revisions/standing.ts';
import { ListedTerm } from '../../knowledge/terms/listed-term.ts';
import { TermWords } from '../../knowledge/terms/term-edit.ts';

/** The REST contract under /api/v1. The page and the OpenAPI document are made from these schemas alone. */
export {
  Answer,
  AnswerReplay,
  AskRequest,
  Citation,
  DeepPart,
  DeepStep,
  DocumentChangeSince,
  DocumentSummary,
  Evidence,
  IdentityFact,
  IdentityField,
  Job,
  JobFile,
  JobSummary,
  ListedAsset,
  ListedConflict,
  ListedTerm,
  ModelPart,
  RelatedPassage,
  Scope,
  Statement,
  TermWords,
  Understood,
};

/** RFC 9457. `code` is Millwright's own, `errors` names the fields of a bad request. */
export const Problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: z.string(),
    instance: z.string().optional(),
    errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  })
  .meta({ id: 'Problem' });
export type Problem = z.infer<typeof Problem>;

export const ConflictList = z.object({ conflicts: z.array(ListedConflict) }).meta({ id: 'ConflictList' });
export type ConflictList = z.infer<typeof ConflictList>;

/** Why a conflict is none, or does not matter. */
export const DismissRequest = z.strictObject({ reason: Dismissal.shape.reason }).meta({ id: 'DismissRequest' });
export type DismissRequest = z.infer<typeof DismissRequest>;

export const SearchRequest = z
  .object({
    query: z.string().trim().min(1, 'is empty: write some words').max(4_000),
    limit: z.int().min(1).max(100).default(10),
    scope: Scope.optional(),
    trace: z.boolean().optional(),
  })
  .meta({ id: 'SearchRequest' });
export type SearchRequest = z.input<typeof SearchRequest>;

export const SearchHit = RelatedPassage.extend({
  score: z.number(),
  equipment: z.array(z.string()),
  text: z.string(),
  /** Rows of the passage's table that matched, header and value. */
  rows: z.array(z.array(z.object({ header: z.string(), value: z.string() }))),
  features: z.record(z.string(), z.number()).optional(),
}).meta({ id: 'SearchHit' });
export type SearchHit = z.infer<typeof SearchHit>;

export const SearchResponse = z
  .object({ hits: z.array(SearchHit), timings: z.record(z.string(), z.number()), trace: z.array(z.unknown()).optional() })
  .meta({ id: 'SearchResponse' });
export type SearchResponse = z.infer<typeof SearchResponse>;

export const VerifyBatchRequest = z.object({ statements: z.array(VerifyRequest).min(1).max(100) }).meta({ id: 'VerifyBatchRequest' });
export const VerifyBatchResponse = z.object({ results: z.array(Verification) }).meta({ id: 'VerifyBatchResponse' });
export type VerifyBatchResponse = z.infer<typeof VerifyBatchResponse>;

export const DocumentList = z
  .object({
    documents: z.array(DocumentSummary),
    equipment: z.array(z.object({ name: z.string(), documents: z.int() })),
    /** True when every passage has its vector. */
    vectorsComplete: z.boolean(),
  })
  .meta({ id: 'DocumentList' });
export type DocumentList = z.infer<typeof DocumentList>;

/** The whole asset list, as it is put in the place of the former one. */
export const AssetList = z.object({ assets: z.array(Asset) }).meta({ id: 'AssetList' });
export type AssetList = z.infer<typeof AssetList>;

export const ListedAssets = z.object({ assets: z.array(ListedAsset) }).meta({ id: 'ListedAssets' });
export type ListedAssets = z.infer<typeof ListedAssets>;

/** What a new asset list changed, and the list. */
export const AssetChange = AssetReport.extend({ assets: z.array(ListedAsset) }).meta({ id: 'AssetChange' });
export type AssetChange = z.infer<typeof AssetChange>;

/** The newest jobs, newest first, and the process that works the queue (null: none does now). */
export const JobList = z
  .object({ jobs: z.array(JobSummary), holder: z.object({ host: z.string(), pid: z.int() }).nullable() })
  .meta({ id: 'JobList' });
export type JobList = z.infer<typeof JobList>;

/** A document with every fact and the evidence for it, and what people said of it and others. */
export const DocumentDetail = DocumentSummary.extend({ facts: z.array(IdentityFact), verdicts: z.array(Verdict) }).meta({
  id: 'DocumentDetail',
});
export type DocumentDetail = z.infer<typeof DocumentDetail>;

/** How the document of the call stands to another, as a person says it; `undecided` takes that back. */
export const Judgement = z
  .strictObject({ document: z.string().min(1), says: z.enum(['supersedes', 'superseded_by', 'both_current', 'undecided']) })
  .meta({ id: 'Judgement' });

/** Corrections of a document; null or [] says that it has none. `clear`: fields whose guesses count again. */
export const DocumentChange = z
  .strictObject({ ...Correction.shape, clear: z.array(IdentityField).optional(), judgement: Judgement.optional() })
  .meta({ id: 'DocumentChange' });
export type DocumentChange = z.infer<typeof DocumentChange>;

/** `total`: how many there are, whatever the limit. */
export const TermList = z.object({ total: z.int(), terms: z.array(ListedTerm) }).meta({ id: 'TermList' });
export type TermList = z.infer<typeof TermList>;

export const GlossaryImport = z
  .object({
    /** In the file. */
    terms: z.int(),
    /** That were not there before. */
    added: z.int(),
  })
  .meta({ id: 'GlossaryImport' });

export const Health = z
  .object({ status: z.enum(['ok', 'starting', 'failing']), version: z.string(), checks: z.record(z.string(), z.string()) })
  .meta({ id: 'Health' });
export type Health = z.infer<typeof Health>;

/** A passage as text, for formats whose pages cannot be drawn. */
export const PassageView = z
  .object({
    documentId: z.string(),
    passageId: z.string(),
    file: z.string(),
    title: z.string(),
    sectionPath: z.array(z.string()),
    text: z.string(),
    page: z.int().nullable(),
    pageEnd: z.int().nullable(),
    kind: z.string(),
    language: z.string(),
  })
  .meta({ id: 'PassageView' });
export type PassageView = z.infer<typeof PassageView>;

export const Capabilities = z
  .object({
    /** Whether `mode: "deep"` has a language model to investigate with. */
    deep: z.boolean(),
  })
  .meta({ id: 'Capabilities' });
export type Capabilities = z.infer<typeof Capabilities>;
