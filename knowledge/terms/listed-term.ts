import { z } from 'zod';
import { TERM_SOURCES } from '../text/glossary/glossary.ts';
import { MiningRule } from './mined-term.ts';

export const TermSourceName = z.enum(TERM_SOURCES).meta({ id: 'TermSource' });

/** A term of the glossary: names of one thing; blocked: names that are none. */
export const ListedTerm = z
  .object({
    id: z.string(),
    source: TermSourceName,
    english: z.array(z.string()),
    chinese: z.array(z.string()),
    /** Of an edited term: these two names do not mean the same. Of a mined one: people have blocked it. */
    blocked: z.boolean(),
    /** Where the documents say so; null for edited and base terms. */
    evidence: z
      .object({
        rule: MiningRule,
        count: z.int(),
        places: z.array(z.object({ documentId: z.string(), passageId: z.string() })),
      })
      .nullable(),
  })
  .meta({ id: 'ListedTerm' });
export type ListedTerm = z.infer<typeof ListedTerm>;
