import { describe, expect, it } from 'vitest';
import { documentIdOf } from '../../document/ids.ts';
import { madeRevision } from '../fixtures/made-revision.ts';
import { type MakeStorePlace, names, searchWords, withStore } from './store-place.contract.ts';

const DOC = 'pumps/kp-40.pdf';
const ID = documentIdOf(DOC);
const row = { id: 'r1', keys: ['e407'], cells: { Code: 'E-407', Meaning: 'Dry running' } };

export function revisionContract(make: MakeStorePlace): void {
  describe('revisions', () => {
    it(
      'gives back what was committed, word for word',
      withStore(make, async (store) => {
        const passage = {
          id: 'p1',
          text: '扭矩 45 N·m\n“quoted” 😀 \u0000 | x',
          path: ['1 安装', '1.2 Bolts'],
          codes: ['e407'],
          rows: [row],
        };
        const revision = madeRevision({ docId: DOC, title: 'KP-40', passages: [passage] });
        await store.commit(revision);
        const [found] = await store.passages([{ documentId: ID, passageId: 'p1' }]);
        const { document, ...rest } = found!;
        expect(rest).toEqual(revision.passages[0]);
        expect(document).toMatchObject({ id: ID, file: DOC, title: 'KP-40', passages: 1, records: 1 });
        expect(await store.records([{ documentId: ID, recordId: 'r1' }])).toEqual([{ ...revision.records[0], documentId: ID }]);
      }),
    );

    it(
      'keeps the order that was asked for and leaves out what is missing',
      withStore(make, async (store) => {
        await store.commit(madeRevision({ docId: DOC, passages: ['a', 'b', 'c'].map((id) => ({ id, text: id, rows: [{ ...row, id }] })) }));
        const keys = ['c', 'nowhere', 'a', 'c'].map((passageId) => ({ documentId: ID, passageId }));
        expect((await store.passages(keys)).map(({ id }) => id)).toEqual(['c', 'a', 'c']);
        expect(await store.passages([{ documentId: documentIdOf('other.pdf'), passageId: 'a' }])).toEqual([]);
        expect(await store.passages([])).toEqual([]);
        const rows = ['c', 'nowhere', 'a'].map((recordId) => ({ documentId: ID, recordId }));
        expect((await store.records(rows)).map(({ id }) => id)).toEqual(['c', 'a']);
      }),
    );

    it(
      'replaces a document whole: nothing of the former revision is found, read or counted',
      withStore(make, async (store) => {
        const old = { id: 'old', text: 'gland packing', path: ['Formerly'], codes: ['px1'], rows: [{ ...row, id: 'oldrow' }] };
        await store.commit(
          madeRevision({ docId: DOC, title: 'Oldest', equipment: ['KP-39'], passages: [old, { id: 'same', text: 'bolts' }] }),
        );
        await store.commit(
          madeRevision({
            docId: DOC,
            title: 'Newest',
            equipment: ['KP-40'],
            passages: [
              { id: 'new', text: 'mechanical seal' },
              { id: 'same', text: 'bolts' },
            ],
          }),
        );
        for (const words of ['gland packing', 'Formerly', 'Oldest', 'Dry running', 'Meaning'])
          expect(await searchWords(store, words)).toEqual([]);
        expect(await searchWords(store, '', { keys: ['e407', 'px1'] })).toEqual([]);
        expect(names(await searchWords(store, 'seal'))).toEqual(['new']);
        expect(await store.passages([{ documentId: ID, passageId: 'old' }])).toEqual([]);
        expect(await store.records([{ documentId: ID, recordId: 'oldrow' }])).toEqual([]);
        expect(await store.catalogue.list()).toMatchObject([{ id: ID, title: 'Newest', passages: 2, records: 0 }]);
        expect(await store.catalogue.equipment()).toEqual([{ name: 'KP-40', documents: 1 }]);
        expect(await store.catalogue.frequencies(['packing', 'pack', 'bolt'])).toEqual({ passages: 2, counts: [0, 0, 1] });
        expect(await store.vectors.counts()).toEqual({ passages: 2, vectors: 0 });
      }),
    );

    it(
      'leaves other documents alone, though they have passages of the same ids',
      withStore(make, async (store) => {
        const shared = { id: 'p', text: 'impeller', rows: [row] };
        await store.commit(madeRevision({ docId: 'a.pdf', passages: [shared] }));
        await store.commit(madeRevision({ docId: 'b.pdf', passages: [shared] }));
        await store.commit(madeRevision({ docId: 'a.pdf', passages: [{ id: 'q', text: 'casing' }] }));
        expect((await searchWords(store, 'impeller')).map(({ key }) => key)).toEqual([
          { documentId: documentIdOf('b.pdf'), passageId: 'p' },
        ]);
        expect(await store.records([{ documentId: documentIdOf('b.pdf'), recordId: 'r1' }])).toHaveLength(1);
      }),
    );

    it(
      'removes a document whole, once',
      withStore(make, async (store) => {
        await store.commit(madeRevision({ docId: DOC, equipment: ['KP-40'], passages: [{ id: 'p', text: 'impeller', rows: [row] }] }));
        await store.commit(madeRevision({ docId: 'other.pdf', passages: [{ id: 'p', text: 'casing' }] }));
        expect(await store.remove(ID)).toBe(true);
        expect(await store.remove(ID)).toBe(false);
        expect(await store.remove('never-there')).toBe(false);
        expect(await searchWords(store, 'impeller dry running', { keys: ['e407'] })).toEqual([]);
        expect(await store.catalogue.get(ID)).toBeNull();
        expect(await store.catalogue.equipment()).toEqual([]);
        expect(await store.catalogue.frequencies(['impel', 'case'])).toEqual({ passages: 1, counts: [0, 1] });
      }),
    );

    it(
      'refuses a revision that contradicts itself, and keeps the former',
      withStore(make, async (store) => {
        const kept = { id: 'p', text: 'impeller', rows: [row] };
        await store.commit(madeRevision({ docId: DOC, passages: [kept] }));
        const version = await store.catalogue.version();
        const passages = [kept, { id: 'q', text: 'gasket' }];
        const whole = madeRevision({ docId: DOC, passages });
        const [record] = whole.records;
        for (const wrong of [
          madeRevision({ docId: DOC, passages: [...passages, { id: 'q', text: 'gasket again' }] }),
          { ...whole, records: [record!, { ...record!, passageId: 'q' }] },
          { ...whole, records: [{ ...record!, passageId: 'nowhere' }] },
        ])
          await expect(store.commit(wrong)).rejects.toMatchObject({ code: 'bad_request', message: expect.stringContaining(DOC) });
        expect(names(await searchWords(store, 'impeller gasket'))).toEqual(['p']);
        expect(await store.catalogue.list()).toMatchObject([{ passages: 1, records: 1 }]);
        expect(await store.catalogue.version()).toBe(version);
      }),
    );

    it(
      'takes a document without any passage',
      withStore(make, async (store) => {
        await store.commit(madeRevision({ docId: DOC, passages: [] }));
        expect(await store.catalogue.list()).toMatchObject([{ id: ID, passages: 0, records: 0, vectors: 0 }]);
        expect(await searchWords(store, 'manual')).toEqual([]);
      }),
    );

    it(
      'keeps everything through closing and opening',
      withStore(make, async (store, place) => {
        await store.commit(madeRevision({ docId: DOC, passages: [{ id: 'p', text: 'impeller', codes: ['px1'], rows: [row] }] }));
        await store.catalogue.settings.set('greeting', 'hello');
        const query = { keys: ['px1', 'e407'] };
        const before = [await searchWords(store, 'impeller dry', query), await store.catalogue.list(), await store.catalogue.version()];
        await store.close();
        const again = await place.open();
        expect([await searchWords(again, 'impeller dry', query), await again.catalogue.list(), await again.catalogue.version()]).toEqual(
          before,
        );
        expect(before[0]).not.toEqual([]);
        expect(await again.catalogue.settings.get('greeting')).toBe('hello');
      }),
    );

    it(
      'refuses every call once closed, and may be closed twice',
      withStore(make, async (store) => {
        await store.close();
        await store.close();
        const closed = { code: 'store_closed' };
        await expect(store.commit(madeRevision({ docId: DOC, passages: [] }))).rejects.toMatchObject(closed);
        await expect(store.remove(ID)).rejects.toMatchObject(closed);
        await expect(searchWords(store, 'pump')).rejects.toMatchObject(closed);
        await expect(store.passages([{ documentId: ID, passageId: 'p' }])).rejects.toMatchObject(closed);
        await expect(store.records([{ documentId: ID, recordId: 'r' }])).rejects.toMatchObject(closed);
        await expect(store.vectors.counts()).rejects.toMatchObject(closed);
        await expect(store.catalogue.list()).rejects.toMatchObject(closed);
        await expect(store.catalogue.settings.get('x')).rejects.toMatchObject(closed);
      }),
    );
  });
}
