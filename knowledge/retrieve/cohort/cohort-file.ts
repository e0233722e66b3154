import { z } from 'zod';

/** The languages that the cohort asks in. */
export const CohortLanguage = z.enum(['en', 'zh']);
export type CohortLanguage = z.infer<typeof CohortLanguage>;

/** What vectors.json holds: made of questions.json by evaluate/fit/embed-cohort.ts, so that no process embeds them again. */
export const CohortFile = z.object({
  /** How ids of the embedder begin that made them. */
  embedder: z.string(),
  dimensions: z.int().positive(),
  /** Each question's vector as `dimensions` signed bytes (see packed), one after another in base64. */
  vectors: z.record(CohortLanguage, z.string()),
});
export type CohortFile = z.infer<typeof CohortFile>;

/** A vector's direction in bytes: its largest number becomes 127. */
export function packed(vector: Float32Array): Int8Array {
  const largest = vector.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return Int8Array.from(vector, (value) => Math.round((value / largest) * 127));
}
