import type { Doubt } from './compare-editions.ts';
import type { Rival } from './standing.ts';

/** Code of the warning on both of two documents of which nobody could tell which one counts. */
export const REVISION_CONFLICT = 'revision_conflict';

const WHY: Record<Doubt, string> = {
  same_label: 'both state the same revision and their contents differ',
  labels_incomparable: 'their revisions cannot be compared',
  label_missing: 'only one of them states a revision',
  dates_against_labels: 'their revisions and their dates contradict each other',
  nothing_to_compare: 'neither a revision nor a date tells which is later',
  equipment_differs: 'the later one does not name all the equipment of the earlier',
  serials_differ: 'they hold for different serial numbers',
  titles_differ: 'they share a document number, but not a title',
  circle: 'what is said of their revisions goes in a circle',
};

/** One sentence for people: what is doubtful, and what to do. */
export function doubtMessage({ file, doubt }: Pick<Rival, 'file' | 'doubt'>): string {
  return `This and "${file}" look like two revisions of one document, and both count as current: ${WHY[doubt]}. Say which supersedes the other, or that both are current.`;
}
