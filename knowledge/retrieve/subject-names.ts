import { tokenize } from '../text/tokens.ts';

/** A name that stands in more than this share of the passages says what the knowledge is about, not what the question is about. */
const EVERYWHERE = 0.25;
/** So many other words must be left: in a short question each counts. */
const LEAST_OTHERS = 3;
/** Names of products: capitals inside ("OpenROAD", "PLCnext", "HMI"). */
const INNER_CAPITAL = /\S\p{Lu}/u;

export type SubjectFree = { tokens: string[]; text: string };

/** The question without the names of products that stand everywhere in the knowledge. They dilute the other words: among manuals of one
 *  product, "in the X, how do I ..." finds first what says "X" most. `shareOf`: share of the passages that hold a token. */
export function withoutSubjectNames(text: string, tokens: readonly string[], shareOf: (token: string) => number): SubjectFree {
  const words = text.split(/(?<=\s)/);
  const capital = words.filter((word) => INNER_CAPITAL.test(word.trim()));
  const names = new Set(capital.flatMap((word) => tokenize(word)).filter((token) => shareOf(token) > EVERYWHERE));
  // The first token is the whole word; parts of it ("open", "road") may follow.
  const isSubject = (word: string): boolean => capital.includes(word) && names.has(tokenize(word)[0] ?? '');
  const rest = tokens.filter((token) => !names.has(token));
  if (names.size === 0 || rest.length < LEAST_OTHERS) return { tokens: [...tokens], text };
  return { tokens: rest, text: words.filter((word) => !isSubject(word)).join('') };
}
