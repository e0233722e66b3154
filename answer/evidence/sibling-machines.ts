import { comparable, namePattern } from '../../knowledge/machines/name-pattern.ts';
import type { Understanding } from '../understand/understand-question.ts';
import type { ScoredUnit } from './evidence-unit.ts';
import { namesCode } from './passage-words.ts';
import { jaccard } from './repeats.ts';

/** Another machine's unit counts as the same place where it scores at least this share of the best one (this, where it stands under
 *  the same heading and holds all of the question's words that the best one holds: a short value makes a short sentence)... */
const NEAR_SHARE = 0.9;
const NEAR_SHARE_UNDER_HEADING = 0.75;
/** ...and its words, numbers apart, are this much the same (Jaccard)... */
const SAME_WORDS = 0.7;
/** ...or it stands under the same heading and holds nearly as many of the question's words... */
const SAME_COVERAGE = 0.9;
/** ...or it answers as well in every way, wherever it stands. */
const TIED_SHARE = 0.95;

/** Where no machine is named and the manuals of different machines say different things in the same place:
 *  one unit a machine, by the machines' names. Empty where the best evidence stands alone or the others agree with it. */
export function differingSiblings(scored: readonly ScoredUnit[], understanding: Understanding): ScoredUnit[] {
  const best = scored[0];
  const named = understanding.equipment.length > 0 && !understanding.ambiguous;
  if (best === undefined || named || equipmentOf(best).length === 0) return [];
  const siblings = new Map<string, ScoredUnit>();
  for (const unit of scored) {
    if (unit.score < NEAR_SHARE_UNDER_HEADING * best.score) break;
    const machine = equipmentOf(unit)[0];
    if (machine === undefined || siblings.has(machine)) continue;
    if (equipmentOf(unit).some((name) => equipmentOf(best).includes(name))) continue;
    if (samePlace(best, unit, understanding)) siblings.set(machine, unit);
  }
  const differing = [...siblings.values()].filter((unit) => saysOther(best, unit));
  return differing.length === 0 ? [] : [best, ...differing].sort((a, b) => compare(equipmentOf(a)[0]!, equipmentOf(b)[0]!));
}

export function equipmentOf({ hit }: ScoredUnit): string[] {
  return hit.passage.document.equipment;
}

function samePlace(one: ScoredUnit, two: ScoredUnit, { codes }: Understanding): boolean {
  if ((one.cells === null) !== (two.cells === null)) return false;
  if (two.score < NEAR_SHARE * one.score)
    return sameHeading(one, two) && two.ownCoverage >= one.ownCoverage && two.typeMatch >= one.typeMatch;
  const bothNamed = codes.some((asked) => namesCode(one.text, asked) && namesCode(two.text, asked));
  if (bothNamed && one.cells !== null) return true;
  if (jaccard(skeleton(one), skeleton(two)) >= SAME_WORDS) return true;
  if (two.typeMatch < one.typeMatch) return false;
  if (sameHeading(one, two)) return two.ownCoverage >= SAME_COVERAGE * one.ownCoverage;
  return two.score >= TIED_SHARE * one.score && two.ownCoverage >= one.ownCoverage;
}

/** The nearest headings above, without numbers, signs and the machines' own names. */
function sameHeading(one: ScoredUnit, two: ScoredUnit): boolean {
  const [first, second] = [headingOf(one), headingOf(two)];
  return first !== '' && first === second;
}

function headingOf(unit: ScoredUnit): string {
  const heading = unit.heading ?? unit.hit.passage.sectionPath.at(-1) ?? '';
  return (without(equipmentOf(unit), heading).match(/\p{L}+/gu) ?? []).join(' ');
}

function saysOther(one: ScoredUnit, two: ScoredUnit): boolean {
  return essence(one) !== essence(two);
}

/** The unit's words without numbers and without the machines' own names. */
function skeleton(unit: ScoredUnit): Set<string> {
  return new Set(
    nameless(unit)
      .replaceAll(/\d+(?:[.,]\d+)*/g, ' ')
      .match(/\p{Script=Han}|\p{L}+/gu) ?? [],
  );
}

function essence(unit: ScoredUnit): string {
  return (nameless(unit).match(/\p{L}+|\d+(?:[.,]\d+)*/gu) ?? []).join(' ');
}

function nameless(unit: ScoredUnit): string {
  return without(equipmentOf(unit), unit.text);
}

function without(names: readonly string[], text: string): string {
  return names.reduce((rest, name) => rest.replaceAll(namePattern(name, 'gu'), ' '), comparable(text));
}

function compare(one: string, two: string): number {
  return one < two ? -1 : one > two ? 1 : 0;
}
