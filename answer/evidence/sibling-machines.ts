import type { Understanding } from '../understand/understand-question.ts';
import type { ScoredUnit } from './evidence-unit.ts';
import { namesCode } from './passage-words.ts';

/** Another machine's unit counts as the same place where it scores at least this share of the best one... */
const NEAR_SHARE = 0.9;
/** ...and its words, numbers apart, are this much the same (Jaccard). */
const SAME_WORDS = 0.7;

/** Where no machine is named and the manuals of different machines say different things in the same place:
 *  one unit a machine, by the machines' names. Empty where the best evidence stands alone or the others agree with it. */
export function differingSiblings(scored: readonly ScoredUnit[], understanding: Understanding): ScoredUnit[] {
  const best = scored[0];
  const named = understanding.equipment.length > 0 && !understanding.ambiguous;
  if (best === undefined || named || equipmentOf(best).length === 0) return [];
  const siblings = new Map<string, ScoredUnit>();
  for (const unit of scored) {
    if (unit.score < NEAR_SHARE * best.score) break;
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
  const bothNamed = codes.some((asked) => namesCode(one.text, asked) && namesCode(two.text, asked));
  if (bothNamed && one.cells !== null) return true;
  return jaccard(skeleton(one), skeleton(two)) >= SAME_WORDS;
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
  return equipmentOf(unit)
    .reduce((text, name) => text.replaceAll(name, ' '), unit.text.normalize('NFKC'))
    .toLowerCase();
}

function jaccard(one: ReadonlySet<string>, two: ReadonlySet<string>): number {
  const shared = [...one].filter((word) => two.has(word)).length;
  const all = one.size + two.size - shared;
  return all === 0 ? 0 : shared / all;
}

function compare(one: string, two: string): number {
  return one < two ? -1 : one > two ? 1 : 0;
}
