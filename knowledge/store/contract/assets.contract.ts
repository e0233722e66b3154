import { describe, expect, it } from 'vitest';
import type { Asset } from '../../document/asset.ts';
import { type MakeStorePlace, withStore } from './store-place.contract.ts';

const PUMP: Asset = { tag: 'P-101', name: 'Feed pump', model: 'KP-40', site: 'Hall 1', aliases: ['the 40 pump', '一号泵'] };
const FAN: Asset = { tag: '风机-2', name: null, model: null, site: null, aliases: [] };

export function assetsContract(make: MakeStorePlace): void {
  describe('assets', () => {
    it(
      'keeps the list in its order, for whoever opens the store, and says that the contents changed',
      withStore(make, async (store, place) => {
        expect(await store.catalogue.assets.list()).toEqual([]);
        const before = await store.catalogue.contents();
        await store.catalogue.assets.replace([PUMP, FAN]);
        expect(await store.catalogue.contents()).not.toBe(before);
        const other = await place.open();
        expect(await other.catalogue.assets.list()).toEqual([PUMP, FAN]);
        await other.catalogue.assets.replace([FAN]);
        expect(await store.catalogue.assets.list()).toEqual([FAN]);
      }),
    );

    it(
      'keeps the former list where the new one has a tag twice, in whatever writing',
      withStore(make, async (store) => {
        await store.catalogue.assets.replace([PUMP]);
        const before = await store.catalogue.contents();
        const twice = store.catalogue.assets.replace([FAN, PUMP, { ...PUMP, tag: 'p 101' }]);
        await expect(twice).rejects.toMatchObject({ code: 'bad_request', message: expect.stringContaining('p 101') });
        expect(await store.catalogue.assets.list()).toEqual([PUMP]);
        expect(await store.catalogue.contents()).toBe(before);
      }),
    );
  });
}
