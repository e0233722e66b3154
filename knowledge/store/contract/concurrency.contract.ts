import { describe, expect, it } from 'vitest';
import { documentIdOf } from '../../document/ids.ts';
import { madeRevision } from '../fixtures/made-revision.ts';
import type { PassageStore } from '../passage-store.ts';
import { type MakeStorePlace, searchWords, withStore } from './store-place.contract.ts';

const PASSAGES = 120;
const ID = documentIdOf('a.pdf');

/** A revision that says of every passage which one it is. */
const revision = (number: number) =>
  madeRevision({
    docId: 'a.pdf',
    title: `Edition${number}`,
    passages: Array.from({ length: PASSAGES }, (_, index) => ({
      id: `${number}-${index}`,
      text: `common words and part ${index}`,
      rows: [{ id: `${number}-r${index}`, cells: { Part: `common ${index}` } }],
    })),
  });

/** Every unit that one search finds belongs to one revision, and all of it is found. */
async function expectWhole(store: PassageStore): Promise<void> {
  const found = await searchWords(store, 'common', { limit: 1_000 });
  const editions = new Set(found.map(({ key }) => key.passageId.split('-')[0]));
  expect(editions.size).toBe(1);
  expect(found).toHaveLength(2 * PASSAGES);
}

export function concurrencyContract(make: MakeStorePlace): void {
  describe('several at once', () => {
    it(
      'shows readers the old revision or the new one, never a half',
      withStore(make, async (store, place) => {
        await store.commit(revision(0));
        const readers = [store, await place.open(), await place.open()];
        let writing = true;
        const write = async () => {
          for (let number = 1; number <= 5; number += 1) await store.commit(revision(number));
          writing = false;
        };
        const read = async (reader: PassageStore) => {
          while (writing) {
            await expectWhole(reader);
            await new Promise(setImmediate);
          }
          await expectWhole(reader);
        };
        await Promise.all([write(), ...readers.map(read)]);
        for (const reader of readers) expect(await reader.catalogue.get(ID)).toMatchObject({ title: 'Edition5' });
      }),
    );

    it(
      'keeps what several writers commit at once',
      withStore(make, async (store, place) => {
        const writers = [store, await place.open(), await place.open()];
        await Promise.all(
          writers.flatMap((writer, index) =>
            [0, 1, 2, 3].map((number) =>
              writer.commit(madeRevision({ docId: `${index}-${number}.pdf`, passages: [{ id: 'p', text: 'pump' }] })),
            ),
          ),
        );
        for (const writer of writers) expect(await searchWords(writer, 'pump')).toHaveLength(12);
      }),
    );

    it(
      'sees at once what another handle commits or removes',
      withStore(make, async (store, place) => {
        const other = await place.open();
        await store.commit(revision(0));
        await expectWhole(other);
        await other.remove(ID);
        expect(await searchWords(store, 'common')).toEqual([]);
      }),
    );
  });
}
