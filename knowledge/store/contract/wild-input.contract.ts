import { describe, expect, it } from 'vitest';
import { documentIdOf } from '../../document/ids.ts';
import { madeRevision } from '../fixtures/made-revision.ts';
import { type MakeStorePlace, names, searchWords, withStore } from './store-place.contract.ts';

/** What a query language might take for its own. */
const WILD = [
  '"',
  '""',
  "'",
  "'; DROP TABLE passages; --",
  'AND',
  'OR',
  'NOT',
  'NEAR(a b, 2)',
  'text:pump',
  '{text} : pump',
  'pump*',
  '^pump',
  '-pump',
  '+',
  '(',
  ')',
  '\\',
  '%',
  '_',
  '😀',
  '\u0000',
  '\ud83d',
  ' ',
  '',
  'd1',
  '#1',
  'x'.repeat(10_000),
  '泵'.repeat(10_000),
];

export function wildInputContract(make: MakeStorePlace): void {
  describe('wild input', () => {
    it(
      'takes any token and any key as itself',
      withStore(make, async (store) => {
        await store.commit(madeRevision({ docId: 'a.pdf', passages: [{ id: 'p', text: 'pump' }] }));
        for (const token of WILD) {
          expect(
            await store.search({ terms: [{ token, weight: 1 }], keys: [token], limit: 5 }),
            JSON.stringify(token.slice(0, 30)),
          ).toEqual([]);
          const both = [token, 'pump'].map((each) => ({ token: each, weight: 1 }));
          expect(names(await store.search({ terms: both, keys: [token], limit: 5 }))).toEqual(['p']);
        }
        expect((await store.catalogue.frequencies(WILD)).counts).toEqual(WILD.map(() => 0));
      }),
    );

    it(
      'answers an empty query with nothing',
      withStore(make, async (store) => {
        expect(await store.search({ terms: [], keys: [], limit: 10 })).toEqual([]);
        await store.commit(madeRevision({ docId: 'a.pdf', passages: [{ id: 'p', text: 'pump' }] }));
        expect(await store.search({ terms: [], keys: [], limit: 10 })).toEqual([]);
        expect(await store.search({ terms: [], keys: [], filter: {}, limit: 10 })).toEqual([]);
      }),
    );

    it(
      'takes terms by the thousand, and none twice for more',
      withStore(make, async (store) => {
        await store.commit(madeRevision({ docId: 'a.pdf', passages: [{ id: 'p', text: 'pump '.repeat(2_000) }] }));
        const many = Array.from({ length: 5_000 }, (_, index) => ({ token: `word${index}`, weight: 1 }));
        expect(
          names(await store.search({ terms: [...many, { token: 'pump', weight: 1 }], keys: many.map(({ token }) => token), limit: 5 })),
        ).toEqual(['p']);
      }),
    );

    it(
      'keeps odd names, texts and equipment as they are, and finds them',
      withStore(make, async (store) => {
        const docId = `odd/"'%_\\ 😀 ${'长'.repeat(80)}.pdf`;
        const text = `${'pump\u0000"OR" '.repeat(20)}${'x'.repeat(10_000)} 😀 \ud83d end`;
        await store.commit(madeRevision({ docId, title: '"; --', equipment: ['"; --', '😀', ''], passages: [{ id: 'p', text }] }));
        expect(names(await searchWords(store, 'pump end', { filter: { equipment: ['😀'] } }))).toEqual(['p']);
        expect((await store.catalogue.list())[0]).toMatchObject({ file: docId, title: '"; --' });
        const [passage] = await store.passages([{ documentId: documentIdOf(docId), passageId: 'p' }]);
        expect(passage!.text.toWellFormed()).toBe(text.toWellFormed());
      }),
    );
  });
}
