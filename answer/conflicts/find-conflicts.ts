import { differInDigits, differInNumber, differingDimension } from './differing-values.ts';
import type { Saying } from './saying.ts';

/** Two current places that give one thing of one machine different values. */
export type Conflict = { one: Saying; two: Saying };

/** Each pair once; pairs that say the same words as one before are left out. */
export function findConflicts(sayings: readonly Saying[], rivals: readonly Saying[] = sayings): Conflict[] {
  const bySubject = Map.groupBy(rivals, subjectKey);
  const found = new Map<string, Conflict>();
  for (const one of sayings)
    for (const two of bySubject.get(subjectKey(one)) ?? []) {
      const key = [one, two].map(placeKey).sort().join('\n\n');
      if (!found.has(key) && isConflict(one, two)) found.set(key, { one, two });
    }
  return [...found.values()];
}

/** True where both are current, about the same thing of the same machine, under no different condition, and give different values.
 *  In doubt it is false: a reader who is shown conflicts where there are none learns to overlook them. */
export function isConflict(one: Saying, two: Saying): boolean {
  if (one.code !== two.code) return false;
  if (one.code === null ? !sameWords(one.subject, two.subject) : !sameColumn(one, two)) return false;
  if (!sameWords(one.context, two.context, [...one.subject, ...two.subject])) return false;
  return isConflictOf(one, two);
}

/** The same for two sayings of which it is known that they name the same thing. */
export function isConflictOf(one: Saying, two: Saying): boolean {
  if (!sameMachine(one, two) || !bothCount(one, two) || isSamePlace(one, two)) return false;
  if (one.sizes.size > 0 && two.sizes.size > 0 && !sameWords(one.sizes, two.sizes)) return false;
  return valuesDiffer(one, two) && (one.code !== null || othersAgree(one, two));
}

/** The sentence or row as printed. */
export function saidText({ unit: { hit, start, end } }: Saying): string {
  return hit.passage.text.slice(start, end);
}

/** Sayings that can conflict have the same. */
function subjectKey({ code, cell, subject }: Saying): string {
  return code === null ? [...subject].sort().join(' ') : `${code}\n${cell?.header}`;
}

function placeKey(saying: Saying): string {
  return `${documentOf(saying).id}\n${saidText(saying)}`;
}

function documentOf({ unit }: Saying) {
  return unit.hit.passage.document;
}

/** A machine of the plant and its model are one; two machines of one model are not. */
function sameMachine({ machines: one }: Saying, { machines: two }: Saying): boolean {
  return one.size > 0 && two.size > 0 && (one.isSubsetOf(two) || two.isSubsetOf(one));
}

/** Superseded revisions do not count; nor do two manuals for machines of other serial numbers contradict each other. */
function bothCount(one: Saying, two: Saying): boolean {
  const [first, second] = [documentOf(one), documentOf(two)];
  if (first.supersededBy !== null || second.supersededBy !== null) return false;
  if (first.id === second.id || first.serialNumbers.length === 0 || second.serialNumbers.length === 0) return true;
  return first.serialNumbers.some((number) => second.serialNumbers.includes(number));
}

/** Rows of one table and sentences of one section tell cases apart. */
function isSamePlace({ unit: one }: Saying, { unit: two }: Saying): boolean {
  const [first, second] = [one.hit.passage, two.hit.passage];
  return first.document.id === second.document.id && first.sectionPath.join('\n') === second.sectionPath.join('\n');
}

function sameColumn({ cell: one }: Saying, { cell: two }: Saying): boolean {
  const [first, second] = [one, two].map((cell) => cell?.header.normalize('NFKC').toLowerCase().trim());
  return first !== '' && first === second;
}

/** The same words, those in `apart` left out. */
function sameWords(one: ReadonlySet<string>, two: ReadonlySet<string>, apart: readonly string[] = []): boolean {
  return [...one.symmetricDifference(two)].every((word) => apart.includes(word));
}

function valuesDiffer(one: Saying, two: Saying): boolean {
  if (one.values.size > 0 || two.values.size > 0) return differingDimension(one.values, two.values) !== null;
  if (one.cell === null || two.cell === null) return false;
  return differInDigits(one.cell.value, two.cell.value) || differInNumber(one.cell.value, two.cell.value);
}

/** Further values of a row may be its conditions. */
function othersAgree({ others: one }: Saying, { others: two }: Saying): boolean {
  return [...one].every(([header, value]) => !two.has(header) || two.get(header) === value);
}
