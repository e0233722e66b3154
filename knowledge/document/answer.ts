import { z } from 'zod';
import { UnderstoodMachine } from './asset.ts';
import { Box } from './box.ts';
import { Language, NoticeLevel, PassageFigure } from './passage.ts';

/** How a statement stands to its citations: word for word; said in other words; concluded from them. */
export const Basis = z.enum(['quoted', 'restated', 'inferred']);

export const Statement = z
  .object({ text: z.string(), citations: z.array(z.int()), basis: Basis, verified: z.boolean() })
  .meta({ id: 'Statement' });
export type Statement = z.infer<typeof Statement>;

/** The quoted words were recognized from a picture of the page; null: the file itself holds them. */
export const Recognized = z
  .object({
    /** How sure the recognizer is of the quoted words, 0..1. */
    confidence: z.number().min(0).max(1),
    /** They may well be wrong: compare with the page before acting on them. */
    hardToRead: z.boolean(),
  })
  .meta({ id: 'Recognized' });
export type Recognized = z.infer<typeof Recognized>;

/** One passage that says it. Pages count from 1 as the file counts; null (and no boxes) for formats without pages. */
export const Citation = z
  .object({
    n: z.int().min(1),
    documentId: z.string(),
    file: z.string(),
    title: z.string(),
    revision: z.string().nullable(),
    /** ISO date of the revision, as far as it is known. */
    revisionDate: z.string().nullable(),
    /** True where a later revision has taken the document's place; cited only where superseded ones were asked for. */
    superseded: z.boolean(),
    equipment: z.array(z.string()),
    sectionPath: z.array(z.string()),
    passageId: z.string(),
    page: z.int().nullable(),
    pageEnd: z.int().nullable(),
    pageLabel: z.string().nullable(),
    quote: z.string(),
    boxes: z.array(Box),
    recognized: Recognized.nullable(),
    /** Pictures of the cited passage and those that it names, to be shown with the answer. */
    figures: z.array(PassageFigure),
    /** The passage, its headings or its document's name hold words that speak to a language model instead of to a reader. They were
     *  not used; whoever reads on should know. Absent: no such words. */
    addressesModel: z.literal(true).optional(),
  })
  .meta({ id: 'Citation' });
export type Citation = z.infer<typeof Citation>;

export const AnswerNotice = z.object({ level: NoticeLevel, text: z.string(), citation: z.int() }).meta({ id: 'AnswerNotice' });
export type AnswerNotice = z.infer<typeof AnswerNotice>;

/** Two current places give one thing of one machine different values. */
export const AnswerConflict = z
  .object({
    /** The same for the same words of the same documents. */
    id: z.string(),
    /** Markdown: what each says, with its document, revision and date, and its [1] mark. */
    text: z.string(),
    citations: z.array(z.int()),
    /** Why a person says that it is none; null: nobody did. */
    dismissed: z.string().nullable(),
  })
  .meta({ id: 'AnswerConflict' });
export type AnswerConflict = z.infer<typeof AnswerConflict>;

export const RelatedPassage = z
  .object({
    documentId: z.string(),
    file: z.string(),
    title: z.string(),
    revision: z.string().nullable(),
    revisionDate: z.string().nullable(),
    superseded: z.boolean(),
    sectionPath: z.array(z.string()),
    passageId: z.string(),
    page: z.int().nullable(),
    pageEnd: z.int().nullable(),
    quote: z.string(),
    boxes: z.array(Box),
    figures: z.array(PassageFigure),
    /** As in Citation. */
    addressesModel: z.literal(true).optional(),
  })
  .meta({ id: 'RelatedPassage' });
export type RelatedPassage = z.infer<typeof RelatedPassage>;

/** What was understood of the question, so that its asker can see it and put it right. */
export const Understood = z
  .object({
    /** Machines that it names, or the one that its scope is narrowed to. */
    machines: z.array(UnderstoodMachine),
    /** Words that no document holds, and the words of the documents that they were taken for; absent where there are none. */
    spelling: z.array(z.object({ said: z.string(), as: z.string() })).optional(),
  })
  .meta({ id: 'Understood' });
export type Understood = z.infer<typeof Understood>;

export const ClarificationOption = z.object({
  label: z.string(),
  scope: z.object({ equipment: z.array(z.string()).optional(), documents: z.array(z.string()).optional() }),
});

/** A value of the statements in a unit that the question speaks of: computed, not quoted. */
export const Conversion = z.object({ said: z.string(), as: z.string() }).meta({ id: 'Conversion' });
export type Conversion = z.infer<typeof Conversion>;

/** What a stage saw and did. `data` is plain JSON, for people who want to know why. */
export const TraceStage = z
  .object({ stage: z.string(), ms: z.number(), data: z.record(z.string(), z.unknown()) })
  .meta({ id: 'TraceStage' });
export type TraceStage = z.infer<typeof TraceStage>;

/** Why an answer that a model was asked for is quoted from the documents after all. */
export const FALLBACK_REASONS = [
  /** The endpoint cannot be reached, or failed so lately that it is not asked again yet. */
  'unreachable',
  /** It refuses the key, the model or the request. */
  'refused',
  /** Too many requests, and no time to wait. */
  'busy',
  /** It answered with an error of its own. */
  'failed',
  'timed_out',
  /** The answer ended before its end. */
  'cut_off',
  /** Not the form that was asked for. */
  'malformed',
  /** The model says that the evidence does not answer. */
  'no_statements',
  /** Too few of its statements stand in the passages that they cite. */
  'unsupported',
  /** What remained lacks the value that the documents give. */
  'incomplete',
  /** No passage may be given to a model: each speaks to one. */
  'no_evidence',
  /** Of an investigation: no language model is configured. */
  'no_model',
  /** Of an investigation: the endpoint calls no tools. */
  'no_tools',
  /** Of an investigation: it came to no end within its steps, or within its tokens. */
  'too_many_steps',
  'too_many_tokens',
] as const;
export const FallbackReason = z.enum(FALLBACK_REASONS).meta({ id: 'FallbackReason' });
export type FallbackReason = z.infer<typeof FallbackReason>;

/** The part that a language model had in an answer; absent where none was asked. */
export const ModelPart = z
  .object({
    /** As the endpoint calls it; of several, the last that was asked. */
    name: z.string(),
    /** Its checked statements are the answer; or the documents' own words stand in their place. */
    outcome: z.enum(['worded', 'fallback']),
    /** Where it fell back. */
    reason: FallbackReason.optional(),
    /** Statements that it gave, and how many of them were left out because the passages that they cite do not say so. */
    statements: z.int(),
    dropped: z.int(),
  })
  .meta({ id: 'ModelPart' });
export type ModelPart = z.infer<typeof ModelPart>;

/** What an investigation did: a tool of ours that the model called. */
export const DeepStep = z
  .object({
    n: z.int().min(1),
    tool: z.string(),
    /** What it was called with, as short words. */
    input: z.string(),
    /** Passages that it gave; null: the call could not be carried out. */
    found: z.int().nullable(),
    ms: z.number(),
  })
  .meta({ id: 'DeepStep' });
export type DeepStep = z.infer<typeof DeepStep>;

/** How an answer was investigated; absent where that was not asked for. Where it fell back, the answer is the ordinary one. */
export const DeepPart = z
  .object({
    outcome: z.enum(['investigated', 'fallback']),
    reason: FallbackReason.optional(),
    steps: z.array(DeepStep),
    promptTokens: z.int(),
    completionTokens: z.int(),
    ms: z.number(),
  })
  .meta({ id: 'DeepPart' });
export type DeepPart = z.infer<typeof DeepPart>;

/** "The same answer" means the same but for id, usage, timings (and the trace's milliseconds). */
export const Answer = z
  .object({
    id: z.string(),
    /** Whether the answer can be called up again by its id. */
    kept: z.boolean(),
    question: z.string(),
    /** Where the question follows another: how it was read, and the names that it took over. */
    followUp: z.object({ question: z.string(), carried: z.array(z.string()) }).optional(),
    language: Language,
    understood: Understood,
    outcome: z.enum(['answered', 'not_found', 'clarify']),
    /** Markdown with [1] marks that name citations. */
    text: z.string(),
    statements: z.array(Statement),
    citations: z.array(Citation),
    notices: z.array(AnswerNotice),
    clarification: z.object({ question: z.string(), options: z.array(ClarificationOption) }).optional(),
    /** Absent where none was found. */
    conflicts: z.array(AnswerConflict).optional(),
    /** Absent where the question speaks of no other unit. */
    conversions: z.array(Conversion).optional(),
    related: z.array(RelatedPassage),
    /** 0..1: the probability that the documents answer the question, whatever the outcome. */
    confidence: z.number().min(0).max(1),
    model: ModelPart.optional(),
    deep: DeepPart.optional(),
    /** Tokens are those of a language model: 0 where none was asked; estimated where its endpoint does not say. */
    usage: z.object({ promptTokens: z.int(), completionTokens: z.int(), embeddedTexts: z.int() }),
    /** Milliseconds by stage, and "total". */
    timings: z.record(z.string(), z.number()),
    trace: z.array(TraceStage).optional(),
  })
  .meta({ id: 'Answer' });
export type Answer = z.infer<typeof Answer>;

/** Restricts a question: documents by doc_id; equipment by any of a document's names. Empty or absent: everything that is current.
 *  Superseded revisions are searched where `revisions` is "all", or where `documents` names them. */
export const Scope = z
  .object({
    equipment: z.array(z.string()).optional(),
    documents: z.array(z.string()).optional(),
    types: z.array(z.string()).optional(),
    languages: z.array(Language).optional(),
    revisions: z.enum(['current', 'all']).optional(),
  })
  .meta({ id: 'Scope' });
export type Scope = z.infer<typeof Scope>;
