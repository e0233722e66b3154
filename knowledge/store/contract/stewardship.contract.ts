import { describe, expect, it } from 'vitest';
import { IDENTITY_FIELDS } from '../../document/identity.ts';
import { documentIdOf } from '../../document/ids.ts';
import { madeRevision, madeVector } from '../fixtures/made-revision.ts';
import type { PassageStore } from '../passage-store.ts';
import { type MakeStorePlace, searchWords, withStore } from './store-place.contract.ts';

const FILE = 'pump.pdf';
const ID = documentIdOf(FILE);
const evidence = {
  title: [
    {
      source: 'page' as const,
      words: 'Pmup manual',
      page: 1,
      boxes: [{ page: 1, x: 0.1, y: 0.1, width: 0.5, height: 0.05 }],
      property: null,
    },
  ],
};
const made = (title = 'Pmup manual', text = 'torque') =>
  madeRevision({
    docId: FILE,
    title,
    equipment: ['KP-40'],
    identity: { revision: 'B', evidence },
    passages: [{ id: 'p', text, rows: [{ id: 'r', cells: { Bolt: 'M8' } }] }],
  });

async function fact(store: PassageStore, field: string) {
  return (await store.stewardship.facts(ID))!.find((each) => each.field === field);
}

const finds = async (store: PassageStore, word: string) => (await searchWords(store, word)).length;

export function stewardshipContract(make: MakeStorePlace): void {
  describe('corrections', () => {
    it(
      'shows every fact with its guess and the evidence for it',
      withStore(make, async (store) => {
        expect(await store.stewardship.facts(ID)).toBeNull();
        await store.commit(made());
        const facts = (await store.stewardship.facts(ID))!;
        expect(facts.map(({ field }) => field)).toEqual([...IDENTITY_FIELDS]);
        expect(facts[0]).toEqual({
          field: 'title',
          value: 'Pmup manual',
          guess: 'Pmup manual',
          evidence: evidence.title,
          corrected: false,
        });
        expect(await fact(store, 'maker')).toEqual({ field: 'maker', value: null, guess: null, evidence: [], corrected: false });
      }),
    );

    it(
      'stand in place of the guess everywhere: list, words, filters; and keep the vectors',
      withStore(make, async (store, place) => {
        await store.commit(made());
        await store.vectors.put('m@1', 8, [{ key: { documentId: ID, passageId: 'p' }, vector: madeVector(0) }]);
        const set = {
          title: '泵手册 Impeller',
          revision: null,
          type: 'datasheet',
          equipment: ['KP-41'],
          aliases: ['P-101', 'kp 41'],
        } as const;
        await store.stewardship.correct(ID, { set: { ...set, equipment: [...set.equipment], aliases: [...set.aliases] } });
        const other = await place.open();
        for (const each of [store, other]) {
          const summary = (await each.catalogue.get(ID))!;
          expect(summary).toMatchObject({ title: set.title, revision: null, type: 'datasheet', equipment: ['KP-41', 'P-101'], vectors: 1 });
          expect(summary.corrected).toEqual(['title', 'revision', 'type', 'equipment', 'aliases']);
          expect([await finds(each, 'impeller'), await finds(each, 'Pmup')]).toEqual([2, 0]);
          for (const name of ['p101', 'KP 41'])
            expect(await searchWords(each, 'torque', { filter: { equipment: [name] } })).not.toEqual([]);
          expect(await searchWords(each, 'torque', { filter: { equipment: ['KP-40'] } })).toEqual([]);
          expect(await searchWords(each, 'torque', { filter: { types: ['datasheet'] } })).not.toEqual([]);
          expect((await each.passages([{ documentId: ID, passageId: 'p' }]))[0]!.document.title).toBe(set.title);
        }
        expect(await fact(store, 'title')).toMatchObject({ value: set.title, guess: 'Pmup manual', corrected: true });
        expect(await store.vectors.pending(5)).toEqual([]);
      }),
    );

    it(
      'survive another revision of the file and its removal, and give way to the guess when they are cleared',
      withStore(make, async (store) => {
        await store.commit(made());
        await store.stewardship.correct(ID, { set: { title: 'Pump manual', revision: 'C' } });
        await store.stewardship.correct(ID, { set: { maker: 'Kestrel' } });
        await store.commit(made('Pmup manual, 2nd', 'other torque'));
        expect(await store.catalogue.get(ID)).toMatchObject({ title: 'Pump manual', revision: 'C', maker: 'Kestrel' });
        expect(await fact(store, 'title')).toMatchObject({ guess: 'Pmup manual, 2nd' });
        await store.remove(ID);
        await store.commit(made());
        expect(await store.catalogue.get(ID)).toMatchObject({ title: 'Pump manual', revision: 'C', maker: 'Kestrel' });
        await store.stewardship.correct(ID, { clear: ['title', 'revision', 'maker'] });
        expect(await store.catalogue.get(ID)).toMatchObject({ title: 'Pmup manual', revision: 'B', maker: null, corrected: [] });
        expect(await finds(store, 'Pmup')).toBe(2);
      }),
    );

    it(
      'say nothing of other documents, and refuse unknown ones',
      withStore(make, async (store) => {
        await store.commit(made());
        await store.commit(madeRevision({ docId: 'other.pdf', title: 'Other', passages: [] }));
        await store.stewardship.correct(ID, { set: { title: 'Changed' } });
        expect(await store.catalogue.get(documentIdOf('other.pdf'))).toMatchObject({ title: 'Other', corrected: [] });
        await expect(store.stewardship.correct('nowhere', { set: { title: 'x' } })).rejects.toMatchObject({ code: 'not_found' });
      }),
    );

    it(
      'change what supersedes what, at once and whole',
      withStore(make, async (store) => {
        const identity = { documentNumber: 'D-1' };
        for (const [docId, revision] of [
          ['old.pdf', 'B'],
          ['new.pdf', 'D'],
        ] as const)
          await store.commit(
            madeRevision({
              docId,
              title: 'Pump',
              equipment: ['KP-40'],
              fingerprint: docId,
              identity: { ...identity, revision },
              passages: [],
            }),
          );
        const current = async () => (await store.catalogue.list()).filter((each) => each.supersededBy === null).map(({ file }) => file);
        expect(await current()).toEqual(['new.pdf']);
        await store.stewardship.correct(documentIdOf('new.pdf'), { set: { revision: 'A' } });
        expect(await current()).toEqual(['old.pdf']);
        await store.stewardship.correct(documentIdOf('new.pdf'), { set: { documentNumber: 'D-2' } });
        expect(await current()).toEqual(['new.pdf', 'old.pdf']);
        await store.stewardship.correct(documentIdOf('new.pdf'), { clear: ['documentNumber', 'revision'] });
        expect(await current()).toEqual(['new.pdf']);
      }),
    );
  });
}
