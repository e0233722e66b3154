import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { appendFile, mkdir, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { documentIdOf } from '../../document/ids.ts';
import { searchWords } from '../contract/store-place.contract.ts';
import { madeRevision, madeVector } from '../fixtures/made-revision.ts';
import { type OpenedStore, openStore, type StoreChoice } from '../open-store.ts';
import { QdrantServer } from '../qdrant/fixtures/qdrant-server.ts';
import { backUp } from './back-up.ts';
import { restoreBackup } from './restore-store.ts';

const SQLITE: StoreChoice = { kind: 'sqlite' };
let server: QdrantServer;
let qdrant: StoreChoice;
let folder: string;
let file: string;
const opened: OpenedStore[] = [];

beforeAll(async () => {
  server = await QdrantServer.start();
  qdrant = { kind: 'qdrant', urls: [server.url], apiKey: null, collection: 'test', shards: 1, replicas: 1, timeoutMs: 10_000 };
});
afterAll(() => server.stop());
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'millwright-backup-'));
  file = path.join(folder, 'plant.tar.gz');
});
afterEach(async () => {
  for (const store of opened.splice(0)) await store.close();
  await rm(folder, { recursive: true, force: true });
});

const data = (name: string) => path.join(folder, name);

async function open(choice: StoreChoice, name: string): Promise<OpenedStore> {
  await mkdir(data(name), { recursive: true });
  const store = await openStore(choice, { folder: data(name), dimensions: () => 8, expected: true });
  opened.push(store);
  return store;
}

const revision = (docId: string, edition: number) => {
  const passages = Array.from({ length: 40 }, (_, index) => ({ id: `${edition}-${index}`, text: `common part ${index} 泵 \ud83d` }));
  return madeRevision({ docId, title: `Edition${edition}`, fingerprint: `${docId} ${edition}`, passages });
};

/** Two documents with vectors, a correction, a setting, and the file that one was read from. */
async function fill(choice: StoreChoice, name: string): Promise<OpenedStore> {
  const store = await open(choice, name);
  for (const docId of ['a.pdf', 'b.pdf']) {
    const made = revision(docId, 0);
    await store.commit(made);
    const entries = made.passages.map(({ id }, axis) => ({
      key: { documentId: documentIdOf(docId), passageId: id },
      vector: madeVector(axis),
    }));
    await store.vectors.put('m@1', 8, entries);
  }
  await store.stewardship.correct(documentIdOf('a.pdf'), { set: { maker: 'Kestrel' } });
  await store.catalogue.settings.set('greeting', 'hello');
  await mkdir(path.join(data(name), 'files', 'aa'), { recursive: true });
  await writeFile(path.join(data(name), 'files', 'aa', 'original.pdf'), 'the original');
  await writeFile(path.join(data(name), 'files', 'empty'), '');
  return store;
}

async function answers(store: OpenedStore) {
  const found = await searchWords(store, 'part 7', { vector: madeVector(3), limit: 500 });
  const units = new Map(found.map(({ key, dense }) => [`${key.documentId} ${key.passageId}`, dense?.toFixed(4)]));
  return [units, await store.catalogue.list(), await store.catalogue.settings.get('greeting'), await store.vectors.counts()];
}

const back = (store: OpenedStore, name: string) => backUp({ store, dataFolder: data(name), file, version: '0.1.0' });
const restore = (choice: StoreChoice, name: string, force = false) => restoreBackup({ file, dataFolder: data(name), choice, force });

describe('backup and restore', () => {
  for (const [name, choiceOf, otherOf] of [
    ['the embedded store', () => SQLITE, () => qdrant],
    ['Qdrant', () => qdrant, () => SQLITE],
  ] as const) {
    it(`bring ${name} back as it was, also into the other`, async () => {
      const store = await fill(choiceOf(), 'plant');
      const before = await answers(store);
      expect(await back(store, 'plant')).toMatchObject({ documents: 2, passages: 80, vectors: 80 });
      await expect(back(store, 'plant')).rejects.toMatchObject({ code: 'bad_request' });
      for (const [index, choice] of [choiceOf(), otherOf()].entries()) {
        await restore(choice, `again-${index}`);
        expect(await answers(await open(choice, `again-${index}`))).toEqual(before);
        expect(await readFile(path.join(data(`again-${index}`), 'files', 'aa', 'original.pdf'), 'utf8')).toBe('the original');
      }
      expect((await readdir(folder)).filter((each) => each.startsWith('.'))).toEqual([]);
      expect((await readdir(data('again-0'))).filter((each) => each.startsWith('.'))).toEqual([]);
    });

    it(`bring ${name} back with every score as it was, though documents came while passages grew longer, and many are alike`, async () => {
      const store = await open(choiceOf(), 'plant');
      const fill = async (docId: string, words: number, ids: string) => {
        const text = (part: number) => `common part ${part % 7} ${docId.slice(0, 1)}${'wxyz'[part % 4]}${'seal bolt '.repeat(words)}`;
        await store.commit(
          madeRevision({ docId, passages: Array.from({ length: 12 }, (_, part) => ({ id: ids + part, text: text(part) })) }),
        );
      };
      for (const [index, docId] of ['a.pdf', 'b.pdf', 'c.pdf', 'd.pdf'].entries()) await fill(docId, 1 + index * 3, 'first');
      await fill('b.pdf', 2, 'second');
      const asked = async (from: OpenedStore) =>
        Promise.all(['common', 'seal', 'part 3', 'bolt part 5'].map((words) => searchWords(from, words, { limit: 10 })));
      const before = await asked(store);
      expect(before.flat().length).toBeGreaterThanOrEqual(40);
      await back(store, 'plant');
      await restore(choiceOf(), 'again');
      const again = await open(choiceOf(), 'again');
      expect(await asked(again)).toEqual(before);
      expect(await again.contents.lengths()).toEqual(await store.contents.lengths());
    });

    it(`takes one state of ${name} while documents are committed`, async () => {
      const store = await fill(choiceOf(), 'plant');
      const other = await open(choiceOf(), 'plant');
      let writing = true;
      const write = async () => {
        for (let edition = 1; writing; edition += 1) {
          for (const docId of ['a.pdf', 'b.pdf']) await other.commit(revision(docId, edition));
          await new Promise(setImmediate);
        }
      };
      const writer = write();
      try {
        await back(store, 'plant');
      } finally {
        writing = false;
        await writer;
      }
      await restore(SQLITE, 'again');
      const again = await open(SQLITE, 'again');
      const found = await searchWords(again, 'common', { limit: 1_000 });
      expect(found).toHaveLength(80);
      const editions = new Map(found.map(({ key }) => [key.documentId, new Set<string>()]));
      for (const { key } of found) editions.get(key.documentId)!.add(key.passageId.split('-')[0]!);
      for (const each of editions.values()) expect(each.size).toBe(1);
      const [a, b] = ['a.pdf', 'b.pdf'].map((docId) => Number([...editions.get(documentIdOf(docId))!][0]));
      // "a" is committed before "b" each time: no other states were ever there.
      expect([0, 1]).toContain(a! - b!);
    });
  }

  it('restore only into an empty place, unless forced', async () => {
    const store = await fill(SQLITE, 'plant');
    const before = await answers(store);
    await back(store, 'plant');
    await store.commit(revision('c.pdf', 1));
    await expect(restore(SQLITE, 'plant')).rejects.toMatchObject({ code: 'bad_request', message: expect.stringContaining('--force') });
    expect(await store.catalogue.list()).toHaveLength(3);
    await store.close();
    await restore(SQLITE, 'plant', true);
    expect(await answers(await open(SQLITE, 'plant'))).toEqual(before);
  });

  it('refuse a file that is cut off, changed, newer or none, and touch nothing', async () => {
    await back(await fill(SQLITE, 'plant'), 'plant');
    const whole = await readFile(file);
    const plain = gunzipSync(whole);
    const changed = Buffer.from(plain);
    changed[plain.length - 6_000]! ^= 1;
    const listed = plain.toString('latin1').replace('"format": 2', '"format": 9');
    const sum = plain.toString('latin1', 148, 156);
    const damaged: [Buffer, string][] = [
      [whole.subarray(0, whole.length - 2_000), 'file_damaged'],
      [Buffer.from(whole).fill(7, 900, 960), 'file_damaged'],
      [gzipSync(changed), 'file_damaged'],
      [gzipSync(plain.subarray(0, plain.length - 4_096)), 'file_damaged'],
      [gzipSync(Buffer.from(listed, 'latin1')), 'store_newer'],
      [gzipSync('hello'), 'file_damaged'],
      [Buffer.from('no archive at all'), 'file_damaged'],
      [Buffer.alloc(0), 'file_damaged'],
    ];
    expect(sum).toMatch(/^\d{6}/);
    for (const [index, [content, code]] of damaged.entries()) {
      await writeFile(file, content);
      await expect(restore(SQLITE, `again-${index}`), `${index}`).rejects.toMatchObject({ code });
      expect(await readdir(data(`again-${index}`))).toEqual([]);
    }
    await rm(file);
    await expect(restore(SQLITE, 'again')).rejects.toMatchObject({ code: 'file_missing' });
    await writeFile(file, whole);
    await truncate(file, whole.length);
    await appendFile(file, '');
    await restore(SQLITE, 'again');
    expect(await (await open(SQLITE, 'again')).catalogue.list()).toHaveLength(2);
  });

  it('leave nothing half done where they are killed', async () => {
    const store = await fill(SQLITE, 'plant');
    await writeFile(path.join(data('plant'), 'files', 'large'), Buffer.alloc(60_000_000, 'abcdefgh'));
    const script = path.join(import.meta.dirname, 'fixtures', 'run-backup.ts');
    const killed = async (...args: string[]) => {
      const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', script, ...args], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      await once(child.stdout!, 'data');
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 300));
      child.kill('SIGKILL');
      await once(child, 'exit');
    };
    await killed('backup', data('plant'), file);
    if (existsSync(file)) await rm(file);
    await back(store, 'plant');
    await killed('restore', data('again'), file);
    if (!existsSync(path.join(data('again'), 'millwright.db'))) await restore(SQLITE, 'again');
    expect(await answers(await open(SQLITE, 'again'))).toEqual(await answers(store));
    expect((await readFile(path.join(data('again'), 'files', 'large'))).length).toBe(60_000_000);
  });
});
