import type { KnownMachine } from '../../knowledge/machines/known-machines.ts';
import { comparable, namePattern } from '../../knowledge/machines/name-pattern.ts';
import { fold } from '../../knowledge/text/fold.ts';
import type { EvidenceUnit } from '../evidence/evidence-unit.ts';

export type MachinesOf = {
  /** All names of the machines that a unit is about; none where nothing says so. */
  machines: Set<string>;
  /** Names that may stand in its text and say nothing more of it. */
  names: string[];
};

/** Whose values a unit gives: the machines that it, a column or a heading names, else those of its document. */
export function machinesOf({ text, cells, heading, hit: { passage } }: EvidenceUnit, known: readonly KnownMachine[]): MachinesOf {
  const near = comparable([text, heading ?? '', ...passage.sectionPath, ...(cells?.map(({ header }) => header) ?? [])].join('\n'));
  const folded = fold(near);
  const named = known.filter(({ equipment }) => equipment.some((name) => folded.includes(fold(name)) && namePattern(name).test(near)));
  const own = known.filter(({ equipment }) => equipment.some((name) => passage.document.equipment.includes(name)));
  const about = named.length > 0 ? named : own;
  return {
    machines: new Set(about.flatMap(({ equipment }) => equipment)),
    names: [...new Set([...named, ...own].flatMap(({ equipment }) => equipment))],
  };
}
