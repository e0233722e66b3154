import type { Evidence } from '../../knowledge/document/identity.ts';
import { fold } from '../../knowledge/text/fold.ts';
import { evidenceOf, type Saying } from './sayings.ts';

/** A guess and where it was read. */
export type Found<T> = { value: T; evidence: Evidence[] };

/** More places that say the same add nothing. */
const MOST_EVIDENCE = 3;

/** The first saying that a pattern matches, and others that say the same. Patterns are tried in order, each over all sayings:
 *  the surer ones come first. `readValue` gives null where a match is none after all. */
export function findFact(
  sayings: readonly Saying[],
  patterns: readonly RegExp[],
  readValue: (groups: Record<string, string | undefined>, saying: Saying) => string | null,
): Found<string> | null {
  let found: Found<string> | null = null;
  for (const pattern of patterns) {
    for (const saying of sayings) {
      for (const match of saying.text.matchAll(new RegExp(pattern, pattern.flags.replace('g', '').concat('g')))) {
        const value = readValue(match.groups ?? {}, saying);
        if (value === null || (found !== null && fold(found.value) !== fold(value))) continue;
        found ??= { value, evidence: [] };
        if (found.evidence.length < MOST_EVIDENCE) found.evidence.push(evidenceOf(saying, match.index, match.index + match[0].length));
        break;
      }
    }
  }
  return found;
}
