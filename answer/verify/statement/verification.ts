import { z } from 'zod';
import { Citation, Scope } from '../../../knowledge/document/answer.ts';
import { Language } from '../../../knowledge/document/passage.ts';

export const VERDICTS = ['supported', 'contradicted', 'not_supported'] as const;
export type Verdict = (typeof VERDICTS)[number];

/** What a statement and its evidence disagree in, or what the evidence does not say. */
export const REASON_KINDS = [
  /** A value, or a number without unit. */
  'number',
  /** The same number with another unit. */
  'unit',
  /** "At least" for "at most", a sign, a tolerance. */
  'bound',
  /** Said to be so where it is said not to be, or the opposite word. */
  'negation',
  /** Allowed where it is demanded, or the reverse. */
  'modality',
  /** A code, part number or model. */
  'code',
  /** A part or thing that the evidence does not name there. */
  'term',
  'order',
  /** A cause that the evidence does not state. */
  'cause',
  /** Too little of the statement is in the evidence at all. */
  'coverage',
] as const;
export type ReasonKind = (typeof REASON_KINDS)[number];

export const Reason = z
  .object({
    kind: z.enum(REASON_KINDS),
    /** The words of the statement that are meant. */
    statement: z.string(),
    /** What the evidence says instead; null where it says nothing. */
    evidence: z.string().nullable(),
  })
  .meta({ id: 'VerificationReason' });
export type Reason = z.infer<typeof Reason>;

export const VerifyRequest = z
  .object({
    statement: z.string().trim().min(1, 'is empty: write a statement').max(4_000),
    /** Only these texts count; absent: evidence is looked for in the documents. */
    evidence: z.array(z.string().max(100_000)).max(50).optional(),
    scope: Scope.optional(),
  })
  .meta({ id: 'VerifyRequest' });
export type VerifyRequest = z.infer<typeof VerifyRequest>;

export const Verification = z
  .object({
    verdict: z.enum(VERDICTS),
    /** 0..1; 1: everything that the statement says is in the evidence. */
    score: z.number().min(0).max(1),
    reasons: z.array(Reason),
    /** Where the evidence stands; empty where it was given with the call. */
    citations: z.array(Citation),
    /** Values of the statement that the evidence gives in another unit, as computed ("0.6 MPa = 6 bar"). */
    conversions: z.array(z.string()),
    language: Language,
  })
  .meta({ id: 'Verification' });
export type Verification = z.infer<typeof Verification>;

/** What a check finds: `contradicted` where the evidence says otherwise, else it merely does not say it. */
export type Finding = Reason & { contradicted: boolean };
