import { z } from 'zod';

/** How a document says that names mean the same. */
export const MINING_RULES = ['abbreviation', 'brackets', 'heading', 'table'] as const;
export const MiningRule = z.enum(MINING_RULES).meta({ id: 'MiningRule' });
export type MiningRule = z.infer<typeof MiningRule>;

/** Names of one thing that a document states to be so: an abbreviation with what it stands for, or both languages. */
export const MinedTerm = z.object({
  english: z.array(z.string()),
  chinese: z.array(z.string()),
  rule: MiningRule,
  /** How often the document says so. */
  count: z.int().min(1),
  /** Ids of the first passages that do. */
  passages: z.array(z.string()).min(1),
});
export type MinedTerm = z.infer<typeof MinedTerm>;

/** What one place of a document says; counted by `gatherTerms`. */
export type TermSighting = Pick<MinedTerm, 'english' | 'chinese' | 'rule'> & { passage: string };
