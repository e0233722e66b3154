import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { documentIdOf } from '../../document/ids.ts';
import { searchWords } from '../contract/store-place.contract.ts';
import { madeRevision, madeVector } from '../fixtures/made-revision.ts';
import type { OpenedStore } from '../open-store.ts';
import type { Candidate } from '../passage-store.ts';
import { QdrantPlace } from '../qdrant/fixtures/qdrant-place.ts';
import { QdrantServer } from '../qdrant/fixtures/qdrant-server.ts';
import { SqlitePassageStore } from '../sqlite/sqlite-passage-store.ts';
import { moveStore } from './move-store.ts';

const id = documentIdOf;
let server: QdrantServer;
let folder: string;
let place: QdrantPlace;
let source: OpenedStore;
const opened: OpenedStore[] = [];

beforeAll(async () => {
  server = await QdrantServer.start();
});
afterAll(() => server.stop());
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'millwright-move-'));
  place = await QdrantPlace.make(server);
  source = await sqlite('source.db');
  await fill(source);
});
afterEach(async () => {
  for (const store of opened.splice(0)) await store.close();
  await place.dispose();
  await rm(folder, { recursive: true, force: true });
});

async function sqlite(file: string): Promise<OpenedStore> {
  const store = await SqlitePassageStore.open({ path: path.join(folder, file) });
  opened.push(store);
  return store;
}

/** Two revisions of one manual, of which a person corrected one; a verdict, settings, odd texts; one passage without its vector. */
async function fill(store: OpenedStore): Promise<void> {
  const passages = (text: string) =>
    Array.from({ length: 12 }, (_, index) => ({
      id: `p${index}`,
      text: `${text} number ${index} \u0000 \ud83d ${'filler words '.repeat(index)}`,
      codes: [`c${index}`],
      rows: [{ id: `r${index}`, keys: [`k${index}`], cells: { Part: `${text} row ${index}` } }],
    }));
  for (const [docId, revision] of [
    ['b.pdf', 'B'],
    ['c.pdf', 'C'],
    ['x.pdf', null],
  ] as const) {
    const identity = { documentNumber: docId === 'x.pdf' ? null : 'OM-1', revision };
    const made = madeRevision({
      docId,
      title: 'Pump manual',
      equipment: ['KP-40'],
      fingerprint: docId,
      identity,
      passages: passages(`pump ${docId}`),
    });
    await store.commit(made);
    const entries = made.passages
      .slice(docId === 'x.pdf' ? 1 : 0)
      .map((passage, axis) => ({ key: { documentId: id(docId), passageId: passage.id }, vector: madeVector(axis) }));
    await store.vectors.put('m@1', 8, entries);
  }
  await store.stewardship.correct(id('c.pdf'), { set: { title: 'Kestrel manual', maker: 'Kestrel' } });
  await store.stewardship.judge({ newer: id('x.pdf'), older: id('c.pdf'), verdict: 'both_current' });
  await store.catalogue.settings.set('greeting', 'hello');
}

/** What both stores say of the same questions. */
async function answers(store: OpenedStore) {
  const searches = [
    await searchWords(store, 'pump row 3', { keys: ['k3', 'c4'], vector: madeVector(2), limit: 100 }),
    await searchWords(store, 'kestrel', { filter: { revisions: 'all' }, limit: 100 }),
  ];
  const rounded = searches.map(
    (found) =>
      new Map(
        found.map(({ key, recordId, lexical, dense, matchedKeys }) => [
          `${key.documentId} ${key.passageId} ${recordId}`,
          [lexical.toPrecision(4), dense?.toFixed(4), matchedKeys],
        ]),
      ),
  );
  return [
    rounded,
    await store.catalogue.list(),
    await store.stewardship.facts(id('c.pdf')),
    await store.stewardship.verdicts(id('x.pdf')),
    await store.catalogue.settings.get('greeting'),
  ];
}

describe('moveStore', () => {
  it('carries everything into Qdrant and back, with equal answers, and leaves the source as it was', async () => {
    const before = await answers(source);
    const version = await source.catalogue.version();
    const qdrant = await place.open();
    const steps = new Set<string>();
    const there = (await moveStore({ from: source, to: qdrant, resume: false, onProgress: ({ step }) => steps.add(step) }))!;
    expect(there).toMatchObject({ documents: 3, kept: 0, passages: 36, records: 36, vectors: 35 });
    expect(there.overlap).toBeGreaterThan(0.8);
    expect([...steps]).toEqual(['documents', 'checking', 'questions']);
    expect(await answers(qdrant)).toEqual(before);
    expect(await qdrant.checkIntegrity()).toBe('ok');

    const again = await sqlite('again.db');
    const back = (await moveStore({ from: qdrant, to: again, resume: false }))!;
    expect(back.checksum).toBe(there.checksum);
    expect(await answers(again)).toEqual(before);
    expect(await source.catalogue.version()).toBe(version);
  });

  it('stops where it is, goes on from there, and follows what changed at the source', async () => {
    const qdrant = await place.open();
    const stop = new AbortController();
    const onProgress = ({ done }: { done: number }) => done === 2 && stop.abort();
    expect(await moveStore({ from: source, to: qdrant, resume: false, signal: stop.signal, onProgress })).toBeNull();
    expect(await qdrant.contents.documentIds()).toHaveLength(2);
    const refused = { code: 'bad_request', message: expect.stringContaining('--resume') };
    await expect(moveStore({ from: source, to: qdrant, resume: false })).rejects.toMatchObject(refused);
    await source.remove(id('b.pdf'));
    expect(await moveStore({ from: source, to: qdrant, resume: true })).toMatchObject({ documents: 2, kept: 1 });
    expect(await answers(qdrant)).toEqual(await answers(source));
    expect(await moveStore({ from: source, to: qdrant, resume: true })).toMatchObject({ documents: 2, kept: 2 });
  });

  it('scores as the embedded store does, to four digits', async () => {
    const plain = await sqlite('plain.db');
    for (let index = 0; index < 8; index += 1) {
      const passages = Array.from({ length: 9 }, (_, at) => ({
        id: `p${at}`,
        text: `pump ${index % 3} part ${at % 4} ${'of many more words '.repeat(at * index)}`,
        path: [`Section ${at % 2}`],
        rows: [{ id: `r${at}`, cells: { [`Part ${index}`]: `pump seal ${at}`, Torque: `${at} N·m` } }],
      }));
      await plain.commit(madeRevision({ docId: `${index}.pdf`, title: `Manual ${index}`, passages }));
    }
    const qdrant = await place.open();
    expect(await moveStore({ from: plain, to: qdrant, resume: false })).not.toBeNull();
    for (const words of ['seal section 1', 'part 3 torque', 'manual 5 pump']) {
      const [expected, found] = [await searchWords(plain, words, { limit: 300 }), await searchWords(qdrant, words, { limit: 300 })];
      const scores = new Map(found.map((each) => [nameOf(each), each.lexical]));
      expect(found).toHaveLength(expected.length);
      for (const each of expected) expect(scores.get(nameOf(each))! / each.lexical).toBeCloseTo(1, 4);
    }
  });

  it('says so where what was moved is not what was there', async () => {
    const other = await sqlite('other.db');
    await moveStore({ from: source, to: other, resume: false });
    const { ingestedAt } = (await other.catalogue.get(id('b.pdf')))!;
    await other.commit(madeRevision({ docId: 'b.pdf', title: 'Pump manual', equipment: ['KP-40'], fingerprint: 'b.pdf', passages: [] }));
    await other.contents.keepTime(id('b.pdf'), ingestedAt);
    const spoiled = { code: 'store_damaged', message: expect.stringContaining('b.pdf') };
    await expect(moveStore({ from: { ...lying(other), contents: source.contents }, to: other, resume: true })).rejects.toMatchObject(
      spoiled,
    );
  });
});

function nameOf({ key, recordId }: Candidate): string {
  return `${key.documentId}/${key.passageId}/${recordId}`;
}

/** A source whose list says that all is there already. */
function lying(store: OpenedStore): OpenedStore {
  return { ...store, place: 'a list', catalogue: store.catalogue } as OpenedStore;
}
