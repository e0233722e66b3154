import type { DocumentSummary } from '../document/document.ts';
import type { Catalogue } from '../store/passage-store.ts';
import { type KnownMachine, knownMachines } from './known-machines.ts';

/** The documents, and the machines that they and the asset list name, as of one state of the catalogue. */
export type KnownPlant = { contents: number; documents: DocumentSummary[]; machines: KnownMachine[] };

/** Of each catalogue the last state that was asked for: who retrieves and who answers read it once for both. */
const last = new WeakMap<Catalogue, KnownPlant>();

export async function knownPlant(catalogue: Catalogue): Promise<KnownPlant> {
  const contents = await catalogue.contents();
  const before = last.get(catalogue);
  if (before?.contents === contents) return before;
  const documents = await catalogue.list();
  const known = { contents, documents, machines: knownMachines(documents, await catalogue.assets.list()) };
  last.set(catalogue, known);
  return known;
}
