import type { Translation } from '../text/glossary/glossary.ts';
import { tokenize } from '../text/tokens.ts';
import type { Alternatives } from './query-words.ts';

/** What may stand in place of the question's tokens where its terms are called something else: of "maximum frequency", called
 *  "upper limit frequency", the token of "maximum" may be "upper" and "limit". Names of which no text holds every token are left
 *  out. `holds`: whether some passage has the token. */
export function alternatives(synonyms: readonly Translation[], asked: readonly string[], holds: (token: string) => boolean): Alternatives {
  const others = new Map<string, string[][]>();
  for (const { own, other } of synonyms.flatMap(differences)) {
    if (!other.every(holds)) continue;
    for (const token of own) if (asked.includes(token)) others.set(token, [...(others.get(token) ?? []), other]);
  }
  return others;
}

/** The tokens of all names, to be counted. */
export function tokensOfSynonyms(synonyms: readonly Translation[]): string[] {
  return synonyms.flatMap(differences).flatMap(({ other }) => other);
}

/** For each name, the tokens that only the term has and those that only the name has; none where one holds the other. */
function differences({ term, ways }: Translation): { own: string[]; other: string[] }[] {
  const words = tokenize(term);
  return ways.flatMap((way) => {
    const name = tokenize(way);
    const own = words.filter((token) => !name.includes(token));
    const other = name.filter((token) => !words.includes(token));
    return own.length === 0 || other.length === 0 ? [] : [{ own, other }];
  });
}
