import type { DocumentSummary } from '../document/document.ts';
import { fold } from '../text/fold.ts';

/** Added to the score (log odds) of what is about another machine than the one that is named, or about none. Set by hand:
 *  a sibling's value is worse than none, yet a document that names no machine may hold for all. */
export const MACHINE_LOG_ODDS = { this: 0, unnamed: -2, otherRow: -2, other: -4 } as const;
export type MachineFit = keyof typeof MACHINE_LOG_ODDS;

/** How a document fits the machines that the question names. */
export function documentFit({ equipment }: Pick<DocumentSummary, 'equipment'>, named: readonly string[]): MachineFit {
  if (named.length === 0) return 'this';
  if (equipment.length === 0) return 'unnamed';
  return names(equipment, named) ? 'this' : 'other';
}

/** How a passage or row of it fits: in a document about several machines, words that name only others are about others. */
export function textFit(
  text: string,
  { equipment }: Pick<DocumentSummary, 'equipment'>,
  named: readonly string[],
  fit: MachineFit,
): MachineFit {
  if (named.length === 0 || fit === 'other') return fit;
  const folded = fold(text);
  if (named.some((name) => folded.includes(fold(name)))) return 'this';
  if (fit === 'this' && equipment.length > 1 && equipment.some((name) => folded.includes(fold(name)))) return 'otherRow';
  return fit;
}

function names(equipment: readonly string[], named: readonly string[]): boolean {
  const wanted = new Set(named.map(fold));
  return equipment.some((name) => wanted.has(fold(name)));
}
