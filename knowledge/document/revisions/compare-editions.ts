import { fold } from '../../text/fold.ts';
import type { IdentityValues } from '../identity.ts';
import { compareDates, compareLabels } from './revision-order.ts';
import { partOf, sameTitle, titleKey } from './title-key.ts';

/** A document as the rule of revisions sees it: people's corrections in place. */
export type Edition = Pick<
  IdentityValues,
  'title' | 'documentNumber' | 'revision' | 'revisionDate' | 'type' | 'language' | 'equipment' | 'serialNumbers'
> & { id: string; file: string; fingerprint: string };

/** Why two documents that look like revisions of one are both left current. */
export const DOUBTS = [
  'same_label',
  'labels_incomparable',
  'label_missing',
  'dates_against_labels',
  'nothing_to_compare',
  'equipment_differs',
  'serials_differ',
  'titles_differ',
  'circle',
] as const;
export type Doubt = (typeof DOUBTS)[number];

export type Comparison =
  | { relation: 'unrelated' }
  | { relation: 'supersedes'; newer: string; older: string }
  | { relation: 'doubt'; doubt: Doubt };

const UNRELATED: Comparison = { relation: 'unrelated' };
const doubtful = (doubt: Doubt): Comparison => ({ relation: 'doubt', doubt });

/** Whether one of two documents takes the other's place. A wrong "yes" hides a manual that still counts, so every "yes" needs:
 *  the same document (number, or title and equipment), language, type and part; a revision label or date that says which is
 *  later and none that says otherwise; and a later one that covers every machine and serial number of the earlier. */
export function compareEditions(a: Edition, b: Edition): Comparison {
  const kinship = kinshipOf(a, b);
  if (kinship === null) return UNRELATED;
  if (kinship === 'number' && !sameTitle(a.title, b.title)) return doubtful('titles_differ');
  const order = orderOf(a, b);
  if (typeof order === 'string') {
    // Of two papers with one title and no other mark nobody said that they are revisions.
    return order === 'nothing_to_compare' && kinship === 'title' ? UNRELATED : doubtful(order);
  }
  const [newer, older] = order > 0 ? [a, b] : [b, a];
  if (!covers(newer.equipment, older.equipment)) return doubtful('equipment_differs');
  if (newer.serialNumbers.length > 0 && !sameRanges(newer.serialNumbers, older.serialNumbers)) return doubtful('serials_differ');
  return { relation: 'supersedes', newer: newer.id, older: older.id };
}

/** By what two documents are the same one; null where they are not. */
function kinshipOf(a: Edition, b: Edition): 'number' | 'title' | null {
  if (a.language !== b.language || a.type !== b.type || a.type === 'other') return null;
  if (a.fingerprint === b.fingerprint && a.file === b.file) return null;
  if (partOf(a.title, a.file) !== partOf(b.title, b.file)) return null;
  const [machinesA, machinesB] = [a.equipment.map(fold), b.equipment.map(fold)];
  const apart = machinesA.length > 0 && machinesB.length > 0 && !machinesA.some((name) => machinesB.includes(name));
  if (apart) return null;
  if (a.documentNumber !== null && b.documentNumber !== null) return fold(a.documentNumber) === fold(b.documentNumber) ? 'number' : null;
  const sameMachines = machinesA.length > 0 && machinesA.toSorted().join('\n') === machinesB.toSorted().join('\n');
  return sameMachines && titleKey(a.title) === titleKey(b.title) ? 'title' : null;
}

/** Positive where `a` is the later one, negative where `b` is. */
function orderOf(a: Edition, b: Edition): number | Doubt {
  const dates = a.revisionDate === null || b.revisionDate === null ? 0 : compareDates(a.revisionDate, b.revisionDate);
  if (a.revision === null && b.revision === null) return dates === 0 ? 'nothing_to_compare' : dates;
  if (a.revision === null || b.revision === null) return 'label_missing';
  const labels = compareLabels(a.revision, b.revision);
  if (labels === null) return 'labels_incomparable';
  if (labels === 0) return 'same_label';
  return dates !== 0 && dates > 0 !== labels > 0 ? 'dates_against_labels' : labels;
}

function covers(newer: readonly string[], older: readonly string[]): boolean {
  const names = new Set(newer.map(fold));
  return older.every((name) => names.has(fold(name)));
}

/** Every range of the later manual is one of the earlier's, and none is missing. */
function sameRanges(newer: readonly string[], older: readonly string[]): boolean {
  const [one, two] = [newer, older].map((ranges) => [...new Set(ranges.map(fold))].sort().join('\n'));
  return one === two;
}
