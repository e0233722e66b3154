import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { documentIdOf } from '../document/ids.ts';
import { madeRevision } from '../store/fixtures/made-revision.ts';
import { SqlitePassageStore } from '../store/sqlite/sqlite-passage-store.ts';
import { baseGlossary } from '../text/glossary/base-glossary.ts';
import { Glossary } from '../text/glossary/glossary.ts';
import { learnTerms } from './learn-terms.ts';
import { PlantGlossary } from './plant-glossary.ts';
import { PlantTerms } from './plant-terms.ts';

const BASE = [{ english: ['rated voltage'], chinese: ['额定电压'] }];
const MANUAL = madeRevision({
  docId: 'a.md',
  passages: [{ id: 'p1', text: 'The torch height controller (THC) is red.\n割炬调高器（THC）' }],
});

// Built once a process; that takes its time where the machine is busy.
beforeAll(() => void baseGlossary(), 60_000);

let folder: string;
let store: SqlitePassageStore;
let terms: PlantTerms;
let glossary: PlantGlossary;
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'millwright-terms-'));
  store = await SqlitePassageStore.open({ path: path.join(folder, 'millwright.db') });
  terms = new PlantTerms(store.terms, BASE);
  glossary = new PlantGlossary(store.terms, new Glossary(BASE));
  await store.commit(MANUAL);
  await learnTerms(store);
});
afterEach(async () => {
  await store.close();
  await rm(folder, { recursive: true });
});

const said = async (text: string) => (await glossary.current()).translate(text, 'en').found.map(({ ways }) => ways);

describe('the glossary of a plant', () => {
  it('lists what documents say, with the places', async () => {
    const { terms: mined } = await terms.list({ source: 'mined' });
    expect(mined).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          english: ['torch height controller', 'THC'],
          blocked: false,
          evidence: { rule: 'abbreviation', count: 1, places: [{ documentId: documentIdOf('a.md'), passageId: 'p1' }] },
        }),
      ]),
    );
    expect((await terms.list({ find: 'VOLT' })).terms).toMatchObject([{ source: 'base', chinese: ['额定电压'] }]);
    expect(await terms.list({ limit: 1, offset: 1 })).toMatchObject({ total: 3, terms: [{}] });
  });

  it('translates by them at once, and no more when the document has gone', async () => {
    expect(await said('torch height controller')).toEqual([['割炬调高器']]);
    await store.remove(documentIdOf('a.md'));
    expect(await said('torch height controller')).toEqual([]);
  });

  it('keeps what people say through re-ingest, before everything else', async () => {
    await terms.add({ english: ['THC'], chinese: ['弧压调高'], blocked: false });
    expect(await said('THC')).toEqual([['弧压调高', '割炬调高器']]);
    await store.commit(MANUAL);
    await learnTerms(store);
    expect(await said('THC')).toEqual([['弧压调高', '割炬调高器']]);
  });

  it('blocks a mined term that is removed, and takes the block back with the term added', async () => {
    const [pair] = (await terms.list({ source: 'mined', find: '割炬' })).terms;
    await terms.remove(pair!.id);
    expect(await said('THC')).toEqual([]);
    expect((await terms.list({ source: 'mined', find: '割炬' })).terms).toMatchObject([{ blocked: true }]);
    await terms.add({ english: ['THC'], chinese: ['割炬调高器'], blocked: false });
    expect(await said('THC')).toEqual([['割炬调高器']]);
    expect((await terms.list({ source: 'edited' })).total).toBe(1);
  });

  it('changes and removes what people said, and nothing else', async () => {
    const { id } = await terms.add({ english: ['chuck'], chinese: ['卡盘'], blocked: false });
    await terms.change(id, { english: ['chuck', 'jaw chuck'], chinese: ['卡盘'], blocked: false });
    expect(await said('jaw chuck')).toEqual([['卡盘']]);
    await terms.remove(id);
    expect(await said('jaw chuck')).toEqual([]);
    await expect(terms.remove(id)).rejects.toMatchObject({ code: 'not_found' });
    await expect(terms.change('nothing', { english: ['a', 'b'], chinese: [], blocked: false })).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  it('says the same once, and refuses to block what a person said', async () => {
    const first = await terms.add({ english: ['chuck'], chinese: ['卡盘'], blocked: false });
    expect((await terms.add({ english: ['Chuck'], chinese: ['卡盘'], blocked: false })).id).toBe(first.id);
    await expect(terms.add({ english: ['chuck'], chinese: ['卡盘'], blocked: true })).rejects.toMatchObject({ code: 'bad_request' });
  });
});

describe('CSV', () => {
  it('comes back as it went', async () => {
    await terms.importCsv('english,chinese,blocked\n"chuck; jaw chuck",卡盘,\nTHC,割炬调高器,yes\n', 'terms.csv');
    const csv = await terms.exportCsv('edited');
    const edits = await store.terms.edits();
    await store.terms.edit({ remove: edits.map(({ id }) => id) });
    expect(await terms.importCsv(csv, 'terms.csv')).toEqual({ terms: 2, added: 2 });
    expect(await terms.importCsv(csv, 'terms.csv')).toEqual({ terms: 2, added: 0 });
    expect(await said('jaw chuck')).toEqual([['卡盘']]);
    expect(await said('THC')).toEqual([]);
  });

  it.each([
    ['', /terms.csv line 1: the file is empty/],
    ['a,b\nx,y\n', /line 1: no column "english"/],
    ['english,chinese\nchuck,卡盘\n卡盘,卡盘\n', /line 3, column 1: "卡盘" holds Chinese/],
    ['english,chinese\nchuck,jaw\n', /line 2, column 2: "jaw" holds no Chinese/],
    ['english,chinese\nchuck,\n', /line 2: a term has two different names/],
    ['english,chinese,blocked\nchuck,卡盘,maybe\n', /line 2, column 3: "maybe"/],
    ['english,chinese,blocked\n"chuck;jaw",卡盘,yes\n', /line 2: a blocked pair has exactly two/],
    ['english,chinese\n"chuck,卡盘\n', /line [23]/],
  ])('refuses %j and says where', async (csv, message) => {
    await expect(terms.importCsv(csv, 'terms.csv')).rejects.toThrow(message);
    expect((await terms.list({ source: 'edited' })).total).toBe(0);
  });
});
