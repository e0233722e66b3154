import { describe, expect, it } from 'vitest';
import { documentIdOf } from '../../document/ids.ts';
import { madeRevision, madeVector } from '../fixtures/made-revision.ts';
import type { Candidate } from '../passage-store.ts';
import { type MakeStorePlace, names, searchWords, withStore } from './store-place.contract.ts';

const ID = documentIdOf('a.pdf');
const passages = [
  { id: 'seal', text: 'Replace the mechanical seal. The seal must stay dry.', path: ['5 Maintenance'] },
  { id: 'oil', text: 'Change the oil every 4000 hours.', path: ['5 Maintenance', '5.2 Lubrication'] },
  {
    id: 'faults',
    text: 'Fault codes',
    codes: ['e407'],
    rows: [
      { id: 'e407', keys: ['e407'], cells: { Code: 'E-407', Cause: 'Dry running' } },
      { id: 'e408', keys: ['e408'], cells: { Code: 'E-408', Cause: 'Overheated winding' } },
    ],
  },
];

export function searchContract(make: MakeStorePlace): void {
  describe('search', () => {
    it(
      'finds passages by words of their text, path and title, and by headers of their rows',
      withStore(make, async (store) => {
        await store.commit(madeRevision({ docId: 'a.pdf', title: 'Kestrel handbook', passages }));
        expect(names(await searchWords(store, 'mechanical'))).toEqual(['seal']);
        expect(names(await searchWords(store, 'lubrication'))).toEqual(['oil']);
        expect(names(await searchWords(store, 'maintenance')).sort()).toEqual(['oil', 'seal']);
        expect(names(await searchWords(store, 'kestrel'))).toEqual(expect.arrayContaining(['seal', 'oil', 'faults']));
        expect(names(await searchWords(store, 'cause'))).toContain('faults');
        expect(await searchWords(store, 'unheard-of')).toEqual([]);
      }),
    );

    it(
      'finds rows by their words, with the passage that holds them',
      withStore(make, async (store) => {
        await store.commit(madeRevision({ docId: 'a.pdf', passages }));
        expect(names(await searchWords(store, 'overheated winding'))).toEqual(['faults/e408']);
      }),
    );

    it(
      'finds Chinese by its words',
      withStore(make, async (store) => {
        await store.commit(madeRevision({ docId: 'zh.pdf', language: 'zh', passages: [{ id: 'p', text: '更换机械密封前请断电。' }] }));
        expect(names(await searchWords(store, '机械密封'))).toEqual(['p']);
        expect(await searchWords(store, '润滑油')).toEqual([]);
      }),
    );

    it(
      'scores words by what is there now, whatever was committed, replaced, superseded or removed before',
      withStore(make, async (store) => {
        const commitAll = async () => {
          await store.commit(madeRevision({ docId: 'a.pdf', passages }));
          await store.commit(
            madeRevision({ docId: 'b.pdf', title: 'Fan', passages: [{ id: 'belt', text: 'The seal of the fan. Oil its belt.' }] }),
          );
        };
        const scores = async () => (await searchWords(store, 'dry seal oil winding')).map(({ lexical }) => lexical);
        await commitAll();
        const fresh = await scores();
        const other = [
          {
            id: 'belt',
            text: 'The oil of the gear is changed twice a year.',
            rows: [{ id: 'r', cells: { Part: 'Winding', Cause: 'Wear' } }],
          },
        ];
        for (let round = 0; round < 4; round += 1) await store.commit(madeRevision({ docId: 'c.pdf', passages: other }));
        for (const revision of ['B', 'A']) {
          const identity = { documentNumber: 'OM-1', revision };
          await store.commit(madeRevision({ docId: `${revision}.pdf`, fingerprint: revision, identity, passages: other }));
        }
        for (const file of ['c.pdf', 'A.pdf', 'B.pdf']) await store.remove(documentIdOf(file));
        await commitAll();
        const again = await scores();
        expect(again).toHaveLength(fresh.length);
        for (const [index, score] of again.entries()) expect(score / fresh[index]!).toBeCloseTo(1, 1);
      }),
    );

    it(
      'puts the better match first, and gives no word score where no word matches',
      withStore(make, async (store) => {
        await store.commit(madeRevision({ docId: 'a.pdf', passages }));
        const found = await searchWords(store, 'dry seal', { keys: ['e408'] });
        expect(names(found)[0]).toBe('seal');
        expect(found.map(({ lexical }) => lexical)).toEqual(found.map(({ lexical }) => lexical).toSorted((a, b) => b - a));
        expect(found.find(({ recordId }) => recordId === 'e408')).toMatchObject({ lexical: 0, dense: null, matchedKeys: ['e408'] });
      }),
    );

    it(
      'weighs the terms as asked',
      withStore(make, async (store) => {
        const docs = ['alpha', 'beta'].map((id) => ({ id, text: `${id} filler words here` }));
        await store.commit(madeRevision({ docId: 'a.pdf', passages: docs }));
        const weigh = (alpha: number, beta: number) =>
          store.search({
            terms: [
              { token: 'alpha', weight: alpha },
              { token: 'beta', weight: beta },
            ],
            keys: [],
            limit: 10,
          });
        expect(names(await weigh(1, 0.2))).toEqual(['alpha', 'beta']);
        expect(names(await weigh(0.2, 1))).toEqual(['beta', 'alpha']);
      }),
    );

    it(
      'finds rows and passages by exact keys alone',
      withStore(make, async (store) => {
        await store.commit(madeRevision({ docId: 'a.pdf', passages }));
        const found = await store.search({ terms: [], keys: ['e407', 'e40'], limit: 10 });
        expect(names(found).sort()).toEqual(['faults', 'faults/e407']);
        for (const candidate of found) expect(candidate.matchedKeys).toEqual(['e407']);
      }),
    );

    it(
      'names each unit once, with all that brought it',
      withStore(make, async (store) => {
        await store.commit(madeRevision({ docId: 'a.pdf', passages }));
        await store.vectors.put('m@1', 8, [{ key: { documentId: ID, passageId: 'faults' }, vector: madeVector(1) }]);
        const found = await searchWords(store, 'fault codes dry', { keys: ['e407', 'e407'], vector: madeVector(1) });
        expect(new Set(names(found)).size).toBe(found.length);
        const row = found.find(({ recordId }) => recordId === 'e407')!;
        expect(row.matchedKeys).toEqual(['e407']);
        expect(row.lexical).toBeGreaterThan(0);
        expect(row.dense).toBeCloseTo(1, 3);
      }),
    );

    it(
      'breaks ties by key, and answers the same again, here and elsewhere',
      withStore(make, async (store, place) => {
        for (const docId of ['d.pdf', 'b.pdf', 'c.pdf', 'a.pdf'])
          await store.commit(
            madeRevision({
              docId,
              passages: [
                { id: 'y', text: 'same words', rows: [{ id: 'r', cells: { A: 'same words' } }] },
                { id: 'x', text: 'same words' },
              ],
            }),
          );
        const found = await searchWords(store, 'same words', { vector: madeVector(0) });
        const tied = Map.groupBy(found, ({ lexical, dense }) => `${lexical} ${dense}`);
        for (const group of tied.values()) expect(group.map(named)).toEqual(group.map(named).toSorted());
        expect(found).toHaveLength(12);
        expect(await searchWords(store, 'same words', { vector: madeVector(0) })).toEqual(found);
        expect(await searchWords(await place.open(), 'same words', { vector: madeVector(0) })).toEqual(found);
      }),
    );

    it(
      'brings no more of each kind than the limit',
      withStore(make, async (store) => {
        const many = Array.from({ length: 30 }, (_, index) => ({
          id: `p${index}`,
          text: `pump part ${index}`,
          codes: ['px1'],
          rows: [{ id: `r${index}`, keys: ['px1'], cells: { Part: `pump ${index}` } }],
        }));
        await store.commit(madeRevision({ docId: 'a.pdf', passages: many }));
        await store.vectors.put(
          'm@1',
          8,
          many.map(({ id }, index) => ({ key: { documentId: ID, passageId: id }, vector: madeVector(index) })),
        );
        expect(await searchWords(store, 'pump', { limit: 4 })).toHaveLength(8);
        expect(await store.search({ terms: [], keys: [], vector: madeVector(2), limit: 4 })).toHaveLength(4);
        expect((await store.search({ terms: [], keys: ['px1'], limit: 4 })).length).toBeLessThanOrEqual(8);
        expect(await searchWords(store, 'pump', { limit: 0, keys: ['px1'], vector: madeVector(1) })).toEqual([]);
        expect(await searchWords(store, 'pump', { limit: 1_000_000, keys: ['px1'], vector: madeVector(1) })).toHaveLength(60);
        expect(await searchWords(store, 'pump', { limit: Number.MAX_SAFE_INTEGER, vector: madeVector(1) })).toHaveLength(60);
      }),
    );

    it(
      'stops at a signal that was given before',
      withStore(make, async (store) => {
        await expect(store.search({ terms: [], keys: [], limit: 1 }, AbortSignal.abort())).rejects.toMatchObject({ code: 'cancelled' });
      }),
    );
  });
}

function named({ key, recordId }: Candidate): string {
  return `${key.documentId}/${key.passageId}/${recordId ?? ''}`;
}
