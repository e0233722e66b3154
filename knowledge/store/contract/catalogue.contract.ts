import { describe, expect, it } from 'vitest';
import { documentIdOf } from '../../document/ids.ts';
import { madeRevision, madeVector } from '../fixtures/made-revision.ts';
import { type MakeStorePlace, withStore } from './store-place.contract.ts';

export function catalogueContract(make: MakeStorePlace): void {
  describe('catalogue', () => {
    it(
      'lists documents by file name with all that is known of them',
      withStore(make, async (store) => {
        expect(await store.catalogue.list()).toEqual([]);
        const revision = madeRevision({ docId: 'b/手册.pdf', title: '手册', equipment: ['KP-40'], passages: [{ id: 'p', text: 'x' }] });
        const warnings = [{ code: 'page_without_text', message: 'Page 2 holds no text.', page: 2 }];
        const identity = {
          ...revision.identity,
          documentNumber: 'D-1',
          revision: 'C',
          revisionDate: '2024-05',
          maker: 'Kestrel',
          serialNumbers: ['1 to 9'],
        };
        const before = Date.now();
        await store.commit({ ...revision, identity, warnings, bytes: 4_321 });
        await store.commit(madeRevision({ docId: 'a.pdf', passages: [] }));
        const list = await store.catalogue.list();
        expect(list.map(({ file }) => file)).toEqual(['a.pdf', 'b/手册.pdf']);
        expect(list[1]).toEqual({
          ...{
            id: documentIdOf('b/手册.pdf'),
            file: 'b/手册.pdf',
            title: '手册',
            documentNumber: 'D-1',
            revision: 'C',
            revisionDate: '2024-05',
          },
          ...{ maker: 'Kestrel', serialNumbers: ['1 to 9'], corrected: [], supersededBy: null, supersedes: [], rivals: [] },
          ...{ type: 'manual', language: 'en', equipment: ['KP-40'], format: 'pdf', pageCount: 3, bytes: 4_321 },
          ...{ fingerprint: 'f'.repeat(64), source: '/plant/b/手册.pdf', ingestedAt: expect.any(String) },
          ...{ passages: 1, records: 0, vectors: 0, warnings },
        });
        expect(Date.parse(list[1]!.ingestedAt)).toBeGreaterThanOrEqual(before - 1);
        expect(await store.catalogue.get(documentIdOf('b/手册.pdf'))).toEqual(list[1]);
        expect(await store.catalogue.get('nowhere')).toBeNull();
      }),
    );

    it(
      'finds documents by their content, the current one alone',
      withStore(make, async (store) => {
        const [one, two] = ['1'.repeat(64), '2'.repeat(64)];
        await store.commit(madeRevision({ docId: 'b.pdf', fingerprint: one, passages: [] }));
        await store.commit(madeRevision({ docId: 'a.pdf', fingerprint: one, passages: [] }));
        expect((await store.catalogue.withFingerprint(one)).map(({ file }) => file)).toEqual(['a.pdf', 'b.pdf']);
        await store.commit(madeRevision({ docId: 'a.pdf', fingerprint: two, passages: [] }));
        expect((await store.catalogue.withFingerprint(one)).map(({ file }) => file)).toEqual(['b.pdf']);
        await store.remove(documentIdOf('b.pdf'));
        expect(await store.catalogue.withFingerprint(one)).toEqual([]);
        expect(await store.catalogue.withFingerprint(two)).toEqual([await store.catalogue.get(documentIdOf('a.pdf'))]);
      }),
    );

    it(
      'counts documents by equipment name',
      withStore(make, async (store) => {
        await store.commit(madeRevision({ docId: 'a.pdf', equipment: ['KP-60', 'KP-40'], passages: [] }));
        await store.commit(madeRevision({ docId: 'b.pdf', equipment: ['KP-40'], passages: [] }));
        expect(await store.catalogue.equipment()).toEqual([
          { name: 'KP-40', documents: 2 },
          { name: 'KP-60', documents: 1 },
        ]);
      }),
    );

    it(
      'counts passages by token, and nothing but words of the documents',
      withStore(make, async (store) => {
        const passages = [
          { id: 'a', text: 'pump pump valve', path: ['Seals'] },
          { id: 'b', text: 'pump', path: ['Seals'] },
          { id: 'c', text: 'diode D2' },
        ];
        await store.commit(madeRevision({ docId: 'a.pdf', title: 'Handbook', passages }));
        const tokens = ['pump', 'valv', 'seal', 'handbook', 'unknown', 'd1', 'd2'];
        expect(await store.catalogue.frequencies(tokens)).toEqual({ passages: 3, counts: [2, 1, 2, 3, 0, 0, 1] });
        expect(await store.catalogue.frequencies([])).toEqual({ passages: 3, counts: [] });
      }),
    );

    it(
      'names the passages of a document, and the neighbours of one, in reading order',
      withStore(make, async (store) => {
        const ids = ['e', 'd', 'c', 'b', 'a'];
        for (const docId of ['a.pdf', 'b.pdf']) await store.commit(madeRevision({ docId, passages: ids.map((id) => ({ id, text: id })) }));
        const documentId = documentIdOf('b.pdf');
        const around = async (passageId: string, reach: number) =>
          (await store.catalogue.neighbours({ documentId, passageId }, reach)).map((key) => {
            expect(key.documentId).toBe(documentId);
            return key.passageId;
          });
        expect(await around('c', 1)).toEqual(['d', 'c', 'b']);
        expect(await around('e', 2)).toEqual(['e', 'd', 'c']);
        expect(await around('a', 1)).toEqual(['b', 'a']);
        expect(await around('c', 0)).toEqual(['c']);
        expect(await around('c', 100)).toEqual(ids);
        expect(await around('nowhere', 1)).toEqual([]);
        expect(await store.catalogue.neighbours({ documentId: 'nowhere', passageId: 'c' }, 1)).toEqual([]);
        expect(await store.catalogue.passagesOf(documentId)).toEqual(ids.map((passageId) => ({ documentId, passageId })));
        expect(await store.catalogue.passagesOf('nowhere')).toEqual([]);
      }),
    );

    it(
      'changes its version with everything that changes what is found, and with nothing else',
      withStore(make, async (store, place) => {
        const other = await place.open();
        const seen: number[] = [await store.catalogue.version()];
        const changes = [
          () => store.commit(madeRevision({ docId: 'a.pdf', passages: [{ id: 'p', text: 'pump' }] })),
          () => store.vectors.put('m@1', 8, [{ key: { documentId: documentIdOf('a.pdf'), passageId: 'p' }, vector: madeVector(0) }]),
          async () => {
            await store.vectors.next.put('m@2', 8, [{ key: { documentId: documentIdOf('a.pdf'), passageId: 'p' }, vector: madeVector(1) }]);
            await store.vectors.next.switchOver();
          },
          () => store.commit(madeRevision({ docId: 'a.pdf', passages: [{ id: 'p', text: 'valve' }] })),
          () => store.remove(documentIdOf('a.pdf')),
        ];
        for (const change of changes) {
          await change();
          seen.push(await other.catalogue.version());
        }
        expect(new Set(seen).size).toBe(changes.length + 1);
        await store.search({ terms: [{ token: 'pump', weight: 1 }], keys: [], limit: 5 });
        await store.catalogue.list();
        expect(await store.catalogue.version()).toBe(seen.at(-1));
      }),
    );

    it(
      'changes its contents with documents that come and go, seen from everywhere, and not with vectors or refused commits',
      withStore(make, async (store, place) => {
        const other = await place.open();
        const pump = madeRevision({ docId: 'a.pdf', passages: [{ id: 'p', text: 'pump' }] });
        const vector = { key: { documentId: documentIdOf('a.pdf'), passageId: 'p' }, vector: madeVector(0) };
        const before = await other.catalogue.contents();
        await store.commit(pump);
        const committed = await other.catalogue.contents();
        expect(committed).not.toBe(before);
        expect(await other.catalogue.frequencies(['pump', 'valv'])).toEqual({ passages: 1, counts: [1, 0] });
        await store.vectors.put('m@1', 8, [vector]);
        await store.remove(documentIdOf('nowhere.pdf'));
        await expect(store.commit({ ...pump, passages: [...pump.passages, ...pump.passages] })).rejects.toThrow();
        expect(await other.catalogue.contents()).toBe(committed);
        await store.commit(madeRevision({ docId: 'a.pdf', passages: [{ id: 'p', text: 'valve' }] }));
        expect(await other.catalogue.frequencies(['pump', 'valv'])).toEqual({ passages: 1, counts: [0, 1] });
        const replaced = await other.catalogue.contents();
        await store.remove(documentIdOf('a.pdf'));
        expect(await other.catalogue.frequencies(['pump', 'valv'])).toEqual({ passages: 0, counts: [0, 0] });
        expect(new Set([before, committed, replaced, await other.catalogue.contents()]).size).toBe(4);
      }),
    );

    it(
      'keeps settings by exact keys and lists them by prefix',
      withStore(make, async (store, place) => {
        const { settings } = store.catalogue;
        for (const key of ['job:2', 'job:1', 'job%', 'jo', 'key:ü😀']) await settings.set(key, `value of ${key}`);
        await settings.set('job:1', '');
        expect(await settings.get('job:1')).toBe('');
        expect(await settings.get('key:ü😀')).toBe('value of key:ü😀');
        expect(await settings.get('JOB:1')).toBeNull();
        expect(await settings.keys('job:')).toEqual(['job:1', 'job:2']);
        expect(await settings.keys('job%')).toEqual(['job%']);
        expect(await settings.keys('')).toHaveLength(5);
        await settings.set('job:1', null);
        await settings.set('never', null);
        expect(await (await place.open()).catalogue.settings.keys('job:')).toEqual(['job:2']);
      }),
    );
  });
}
