import { setImmediate } from 'node:timers/promises';
import type { DocumentSummary } from '../../knowledge/document/document.ts';
import { MillwrightError } from '../../knowledge/errors.ts';
import type { KnownMachine } from '../../knowledge/machines/known-machines.ts';
import { knownPlant } from '../../knowledge/machines/known-plant.ts';
import type { PassageStore } from '../../knowledge/store/passage-store.ts';
import { PlantGlossary } from '../../knowledge/terms/plant-glossary.ts';
import { baseGlossary } from '../../knowledge/text/glossary/base-glossary.ts';
import { collectUnits } from '../evidence/collect-units.ts';
import { conflictsAcross } from './cross-language.ts';
import { type Conflict, findConflicts } from './find-conflicts.ts';
import { type Saying, sayingsOf } from './saying.ts';

/** Passages that are looked at before others get their turn. */
const AT_ONCE = 25;
/** Passages that a search for new documents looks at: some five seconds. */
const MOST_PASSAGES = 20_000;

export type ConflictStore = Pick<PassageStore, 'catalogue' | 'passages' | 'terms'>;
export type FoundConflicts = {
  conflicts: Conflict[];
  /** False where there were more passages than a search for new documents looks at. */
  complete: boolean;
};

/** All conflicts between current documents, and inside of them. Looks at every sentence and row: about a tenth of a millisecond each. */
export async function searchConflicts(store: ConflictStore, signal?: AbortSignal): Promise<FoundConflicts> {
  const { documents } = await knownPlant(store.catalogue);
  const { sayings } = await read(documents.filter(isCurrent), store, { most: Number.POSITIVE_INFINITY, signal });
  return { conflicts: await among(sayings, sayings, store), complete: true };
}

/** The conflicts that these documents bring: with each other and with current documents about the same machines, or about none in
 *  particular. */
export async function searchConflictsOf(
  documentIds: readonly string[],
  store: ConflictStore,
  signal?: AbortSignal,
): Promise<FoundConflicts> {
  const { documents, machines } = await knownPlant(store.catalogue);
  const [own, others] = [true, false].map((wanted) =>
    documents.filter((document) => isCurrent(document) && documentIds.includes(document.id) === wanted),
  ) as [DocumentSummary[], DocumentSummary[]];
  const added = await read(own, store, { most: MOST_PASSAGES, signal });
  const rivals = rivalsOf(new Set(added.sayings.flatMap((saying) => [...saying.machines])), others, machines);
  const looked = await read(rivals, store, { most: MOST_PASSAGES - added.passages, signal });
  const conflicts = await among(added.sayings, [...added.sayings, ...looked.sayings], store);
  return { conflicts, complete: added.complete && looked.complete };
}

function isCurrent({ supersededBy }: DocumentSummary): boolean {
  return supersededBy === null;
}

/** Those about the same machines first. */
function rivalsOf(named: ReadonlySet<string>, others: readonly DocumentSummary[], machines: readonly KnownMachine[]): DocumentSummary[] {
  if (named.size === 0) return [];
  const called = new Set(machines.flatMap(({ equipment }) => (equipment.some((name) => named.has(name)) ? equipment : [])));
  const same = others.filter(({ equipment }) => equipment.some((name) => called.has(name)));
  return [...same, ...others.filter(({ equipment }) => equipment.length === 0)];
}

type Reading = { most: number; signal: AbortSignal | undefined };

async function read(documents: readonly DocumentSummary[], store: ConflictStore, { most, signal }: Reading) {
  const { machines } = await knownPlant(store.catalogue);
  const sayings: Saying[] = [];
  let passages = 0;
  for (const { id } of documents) {
    const keys = await store.catalogue.passagesOf(id);
    for (let from = 0; from < keys.length; from += AT_ONCE) {
      if (signal?.aborted) throw new MillwrightError('The search for conflicts was cancelled.', { code: 'cancelled' });
      if (passages >= most) return { sayings, passages, complete: false };
      for (const passage of await store.passages(keys.slice(from, from + AT_ONCE))) {
        passages += 1;
        for (const unit of collectUnits({ passage, records: [], score: 0, features: {} }, 0))
          sayings.push(...sayingsOf(unit, machines).filter((saying) => saying.machines.size > 0));
      }
      await setImmediate();
    }
  }
  return { sayings, passages, complete: true };
}

async function among(sayings: readonly Saying[], rivals: readonly Saying[], store: ConflictStore): Promise<Conflict[]> {
  const same = findConflicts(sayings, rivals);
  const languages = new Set(rivals.map(({ unit }) => unit.hit.passage.language));
  if (!languages.has('zh') || !languages.has('en')) return same;
  const glossary = await new PlantGlossary(store.terms, baseGlossary()).current();
  return [...same, ...conflictsAcross(sayings, rivals, glossary)];
}
