import { describe, expect, it } from 'vitest';
import { documentIdOf } from '../../document/ids.ts';
import { madeRevision, madeVector } from '../fixtures/made-revision.ts';
import type { PassageStore } from '../passage-store.ts';
import { type MakeStorePlace, names, searchWords, withStore } from './store-place.contract.ts';

const DOC = 'a.pdf';
const WIDE = 16;
const key = (passageId: string) => ({ documentId: documentIdOf(DOC), passageId });
const passages = ['a', 'b', 'c'].map((id) => ({ id, text: `text of ${id}` }));

const nearest = async (store: PassageStore, vector: Float32Array) => names(await store.search({ terms: [], keys: [], vector, limit: 1 }));
const putNext = (store: PassageStore, id: string, axis: number, embedder = 'm@2', dimensions = WIDE) =>
  store.vectors.next.put(embedder, dimensions, [{ key: key(id), vector: madeVector(axis, dimensions) }]);
const pendingNext = async (store: PassageStore) => (await store.vectors.next.pending(10)).map((job) => job.key.passageId);

/** Three passages with the vectors of m@1: a on axis 0, b on 1, c on 2. */
async function fill(store: PassageStore): Promise<void> {
  await store.commit(madeRevision({ docId: DOC, passages }));
  const entries = passages.map(({ id }, axis) => ({ key: key(id), vector: madeVector(axis) }));
  await store.vectors.put('m@1', 8, entries);
}

/** All is found by m@1 as it was. */
async function expectOldIndex(store: PassageStore): Promise<void> {
  expect(store.vectors.embedderId()).toBe('m@1');
  expect(await store.vectors.counts()).toEqual({ passages: 3, vectors: 3 });
  for (const [axis, { id }] of passages.entries()) expect(await nearest(store, madeVector(axis))).toEqual([id]);
  expect(names(await searchWords(store, 'text'))).toHaveLength(3);
}

export function nextVectorsContract(make: MakeStorePlace): void {
  describe('vectors of another embedder', () => {
    it(
      'are made beside those in use and put in their place in one step, for every reader',
      withStore(make, async (store, place) => {
        const other = await place.open();
        await fill(store);
        await expectOldIndex(other);
        expect(store.vectors.next.embedderId()).toBeNull();
        expect(await store.vectors.next.counts()).toEqual({ passages: 3, vectors: 0 });
        const jobs = await store.vectors.next.pending(10);
        expect(jobs.map((job) => job.key.passageId)).toEqual(['a', 'b', 'c']);
        expect(jobs[0]!.text).toContain('text of a');

        await putNext(store, 'a', 5);
        await putNext(store, 'c', 3);
        for (const reader of [store, other]) {
          expect(reader.vectors.next.embedderId()).toBe('m@2');
          expect(await reader.vectors.next.counts()).toEqual({ passages: 3, vectors: 2 });
          expect(await pendingNext(reader)).toEqual(['b']);
          await expectOldIndex(reader);
        }
        expect(await store.vectors.next.switchOver()).toBe(false);
        for (const reader of [store, other]) await expectOldIndex(reader);

        await putNext(store, 'b', 4);
        expect(await store.vectors.next.switchOver()).toBe(true);
        for (const reader of [store, other]) {
          expect(reader.vectors.embedderId()).toBe('m@2');
          expect(await reader.vectors.counts()).toEqual({ passages: 3, vectors: 3 });
          expect(await reader.vectors.pending(10)).toEqual([]);
          for (const [axis, id] of [
            ['5', 'a'],
            ['4', 'b'],
            ['3', 'c'],
          ])
            expect(await nearest(reader, madeVector(Number(axis), WIDE))).toEqual([id]);
          await expect(nearest(reader, madeVector(0))).rejects.toMatchObject({ code: 'embedder_mismatch' });
          expect(reader.vectors.next.embedderId()).toBeNull();
          expect(await reader.vectors.next.counts()).toEqual({ passages: 3, vectors: 0 });
          expect(await reader.catalogue.list()).toMatchObject([{ vectors: 3 }]);
        }
      }),
    );

    it(
      'outlive their process, and end where another embedder begins',
      withStore(make, async (store, place) => {
        await fill(store);
        await putNext(store, 'b', 4);
        await store.close();
        const again = await place.open();
        expect(again.vectors.next.embedderId()).toBe('m@2');
        expect(await pendingNext(again)).toEqual(['a', 'c']);
        await expectOldIndex(again);
        await again.vectors.next.drop();
        expect(again.vectors.next.embedderId()).toBeNull();
        expect(await pendingNext(again)).toEqual(['a', 'b', 'c']);
        await putNext(again, 'a', 0, 'm@3', 8);
        expect(again.vectors.next.embedderId()).toBe('m@3');
        await expectOldIndex(again);
      }),
    );

    it(
      'follow the passages: those that come meanwhile are waited for, those that go are gone',
      withStore(make, async (store) => {
        await fill(store);
        for (const [axis, { id }] of passages.entries()) await putNext(store, id, axis);
        const [a, b] = passages;
        await store.commit(madeRevision({ docId: DOC, fingerprint: 'e'.repeat(64), passages: [a!, b!, { id: 'd', text: 'new' }] }));
        expect(await store.vectors.next.switchOver()).toBe(false);
        expect(store.vectors.embedderId()).toBe('m@1');
        for (const id of await pendingNext(store)) await putNext(store, id, 'abcd'.indexOf(id) + 4);
        expect(await store.vectors.next.counts()).toEqual({ passages: 3, vectors: 3 });
        expect(await store.vectors.next.switchOver()).toBe(true);
        expect(await nearest(store, madeVector(7, WIDE))).toEqual(['d']);
        await store.remove(documentIdOf(DOC));
        expect(await store.vectors.counts()).toEqual({ passages: 0, vectors: 0 });
      }),
    );

    it(
      'are refused from two embedders at once, with nothing changed',
      withStore(make, async (store) => {
        await fill(store);
        await putNext(store, 'a', 5);
        const mismatch = { code: 'embedder_mismatch', message: expect.stringContaining('m@2') };
        await expect(putNext(store, 'b', 1, 'm@3')).rejects.toMatchObject(mismatch);
        await expect(putNext(store, 'b', 1, 'm@2', 8)).rejects.toMatchObject(mismatch);
        const narrow = { key: key('b'), vector: madeVector(0) };
        await expect(store.vectors.next.put('m@2', WIDE, [narrow])).rejects.toMatchObject({ code: 'embedder_mismatch' });
        expect(await store.vectors.next.counts()).toEqual({ passages: 3, vectors: 1 });
        await expectOldIndex(store);
      }),
    );

    it(
      'may be those of the same embedder, made anew; a later round begins with none',
      withStore(make, async (store) => {
        await fill(store);
        for (let round = 1; round <= 2; round += 1) {
          expect(await pendingNext(store)).toEqual(['a', 'b', 'c']);
          for (const [axis, { id }] of passages.entries()) await putNext(store, id, axis + round, 'm@1', 8);
          expect(await store.vectors.next.switchOver()).toBe(true);
          expect(store.vectors.embedderId()).toBe('m@1');
          for (const [axis, { id }] of passages.entries()) expect(await nearest(store, madeVector(axis + round))).toEqual([id]);
        }
      }),
    );

    it(
      'take the place of none, in a store without passages too',
      withStore(make, async (store) => {
        expect(await store.vectors.next.switchOver()).toBe(true);
        expect(store.vectors.embedderId()).toBeNull();
        await store.commit(madeRevision({ docId: DOC, passages }));
        for (const [axis, { id }] of passages.entries()) await putNext(store, id, axis);
        expect(await nearest(store, madeVector(0, WIDE))).toEqual([]);
        expect(await store.vectors.next.switchOver()).toBe(true);
        expect(await nearest(store, madeVector(1, WIDE))).toEqual(['b']);
      }),
    );
  });
}
