import { expect, it } from 'vitest';
import type { FoundConflict } from '../../document/conflict.ts';
import { madeRevision } from '../fixtures/made-revision.ts';
import { type MakeStorePlace, withStore } from './store-place.contract.ts';

const found = (id: string, passageId = 'p1'): FoundConflict => ({
  id,
  sides: [
    { documentId: 'a', passageId, quote: 'Torque | 25 N·m' },
    { documentId: 'b', passageId, quote: 'Torque | 28 N·m' },
  ],
});

export function conflictsContract(make: MakeStorePlace): void {
  it(
    'keeps each conflict once, in the order in which they were found, with its newest passages',
    withStore(make, async (store, place) => {
      await store.conflicts.keep([found('x'), found('y')]);
      const [before] = await store.conflicts.all();
      await store.conflicts.keep([found('z'), found('x', 'p2')]);
      const all = await (await place.open()).conflicts.all();
      expect(all.map(({ id }) => id)).toEqual(['x', 'y', 'z']);
      expect(all[0]).toEqual({ ...found('x', 'p2'), foundAt: before!.foundAt, dismissed: null });
      await store.conflicts.remove(['y', 'unknown']);
      expect((await store.conflicts.all()).map(({ id }) => id)).toEqual(['x', 'z']);
    }),
  );

  it(
    'keeps what people say of a conflict, whatever is found again or happens to documents',
    withStore(make, async (store, place) => {
      const dismissal = { reason: 'greased, not dry', at: '2026-01-02T03:04:05.000Z' };
      await store.commit(madeRevision({ docId: 'a', passages: [{ id: 'p1', text: 'one' }] }));
      await store.conflicts.keep([found('x')]);
      expect(await store.conflicts.dismiss('x', dismissal)).toBe(true);
      expect(await store.conflicts.dismiss('unknown', dismissal)).toBe(false);
      await store.conflicts.keep([found('x', 'p2')]);
      await store.commit(madeRevision({ docId: 'a', passages: [{ id: 'p1', text: 'two' }] }));
      const other = (await place.open()).conflicts;
      expect((await other.all()).map(({ dismissed }) => dismissed)).toEqual([dismissal]);
      expect(await other.dismiss('x', null)).toBe(true);
      expect((await store.conflicts.all()).map(({ dismissed }) => dismissed)).toEqual([null]);
    }),
  );
}
