import { z } from 'zod';
import { type Answer, type Citation, type DeepStep, type FallbackReason, Scope, type Statement } from '../knowledge/document/answer.ts';
import { Language } from '../knowledge/document/passage.ts';

export const MAX_QUESTION_CHARACTERS = 4_000;

/** A question that was asked before, as it was asked. */
const FormerQuestion = z.object({ question: z.string().max(MAX_QUESTION_CHARACTERS), scope: Scope.optional() });
export type FormerQuestion = z.infer<typeof FormerQuestion>;

export const AskRequest = z
  .object({
    question: z.string().trim().min(1, 'is empty: write a question').max(MAX_QUESTION_CHARACTERS),
    scope: Scope.optional(),
    /** Language of the words around the quotations; default: the question's. */
    language: Language.optional(),
    trace: z.boolean().optional(),
    /** `deep`: a language model looks into the question with tools; where there is none that can, the ordinary answer. */
    mode: z.enum(['ordinary', 'deep']).optional(),
    /** The questions before, oldest first: a follow-up takes from them what it leaves out. Absent or empty: it stands by itself. */
    conversation: z.array(FormerQuestion).max(20, 'holds more than 20 questions: send the last').optional(),
    /** Names that the follow-up must not take from them. */
    forget: z.array(z.string()).optional(),
  })
  .meta({ id: 'AskRequest' });
export type AskRequest = z.infer<typeof AskRequest>;

/** `investigate` only where that is asked for; `word` only where a language model is asked. */
export const ASK_STAGES = ['understand', 'retrieve', 'evidence', 'compose', 'verify', 'investigate', 'word'] as const;
export type AskStage = (typeof ASK_STAGES)[number];

/** An answer as it grows: stages as they begin, citations before the statements that use them, the whole at the end. */
export type AnswerEvent =
  | { type: 'stage'; stage: AskStage }
  /** What an investigation did. */
  | { type: 'step'; step: DeepStep }
  | { type: 'citation'; citation: Citation }
  | { type: 'statement'; statement: Statement }
  /** The statements and citations so far do not count any more: a model's answer did not hold. Others follow. */
  | { type: 'withdrawn'; reason: FallbackReason }
  | { type: 'answer'; answer: Answer };
