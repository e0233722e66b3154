import { z } from 'zod';

const HAN = /\p{Script=Han}/u;
const NAME_CHARACTERS = 100;
const MOST_NAMES = 20;

const name = z.string().trim().min(1, 'is empty').max(NAME_CHARACTERS, `is longer than ${NAME_CHARACTERS} characters`);

/** What a person says of names. */
export const TermWords = z
  .strictObject({
    english: z
      .array(name.refine((text) => !HAN.test(text), 'holds Chinese: write it among the Chinese names'))
      .max(MOST_NAMES)
      .default([]),
    chinese: z
      .array(name.refine((text) => HAN.test(text), 'holds no Chinese: write it among the English names'))
      .max(MOST_NAMES)
      .default([]),
    /** False: all names mean the same. True: these two do not, whatever the documents or the base glossary say. */
    blocked: z.boolean().default(false),
  })
  .check(({ value: { english, chinese, blocked }, issues }) => {
    const names = new Set([...english, ...chinese]).size;
    const input = { english, chinese };
    if (blocked && names !== 2) issues.push({ code: 'custom', input, message: 'a blocked pair has exactly two names' });
    else if (names < 2) issues.push({ code: 'custom', input, message: 'a term has two different names at least: give another one' });
  })
  .meta({ id: 'TermWords' });
export type TermWords = z.output<typeof TermWords>;

/** What a person said, and when. */
export type TermEdit = TermWords & {
  /** Opaque and URL-safe. */
  id: string;
  /** ISO date and time. */
  at: string;
};
