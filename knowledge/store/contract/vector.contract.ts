import { describe, expect, it } from 'vitest';
import { documentIdOf } from '../../document/ids.ts';
import { madeRevision, madeVector } from '../fixtures/made-revision.ts';
import type { PassageStore } from '../passage-store.ts';
import { type MakeStorePlace, names, withStore } from './store-place.contract.ts';

const DOC = 'a.pdf';
const key = (passageId: string, docId = DOC) => ({ documentId: documentIdOf(docId), passageId });
const passages = ['a', 'b', 'c'].map((id) => ({ id, text: `text of ${id}`, path: ['Top', `Section ${id}`] }));

const nearest = async (store: PassageStore, axis: number, limit = 1) =>
  names(await store.search({ terms: [], keys: [], vector: madeVector(axis), limit }));
const put = (store: PassageStore, id: string, axis: number, embedder = 'm@1') =>
  store.vectors.put(embedder, 8, [{ key: key(id), vector: madeVector(axis) }]);

export function vectorContract(make: MakeStorePlace): void {
  describe('vectors', () => {
    it(
      'lists what has none yet, in a stable order, with title, path and text',
      withStore(make, async (store) => {
        expect(store.vectors.embedderId()).toBeNull();
        expect(await store.vectors.pending(10)).toEqual([]);
        await store.commit(madeRevision({ docId: DOC, title: 'KP-40 manual', passages }));
        const jobs = await store.vectors.pending(10);
        expect(jobs.map(({ key: { passageId } }) => passageId)).toEqual(['a', 'b', 'c']);
        for (const part of ['KP-40 manual', 'Top', 'Section a', 'text of a']) expect(jobs[0]!.text).toContain(part);
        expect(await store.vectors.pending(2)).toEqual(jobs.slice(0, 2));
        expect(await store.vectors.pending(0)).toEqual([]);
      }),
    );

    it(
      'is filled in any order, and says when it is complete',
      withStore(make, async (store, place) => {
        await store.commit(madeRevision({ docId: DOC, passages }));
        await put(store, 'b', 1);
        expect(store.vectors.embedderId()).toBe('m@1');
        expect(await store.vectors.counts()).toEqual({ passages: 3, vectors: 1 });
        expect(await store.catalogue.list()).toMatchObject([{ passages: 3, vectors: 1 }]);
        expect((await store.vectors.pending(10)).map((job) => job.key.passageId)).toEqual(['a', 'c']);
        await store.close();
        const again = await place.open();
        expect(again.vectors.embedderId()).toBe('m@1');
        expect((await again.vectors.pending(10)).map((job) => job.key.passageId)).toEqual(['a', 'c']);
        await put(again, 'a', 0);
        await put(again, 'c', 2);
        expect(await again.vectors.pending(10)).toEqual([]);
        expect(await again.vectors.counts()).toEqual({ passages: 3, vectors: 3 });
        expect(await again.catalogue.get(documentIdOf(DOC))).toMatchObject({ vectors: 3 });
      }),
    );

    it(
      'finds the nearest first, by cosine; what has no vector yet has none',
      withStore(make, async (store) => {
        await store.commit(madeRevision({ docId: DOC, passages }));
        await put(store, 'a', 0);
        await put(store, 'b', 1);
        const found = await store.search({ terms: [{ token: 'text', weight: 1 }], keys: [], vector: madeVector(1), limit: 3 });
        const dense = new Map(found.map((candidate) => [candidate.key.passageId, candidate.dense]));
        expect(dense.get('b')).toBeCloseTo(1, 5);
        const cosine = madeVector(0).reduce((sum, value, index) => sum + value * madeVector(1)[index]!, 0);
        expect(dense.get('a')).toBeCloseTo(cosine, 5);
        expect(dense.get('c')).toBeNull();
        expect(await nearest(store, 0)).toEqual(['a']);
        expect(await nearest(store, 1)).toEqual(['b']);
      }),
    );

    it(
      'tells the cosine of any vector with those of passages, in the order asked for; null where there is none',
      withStore(make, async (store) => {
        const cosines = (...keys: { documentId: string; passageId: string }[]) => store.vectors.cosines(madeVector(1), keys);
        expect(await cosines(key('a'))).toEqual([null]);
        await store.commit(madeRevision({ docId: DOC, passages }));
        expect(await cosines(key('a'))).toEqual([null]);
        await put(store, 'a', 0);
        await put(store, 'b', 1);
        const [b, c, nowhere, other, a] = await cosines(key('b'), key('c'), key('nowhere'), key('a', 'other.pdf'), key('a'));
        expect([c, nowhere, other]).toEqual([null, null, null]);
        expect(b).toBeCloseTo(1, 5);
        const cosine = madeVector(0).reduce((sum, value, index) => sum + value * madeVector(1)[index]!, 0);
        expect(a).toBeCloseTo(cosine, 5);
        expect(await cosines()).toEqual([]);
        await expect(store.vectors.cosines(madeVector(0, 16), [key('a')])).rejects.toMatchObject({ code: 'embedder_mismatch' });
      }),
    );

    it(
      'takes a new vector in place of the old',
      withStore(make, async (store, place) => {
        const other = await place.open();
        await store.commit(madeRevision({ docId: DOC, passages }));
        await put(store, 'a', 0);
        await put(store, 'b', 1);
        expect([await nearest(store, 0), await nearest(other, 0)]).toEqual([['a'], ['a']]);
        await put(store, 'a', 1);
        await put(store, 'b', 0);
        expect([await nearest(store, 0), await nearest(other, 0)]).toEqual([['b'], ['b']]);
        expect(await store.vectors.counts()).toEqual({ passages: 3, vectors: 2 });
      }),
    );

    it(
      'drops vectors of passages that are gone, without complaint',
      withStore(make, async (store) => {
        await store.commit(madeRevision({ docId: DOC, passages }));
        await store.vectors.put('m@1', 8, [
          { key: key('nowhere'), vector: madeVector(0) },
          { key: key('a', 'other.pdf'), vector: madeVector(0) },
          { key: key('b'), vector: madeVector(1) },
        ]);
        expect(await store.vectors.counts()).toEqual({ passages: 3, vectors: 1 });
        await store.vectors.put('m@1', 8, []);
      }),
    );

    it(
      'keeps the vectors of passages that a new revision leaves as they were, and no others',
      withStore(make, async (store) => {
        await store.commit(madeRevision({ docId: DOC, passages }));
        for (const [axis, { id }] of passages.entries()) await put(store, id, axis);
        const [a, , c] = passages;
        await store.commit(madeRevision({ docId: DOC, fingerprint: 'e'.repeat(64), passages: [c!, { id: 'b', text: 'rewritten' }, a!] }));
        expect((await store.vectors.pending(10)).map((job) => job.key.passageId)).toEqual(['b']);
        expect([await nearest(store, 0), await nearest(store, 2)]).toEqual([['a'], ['c']]);
        await store.remove(documentIdOf(DOC));
        expect(await nearest(store, 0)).toEqual([]);
        expect(await store.vectors.counts()).toEqual({ passages: 0, vectors: 0 });
      }),
    );

    it(
      'refuses another embedder, other dimensions and odd vectors, changing nothing, and names the way out',
      withStore(make, async (store) => {
        await store.commit(madeRevision({ docId: DOC, passages }));
        await put(store, 'a', 0);
        const mismatch = { code: 'embedder_mismatch', message: expect.stringContaining('millwright reindex') };
        await expect(put(store, 'b', 1, 'm@2')).rejects.toMatchObject(mismatch);
        const wide = { key: key('b'), vector: madeVector(0, 16) };
        await expect(store.vectors.put('m@1', 16, [wide])).rejects.toMatchObject(mismatch);
        await expect(store.vectors.put('m@1', 8, [{ key: key('c'), vector: madeVector(0) }, wide])).rejects.toMatchObject(mismatch);
        await expect(store.search({ terms: [], keys: [], vector: madeVector(0, 16), limit: 3 })).rejects.toMatchObject(mismatch);
        expect(await store.vectors.counts()).toEqual({ passages: 3, vectors: 1 });
        expect(store.vectors.embedderId()).toBe('m@1');
      }),
    );
  });
}
