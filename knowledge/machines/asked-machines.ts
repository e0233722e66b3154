import type { Scope } from '../document/answer.ts';
import { fold } from '../text/fold.ts';
import { type KnownMachine, withoutArticle } from './known-machines.ts';
import { comparable } from './name-pattern.ts';
import { type NamedMachines, namedMachines } from './named-machines.ts';

/** The machines that a question is about: those that it names, else the one that its scope is narrowed to. */
export function askedMachines(question: string, scope: Scope | undefined, machines: readonly KnownMachine[]): NamedMachines {
  const named = namedMachines(question, machines);
  const scoped = scope?.equipment ?? [];
  if (named.machines.length > 0 || scoped.length !== 1) return named;
  const machine = called(scoped[0]!, machines);
  if (machine === undefined) return { ...named, equipment: [scoped[0]!] };
  const { equipment, asset } = machine;
  const by = asset === null ? 'model' : 'tag';
  return { equipment: [...equipment].sort(), said: [], machines: [{ said: '', by, equipment, asset }], ambiguous: false };
}

/** A scope may name machines as the asset list does: documents are found by the names that they have. */
export function scopeInDocuments(scope: Scope, machines: readonly KnownMachine[]): Scope {
  if (!scope.equipment?.length) return scope;
  const documented = new Set(machines.flatMap(({ asset, equipment }) => (asset === null ? equipment : [])));
  const equipment = scope.equipment.flatMap((name) => {
    const theirs = called(name, machines)?.equipment.filter((each) => documented.has(each)) ?? [];
    return theirs.length > 0 ? theirs : [name];
  });
  return { ...scope, equipment: [...new Set(equipment)] };
}

/** The machine with this very name: equipment of documents before the tags and aliases of the list, one machine or none. */
function called(name: string, machines: readonly KnownMachine[]): KnownMachine | undefined {
  const folded = fold(comparable(withoutArticle(name)));
  const own = machines.filter(({ names }) => names.some((each) => each.folded === folded));
  return own.find(({ asset }) => asset === null) ?? own[0];
}
