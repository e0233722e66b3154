import { setImmediate } from 'node:timers/promises';
import { MillwrightError } from '../../knowledge/errors.ts';
import { knownPlant } from '../../knowledge/machines/known-plant.ts';
import type { PassageStore } from '../../knowledge/store/passage-store.ts';
import { collectUnits } from '../evidence/collect-units.ts';
import { type Conflict, findConflicts } from './find-conflicts.ts';
import { type Saying, sayingsOf } from './saying.ts';

/** Passages that are looked at before others get their turn. */
const AT_ONCE = 100;

/** All conflicts between current documents, and inside of them. Looks at every sentence and row: about a tenth of a millisecond each. */
export async function searchConflicts(store: Pick<PassageStore, 'catalogue' | 'passages'>, signal?: AbortSignal): Promise<Conflict[]> {
  const { documents, machines } = await knownPlant(store.catalogue);
  const sayings: Saying[] = [];
  for (const { id, supersededBy } of documents) {
    if (supersededBy !== null) continue;
    const keys = await store.catalogue.passagesOf(id);
    for (let from = 0; from < keys.length; from += AT_ONCE) {
      if (signal?.aborted) throw new MillwrightError('The search for conflicts was cancelled.', { code: 'cancelled' });
      for (const passage of await store.passages(keys.slice(from, from + AT_ONCE)))
        for (const unit of collectUnits({ passage, records: [], score: 0, features: {} }, 0))
          sayings.push(...sayingsOf(unit, machines).filter((saying) => saying.machines.size > 0));
      await setImmediate();
    }
  }
  return findConflicts(sayings);
}
