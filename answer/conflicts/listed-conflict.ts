import { z } from 'zod';
import { Citation } from '../../knowledge/document/answer.ts';
import { Dismissal } from '../../knowledge/document/conflict.ts';

/** A conflict as the steward sees it. */
export const ListedConflict = z
  .object({
    id: z.string(),
    /** ISO time. */
    foundAt: z.string(),
    /** The two places, in a stable order; `n` is 1 and 2. */
    sides: z.array(Citation),
    /** Null: somebody should look at it. */
    dismissed: Dismissal.nullable(),
  })
  .meta({ id: 'ListedConflict' });
export type ListedConflict = z.infer<typeof ListedConflict>;
