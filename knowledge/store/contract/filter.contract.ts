import { describe, expect, it } from 'vitest';
import { documentIdOf } from '../../document/ids.ts';
import { madeRevision, madeVector } from '../fixtures/made-revision.ts';
import type { PassageStore, StoreFilter } from '../passage-store.ts';
import { type MakeStorePlace, searchWords, withStore } from './store-place.contract.ts';

const row = { id: 'r', keys: ['px1'], cells: { Part: 'pump' } };
const passages = [{ id: 'p', text: 'pump', codes: ['px1'], rows: [row] }];

/** Files whose units are found, by words, keys and vectors together. */
async function found(store: PassageStore, filter: StoreFilter): Promise<string[]> {
  const candidates = await searchWords(store, 'pump', { keys: ['px1'], vector: madeVector(0), filter });
  const ids = new Set(candidates.map(({ key }) => key.documentId));
  return (await store.catalogue.list()).filter(({ id }) => ids.has(id)).map(({ file }) => file);
}

async function filled(store: PassageStore): Promise<void> {
  await store.commit(madeRevision({ docId: 'a.pdf', equipment: ['KP-40', 'KP-40 EX'], passages }));
  await store.commit(madeRevision({ docId: 'b.pdf', equipment: ['KP-60'], type: 'datasheet', passages }));
  await store.commit(madeRevision({ docId: 'c.pdf', equipment: ['KP-40'], language: 'zh', passages }));
  const key = (docId: string) => ({ documentId: documentIdOf(docId), passageId: 'p' });
  await store.vectors.put(
    'm@1',
    8,
    ['a.pdf', 'b.pdf', 'c.pdf'].map((docId) => ({ key: key(docId), vector: madeVector(0) })),
  );
}

export function filterContract(make: MakeStorePlace): void {
  describe('filters', () => {
    it(
      'narrows by document, equipment, type and language, each value of a field widening it',
      withStore(make, async (store) => {
        await filled(store);
        const id = documentIdOf;
        expect(await found(store, {})).toEqual(['a.pdf', 'b.pdf', 'c.pdf']);
        expect(await found(store, { documents: [id('b.pdf')] })).toEqual(['b.pdf']);
        expect(await found(store, { documents: [id('b.pdf'), id('a.pdf'), 'nowhere'] })).toEqual(['a.pdf', 'b.pdf']);
        expect(await found(store, { equipment: ['KP-40'] })).toEqual(['a.pdf', 'c.pdf']);
        expect(await found(store, { types: ['datasheet'] })).toEqual(['b.pdf']);
        expect(await found(store, { types: ['datasheet', 'manual'] })).toEqual(['a.pdf', 'b.pdf', 'c.pdf']);
        expect(await found(store, { languages: ['zh'] })).toEqual(['c.pdf']);
        expect(await found(store, { equipment: ['KP-40'], languages: ['en'] })).toEqual(['a.pdf']);
      }),
    );

    it(
      'compares equipment names as people hear them',
      withStore(make, async (store) => {
        await filled(store);
        for (const name of ['kp40', 'Kp 40', 'ＫＰ－４０', 'KP_40'])
          expect(await found(store, { equipment: [name] })).toEqual(['a.pdf', 'c.pdf']);
        expect(await found(store, { equipment: ['KP-40EX'] })).toEqual(['a.pdf']);
        expect(await found(store, { equipment: ['KP-4'] })).toEqual([]);
      }),
    );

    it(
      'matches nothing where a field holds no value or an unknown one',
      withStore(make, async (store) => {
        await filled(store);
        for (const filter of [{ documents: [] }, { equipment: [] }, { types: [] }, { languages: [] }, { types: ['novel'] }])
          expect(await found(store, filter)).toEqual([]);
      }),
    );

    it(
      'follows a document whose equipment, type or language changes',
      withStore(make, async (store) => {
        await filled(store);
        await store.commit(madeRevision({ docId: 'a.pdf', equipment: ['KP-60'], type: 'datasheet', language: 'zh', passages }));
        expect(await found(store, { equipment: ['KP-40'] })).toEqual(['c.pdf']);
        expect(await found(store, { types: ['datasheet'], equipment: ['KP-60'], languages: ['zh'] })).toEqual(['a.pdf']);
      }),
    );

    it(
      'finds what a wide filter lets through behind much that it does not',
      withStore(make, async (store) => {
        const crowd = Array.from({ length: 300 }, (_, index) => ({ id: `p${index}`, text: 'valve valve valve', rows: [] }));
        await store.commit(madeRevision({ docId: 'crowd.pdf', type: 'other', passages: crowd }));
        for (let index = 0; index < 70; index += 1)
          await store.commit(
            madeRevision({
              docId: `${index}.pdf`,
              passages: [{ id: 'p', text: index < 3 ? `one valve among so many other words of document ${index}` : 'nothing of the kind' }],
            }),
          );
        const hits = await searchWords(store, 'valve', { filter: { types: ['manual'] }, limit: 5 });
        expect(hits.map(({ key }) => key.documentId).sort()).toEqual(['0.pdf', '1.pdf', '2.pdf'].map(documentIdOf).sort());
      }),
    );
  });
}
