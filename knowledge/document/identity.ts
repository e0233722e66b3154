import { z } from 'zod';
import { Box } from './box.ts';
import { Language } from './passage.ts';

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

/** What a document says of itself, in the order in which people read it. */
export const IDENTITY_FIELDS = [
  'title',
  'documentNumber',
  'revision',
  'revisionDate',
  'type',
  'language',
  'maker',
  'equipment',
  'aliases',
  'serialNumbers',
] as const;
export const IdentityField = z.enum(IDENTITY_FIELDS).meta({ id: 'IdentityField' });
export type IdentityField = z.infer<typeof IdentityField>;

/** Where a guess was read. `words` are the very words, the guess among them. */
export const Evidence = z
  .object({
    source: z.enum(['page', 'running_head', 'property', 'file_name', 'text']),
    words: z.string(),
    /** Only of `page`, in formats that have pages. */
    page: z.int().min(1).nullable(),
    boxes: z.array(Box),
    /** Only of `property`: its name ("title"). */
    property: z.string().nullable(),
  })
  .meta({ id: 'Evidence' });
export type Evidence = z.infer<typeof Evidence>;

/** The facts themselves, each null or [] where nothing was found. */
export const IdentityValues = z.object({
  title: z.string(),
  documentNumber: z.string().nullable(),
  /** "C", "3.1", "V2.0" as printed. */
  revision: z.string().nullable(),
  /** ISO date (yyyy, yyyy-mm or yyyy-mm-dd as far as it is printed). */
  revisionDate: z.string().nullable(),
  type: DocumentType,
  language: Language,
  maker: z.string().nullable(),
  /** Models that the document is about ("KP-40"), most specific spelling first. */
  equipment: z.array(z.string()),
  /** Other names of this equipment, a plant's own tag for one ("P-101"). */
  aliases: z.array(z.string()),
  /** Ranges as printed ("40-2100 to 40-3999"). */
  serialNumbers: z.array(z.string()),
});
export type IdentityValues = z.infer<typeof IdentityValues>;

/** Guesses of `ingest/identify`, with the evidence of each. */
export const DocumentIdentity = IdentityValues.extend({ evidence: z.partialRecord(IdentityField, z.array(Evidence)) });
export type DocumentIdentity = z.infer<typeof DocumentIdentity>;

const words = (most: number) => z.string().trim().min(1, 'is empty').max(most);
const names = z.array(words(100)).max(40);

/** What a person says instead of a guess. Null or []: the document has none. */
export const Correction = z
  .strictObject({
    title: words(300),
    documentNumber: words(80).nullable(),
    revision: words(40).nullable(),
    revisionDate: z
      .string()
      .regex(/^\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?$/, 'is no date: write 2024, 2024-03 or 2024-03-15')
      .nullable(),
    type: DocumentType,
    language: Language,
    maker: words(100).nullable(),
    equipment: names,
    aliases: names,
    serialNumbers: names,
  })
  .partial()
  .meta({ id: 'Correction' });
export type Correction = z.infer<typeof Correction>;

/** A value of any field, as it is shown. */
export const FactValue = z.union([z.string(), z.array(z.string()), z.null()]);
export type FactValue = z.infer<typeof FactValue>;

/** One thing that is known of a document: what counts, what was guessed and why, and whether a person said otherwise. */
export const IdentityFact = z
  .object({
    field: IdentityField,
    value: FactValue,
    guess: FactValue,
    evidence: z.array(Evidence),
    /** True where a person's word counts instead of the guess. */
    corrected: z.boolean(),
  })
  .meta({ id: 'IdentityFact' });
export type IdentityFact = z.infer<typeof IdentityFact>;

/** Guesses with a person's corrections over them. */
export function correctedIdentity({ evidence: _, ...guess }: DocumentIdentity, correction: Correction): IdentityValues {
  return { ...guess, ...correction } as IdentityValues;
}

export function identityFacts(guess: DocumentIdentity, correction: Correction): IdentityFact[] {
  const values = correctedIdentity(guess, correction);
  return IDENTITY_FIELDS.map((field) => ({
    field,
    value: values[field],
    guess: guess[field],
    evidence: guess.evidence[field] ?? [],
    corrected: field in correction,
  }));
}
