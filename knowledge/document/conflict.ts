import { z } from 'zod';

/** One of the two places of a conflict. */
export const ConflictSide = z.object({
  documentId: z.string(),
  passageId: z.string(),
  /** The sentence or row as printed: `text` of the passage holds it. */
  quote: z.string(),
});
export type ConflictSide = z.infer<typeof ConflictSide>;

/** Why a person says that two places do not contradict each other, or that it does not matter. */
export const Dismissal = z
  .object({ reason: z.string().trim().min(1, 'is empty: say why').max(500), at: z.string() })
  .meta({ id: 'Dismissal' });
export type Dismissal = z.infer<typeof Dismissal>;

/** Two current places that give one thing of one machine different values. */
export type FoundConflict = {
  /** The same for the same words of the same documents, whatever passages they stand in. */
  id: string;
  sides: [ConflictSide, ConflictSide];
};

/** As it is kept for the steward. */
export type KeptConflict = FoundConflict & {
  /** ISO time. */
  foundAt: string;
  dismissed: Dismissal | null;
};

/** What a search for conflicts of documents that were just read came to. */
export const NewConflicts = z
  .object({
    /** Conflicts that nobody was told of before. */
    found: z.int(),
    /** False: there was too much to look through at once; the search through all documents does. */
    complete: z.boolean(),
  })
  .meta({ id: 'NewConflicts' });
export type NewConflicts = z.infer<typeof NewConflicts>;
