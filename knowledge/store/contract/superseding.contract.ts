import { describe, expect, it } from 'vitest';
import type { DocumentIdentity } from '../../document/identity.ts';
import { documentIdOf } from '../../document/ids.ts';
import { madeRevision, madeVector } from '../fixtures/made-revision.ts';
import type { PassageStore, StoreFilter } from '../passage-store.ts';
import { type MakeStorePlace, searchWords, withStore } from './store-place.contract.ts';

const id = documentIdOf;
const row = { id: 'r', keys: ['px1'], cells: { Part: 'pump' } };

type Made = Partial<DocumentIdentity> & { text?: string };

/** Revisions of one pump manual, each in a file of its own ("b.pdf": revision B). */
async function commit(store: PassageStore, file: string, { text = 'pump torque', ...identity }: Made = {}): Promise<void> {
  const said = { documentNumber: 'OM-1', revision: file[0]!.toUpperCase(), ...identity };
  const passages = [{ id: 'p', text, codes: ['px1'], rows: [row] }];
  await store.commit(
    madeRevision({ docId: file, title: 'Pump manual', equipment: ['KP-40'], fingerprint: file, identity: said, passages }),
  );
  await store.vectors.put('m@1', 8, [{ key: { documentId: id(file), passageId: 'p' }, vector: madeVector(0) }]);
}

/** Files whose units are found, by words, keys and vectors together; each way must bring the same documents. */
async function found(store: PassageStore, filter: StoreFilter = {}): Promise<string[]> {
  const ways = [
    await searchWords(store, 'pump', { filter }),
    await searchWords(store, '', { keys: ['px1'], filter }),
    await searchWords(store, '', { vector: madeVector(0), filter }),
  ].map((candidates) => [...new Set(candidates.map(({ key }) => key.documentId))].sort());
  expect(ways[1]).toEqual(ways[0]);
  expect(ways[2]).toEqual(ways[0]);
  return (await store.catalogue.list()).filter((document) => ways[0]!.includes(document.id)).map(({ file }) => file);
}

async function standing(store: PassageStore, file: string) {
  const { supersededBy, supersedes, rivals, warnings } = (await store.catalogue.get(id(file)))!;
  return { by: supersededBy?.file ?? null, over: supersedes.map((each) => each.file), rivals: rivals.map((each) => each.file), warnings };
}

const free = { by: null, over: [], rivals: [], warnings: [] };

export function supersedingContract(make: MakeStorePlace): void {
  describe('superseded revisions', () => {
    it(
      'finds the current revision alone, whichever came first, and every one on request',
      withStore(make, async (store) => {
        await commit(store, 'c.pdf', { revisionDate: '2024-03' });
        await commit(store, 'b.pdf');
        await commit(store, 'a.pdf');
        await commit(store, 'other.pdf', { documentNumber: 'OM-2' });
        expect(await found(store)).toEqual(['c.pdf', 'other.pdf']);
        expect(await found(store, { revisions: 'current' })).toEqual(['c.pdf', 'other.pdf']);
        expect(await found(store, { revisions: 'all' })).toEqual(['a.pdf', 'b.pdf', 'c.pdf', 'other.pdf']);
        expect(await found(store, { equipment: ['KP-40'] })).toEqual(['c.pdf', 'other.pdf']);
        expect(await found(store, { equipment: ['KP-40'], revisions: 'all' })).toEqual(['a.pdf', 'b.pdf', 'c.pdf', 'other.pdf']);
        expect(await found(store, { documents: [id('b.pdf')] })).toEqual([]);
        expect(await found(store, { documents: [id('b.pdf')], revisions: 'all' })).toEqual(['b.pdf']);
        expect(await standing(store, 'b.pdf')).toEqual({ by: 'c.pdf', over: ['a.pdf'], rivals: [], warnings: [] });
        expect((await store.catalogue.get(id('b.pdf')))!.supersededBy).toEqual({
          ...{ id: id('c.pdf'), file: 'c.pdf', revision: 'C', revisionDate: '2024-03' },
        });
        const [passage] = await store.passages([{ documentId: id('b.pdf'), passageId: 'p' }]);
        expect(passage!.document.supersededBy!.file).toBe('c.pdf');
      }),
    );

    it(
      'keeps the candidates for current documents, however many superseded ones would rank before them',
      withStore(make, async (store) => {
        for (let index = 1; index <= 35; index += 1)
          await commit(store, `${index}.pdf`, {
            revision: `${index}`,
            text: index < 35 ? 'pump pump pump' : 'one pump among many other words',
          });
        for (const limit of [1, 3]) {
          const hits = await searchWords(store, 'pump', { keys: ['px1'], vector: madeVector(0), limit });
          expect(new Set(hits.map(({ key }) => key.documentId))).toEqual(new Set([id('35.pdf')]));
          expect(hits.filter(({ recordId }) => recordId === null)).toHaveLength(1);
        }
      }),
    );

    it(
      'counts words, equipment and passages of current documents alone',
      withStore(make, async (store) => {
        await commit(store, 'b.pdf', { text: 'pump gland', equipment: ['KP-40'] });
        await commit(store, 'c.pdf', { text: 'pump seal', equipment: ['KP-40', 'KP-41'] });
        const tokens = ['pump', 'gland', 'seal'];
        expect(await store.catalogue.frequencies(tokens)).toEqual({ passages: 1, counts: [1, 0, 1] });
        expect(await store.catalogue.equipment()).toEqual([
          { name: 'KP-40', documents: 1 },
          { name: 'KP-41', documents: 1 },
        ]);
        await commit(store, 'b.pdf', { text: 'pump packing', equipment: ['KP-40'] });
        await store.stewardship.correct(id('b.pdf'), { set: { title: 'Gland manual' } });
        expect(await store.catalogue.frequencies(['pump', 'gland', 'manual'])).toEqual({ passages: 2, counts: [2, 1, 2] });
        await store.stewardship.correct(id('b.pdf'), { clear: ['title'] });
        expect(await store.catalogue.frequencies(['pump', 'gland', 'manual'])).toEqual({ passages: 1, counts: [1, 0, 1] });
        await store.remove(id('c.pdf'));
        expect(await store.catalogue.frequencies(['pump', 'pack'])).toEqual({ passages: 1, counts: [1, 1] });
        expect(await store.vectors.counts()).toEqual({ passages: 1, vectors: 1 });
      }),
    );

    it(
      'makes the earlier revision current again when the later one goes or becomes another document',
      withStore(make, async (store) => {
        for (const file of ['a.pdf', 'b.pdf', 'c.pdf']) await commit(store, file);
        await store.remove(id('c.pdf'));
        expect(await found(store)).toEqual(['b.pdf']);
        expect(await standing(store, 'a.pdf')).toMatchObject({ by: 'b.pdf' });
        await commit(store, 'b.pdf', { documentNumber: 'OM-9', title: 'Terms' });
        expect(await found(store)).toEqual(['a.pdf', 'b.pdf']);
        expect(await standing(store, 'a.pdf')).toEqual(free);
      }),
    );

    it(
      'flags two current revisions on both, until one goes',
      withStore(make, async (store) => {
        await commit(store, 'b.pdf');
        await commit(store, 'b2.pdf', { revision: 'B', text: 'pump other torque' });
        expect(await found(store)).toEqual(['b.pdf', 'b2.pdf']);
        for (const [file, rival] of [
          ['b.pdf', 'b2.pdf'],
          ['b2.pdf', 'b.pdf'],
        ] as const) {
          const warnings = [{ code: 'revision_conflict', message: expect.stringContaining(rival), page: null }];
          expect(await standing(store, file)).toEqual({ ...free, rivals: [rival], warnings });
        }
        expect((await store.catalogue.get(id('b.pdf')))!.rivals[0]).toMatchObject({ doubt: 'same_label', revision: 'B' });
        await store.remove(id('b2.pdf'));
        expect(await standing(store, 'b.pdf')).toEqual(free);
      }),
    );

    it(
      'takes neither the same form filled in again and again nor other languages for revisions',
      withStore(make, async (store) => {
        for (let index = 1; index <= 45; index += 1) await commit(store, `${index}.pdf`, { revision: `${index}` });
        const superseded = async () => (await store.catalogue.list()).filter(({ supersededBy }) => supersededBy !== null).length;
        expect(await superseded()).toBe(0);
        for (let index = 41; index <= 45; index += 1) await store.remove(id(`${index}.pdf`));
        expect(await superseded()).toBe(39);
        await commit(store, 'a.pdf', { documentNumber: 'OM-3', language: 'zh' });
        await commit(store, 'b.pdf', { documentNumber: 'OM-3' });
        expect(await standing(store, 'a.pdf')).toEqual(free);
      }),
    );

    it(
      'shows other processes one revision at every moment',
      withStore(make, async (store, place) => {
        const other = await place.open();
        await commit(store, 'b.pdf');
        expect(await found(other)).toEqual(['b.pdf']);
        const version = await other.catalogue.version();
        await commit(store, 'c.pdf');
        expect(await other.catalogue.version()).not.toBe(version);
        expect(await found(other)).toEqual(['c.pdf']);
        await other.remove(id('c.pdf'));
        expect(await found(store)).toEqual(['b.pdf']);
      }),
    );
  });

  describe('verdicts', () => {
    it(
      'go before the rule, survive the document, and can be taken back',
      withStore(make, async (store) => {
        await commit(store, 'b.pdf');
        await commit(store, 'c.pdf');
        const pair = { newer: id('b.pdf'), older: id('c.pdf') };
        await store.stewardship.judge({ ...pair, verdict: 'both_current' });
        expect(await found(store)).toEqual(['b.pdf', 'c.pdf']);
        expect(await standing(store, 'b.pdf')).toEqual(free);
        await commit(store, 'c.pdf', { text: 'pump newer torque' });
        expect(await found(store)).toEqual(['b.pdf', 'c.pdf']);
        await store.stewardship.judge({ ...pair, verdict: 'supersedes' });
        expect(await found(store)).toEqual(['b.pdf']);
        expect(await store.stewardship.verdicts(id('c.pdf'))).toEqual([{ ...pair, verdict: 'supersedes' }]);
        await store.remove(id('c.pdf'));
        await commit(store, 'c.pdf');
        expect(await found(store)).toEqual(['b.pdf']);
        await store.remove(id('b.pdf'));
        expect(await found(store)).toEqual(['c.pdf']);
        await commit(store, 'b.pdf');
        await store.stewardship.judge({ newer: pair.older, older: pair.newer, verdict: null });
        expect(await found(store)).toEqual(['c.pdf']);
        expect(await store.stewardship.verdicts(id('c.pdf'))).toEqual([]);
      }),
    );

    it(
      'hold between documents that the rule would never compare, and never go in a circle',
      withStore(make, async (store) => {
        for (const [index, file] of ['x.pdf', 'y.pdf', 'z.pdf'].entries()) await commit(store, file, { documentNumber: `N-${index}` });
        const judge = (newer: string, older: string, verdict: 'supersedes' | 'both_current' = 'supersedes') =>
          store.stewardship.judge({ newer: id(newer), older: id(older), verdict });
        await judge('x.pdf', 'y.pdf');
        await judge('y.pdf', 'z.pdf');
        expect(await found(store)).toEqual(['x.pdf']);
        await expect(judge('z.pdf', 'x.pdf')).rejects.toMatchObject({ code: 'bad_request' });
        await expect(judge('x.pdf', 'x.pdf')).rejects.toMatchObject({ code: 'bad_request' });
        await expect(judge('x.pdf', 'nowhere.pdf')).rejects.toMatchObject({ code: 'not_found' });
        expect(await found(store)).toEqual(['x.pdf']);
        await judge('y.pdf', 'x.pdf');
        expect(await found(store)).toEqual(['y.pdf']);
      }),
    );
  });
}
