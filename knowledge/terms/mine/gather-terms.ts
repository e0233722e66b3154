import { termKey } from '../../text/glossary/glossary.ts';
import type { MinedTerm, TermSighting } from '../mined-term.ts';

const MOST_PASSAGES = 3;
/** An abbreviation that stands for more things than these tells nothing. */
const MOST_SENSES = 3;
/** A name that one document gives more names of the other language than these is no name. */
const MOST_PARTNERS = 2;

/** Sightings of the same names become one term, often said ones first. Of two Chinese names for the same English, one the end of the
 *  other, the one that is said more often is the name: the longer one held some running text. */
export function gatherTerms(sightings: readonly TermSighting[]): MinedTerm[] {
  const shortest = shortestNames(sightings);
  const terms = new Map<string, MinedTerm>();
  for (const { english, chinese, rule, passage } of sightings) {
    const names = chinese.map((name) => shortest.get(`${termKey(english[0]!)}\n${name}`) ?? name);
    const key = [...english.map(termKey), ...names.map(termKey)].sort().join('\n');
    const known = terms.get(key);
    if (known === undefined) terms.set(key, { english, chinese: names, rule, count: 1, passages: [passage] });
    else {
      known.count += 1;
      if (known.passages.length < MOST_PASSAGES && !known.passages.includes(passage)) known.passages.push(passage);
    }
  }
  const sorted = [...terms.values()].sort((a, b) => b.count - a.count);
  const senses = new Map<string, number>();
  return sorted.filter(({ english, rule }) => {
    if (rule !== 'abbreviation') return true;
    const number = (senses.get(english[1]!) ?? 0) + 1;
    senses.set(english[1]!, number);
    return number <= MOST_SENSES;
  });
}

/** Sightings of names that are names. "默认（git）", "默认（PCB）", "默认（CAD）": what stands beside ever others is told apart by them, not
 *  translated; the same of "SKR 主板简介", "SKR 主板接口", "SKR 主板固件". */
export function withoutDistinctions(sightings: readonly TermSighting[]): TermSighting[] {
  const partners = new Map<string, string[][]>();
  const note = (name: string, others: string[]) => {
    const known = partners.get(name) ?? [];
    if (!known.some((each) => each.some((other) => others.includes(other)))) partners.set(name, [...known, others]);
  };
  const both = sightings.filter(({ chinese }) => chinese.length > 0);
  for (const { english, chinese } of both) {
    for (const name of chinese) note(name, english.map(termKey));
    // Where a name begins is guessed; where it ends is seen.
    for (const name of english)
      note(
        termKey(name),
        chinese.map((each) => each.slice(-2)),
      );
  }
  const isTold = (name: string) => (partners.get(name)?.length ?? 0) > MOST_PARTNERS;
  return sightings.filter(({ english, chinese }) => !chinese.some(isTold) && !(chinese.length > 0 && english.map(termKey).some(isTold)));
}

function shortestNames(sightings: readonly TermSighting[]): Map<string, string> {
  const shortest = new Map<string, string>();
  const byEnglish = Map.groupBy(
    sightings.filter(({ chinese }) => chinese.length > 0),
    ({ english }) => termKey(english[0]!),
  );
  for (const [key, said] of byEnglish) {
    const counts = new Map<string, number>();
    for (const name of said.flatMap(({ chinese }) => chinese)) counts.set(name, (counts.get(name) ?? 0) + 1);
    for (const [name, count] of counts) {
      const ends = [...counts].filter(([other, times]) => other.length < name.length && times > count && name.endsWith(other));
      const end = ends.sort((a, b) => b[1] - a[1])[0];
      if (end !== undefined) shortest.set(`${key}\n${name}`, end[0]);
    }
  }
  return shortest;
}
