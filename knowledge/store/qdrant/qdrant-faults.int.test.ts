import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { documentIdOf } from '../../document/ids.ts';
import { names, searchWords } from '../contract/store-place.contract.ts';
import { madeRevision, madeVector } from '../fixtures/made-revision.ts';
import type { PassageStore } from '../passage-store.ts';
import { EDITION_PASSAGES } from './fixtures/commit-to-qdrant.ts';
import { QdrantPlace } from './fixtures/qdrant-place.ts';
import { QdrantServer } from './fixtures/qdrant-server.ts';

const NOBODY = 'http://127.0.0.1:9';
const pump = madeRevision({ docId: 'a.pdf', passages: [{ id: 'p', text: 'pump', rows: [{ id: 'r', cells: { Part: 'pump' } }] }] });
const key = { documentId: documentIdOf('a.pdf'), passageId: 'p' };

let server: QdrantServer;
let place: QdrantPlace;
beforeAll(async () => {
  server = await QdrantServer.start({ apiKey: 'right' });
});
afterAll(() => server.stop());
beforeEach(async () => {
  place = await QdrantPlace.make(server);
});
afterEach(() => place.dispose());

const open = (options: Parameters<QdrantPlace['open']>[0] = {}) => place.open({ apiKey: 'right', ...options });
const asked = async (method: string, route: string) => {
  const answer = await fetch(server.url + route, { method, headers: { 'api-key': 'right' } });
  return (await answer.json()) as { result: { collections: { name: string }[]; points_count: number } };
};
/** Its name, where there is one. */
const collectionOf = async (catalogue: string, number: number) => {
  const { result } = await asked('GET', '/collections');
  return result.collections.map(({ name }) => name).filter((name) => name === `test-${catalogue}-${number}`);
};

describe('QdrantPassageStore says what is wrong', () => {
  it('with a server that is not there, and one that is no Qdrant', async () => {
    const nobody = { code: 'store_unreachable', retryable: true, message: expect.stringContaining('MILLWRIGHT_QDRANT_URL') };
    await expect(open({ urls: [NOBODY] })).rejects.toMatchObject(nobody);
  });

  it('with the key', async () => {
    const wrong = { code: 'store_unauthorized', message: expect.stringContaining('MILLWRIGHT_QDRANT_API_KEY') };
    for (const apiKey of ['wrong', '']) {
      const store = await open({ apiKey }).catch((error: unknown) => error);
      if (store instanceof Error) expect(store).toMatchObject(wrong);
      else await expect((store as PassageStore).commit(pump)).rejects.toMatchObject(wrong);
    }
  });

  it('with words that another version made, unless they are only read out', async () => {
    const store = await open();
    await store.commit(pump);
    const say = (version: number) => {
      const catalogue = new DatabaseSync(place.catalogue);
      catalogue.prepare(`UPDATE meta SET value = ? WHERE key = 'words-version'`).run(String(version));
      catalogue.close();
    };
    say(0);
    await expect(open()).rejects.toMatchObject({ code: 'store_older', message: expect.stringContaining('millwright migrate --to sqlite') });
    const read = await open({ readingOut: true });
    expect((await read.contents.document(key.documentId))?.revision.passages).toHaveLength(1);
    say(99);
    await expect(open()).rejects.toMatchObject({ code: 'store_newer' });
  });

  it('with a collection that is gone, or holds other vectors', async () => {
    const store = await open();
    await store.commit(pump);
    expect(await store.checkIntegrity()).toBe('ok');
    const [name] = await collectionOf(store.id, 1);
    await asked('DELETE', `/collections/${name}`);
    const gone = { code: 'store_damaged', message: expect.stringContaining(name!) };
    await expect(searchWords(store, 'pump')).rejects.toMatchObject(gone);
    await expect(open()).rejects.toMatchObject(gone);
    const shape = JSON.stringify({ vectors: { dense: { size: 16, distance: 'Cosine' } } });
    const headers = { 'api-key': 'right', 'content-type': 'application/json' };
    await fetch(`${server.url}/collections/${name}`, { method: 'PUT', headers, body: shape });
    await expect(open()).rejects.toMatchObject({ code: 'store_damaged', message: expect.stringContaining('16 dimensions') });
  });

  it('with a passage that is too large for one request, and keeps what was there', async () => {
    const store = await open();
    await store.commit(pump);
    const text = ' '.repeat(31_000_000);
    await expect(store.commit(madeRevision({ docId: 'a.pdf', passages: [{ id: 'p', text }] }))).rejects.toMatchObject({
      code: 'too_large',
    });
    expect(names(await searchWords(store, 'pump'))).toEqual(['p', 'p/r']);
  });

  it('when points were lost', async () => {
    const store = await open();
    await store.commit(pump);
    await store.commit(madeRevision({ docId: 'b.pdf', passages: [] }));
    const [name] = await collectionOf(store.id, 1);
    const headers = { 'api-key': 'right', 'content-type': 'application/json' };
    const filter = { must: [{ key: 'edition', match: { value: 1 } }] };
    await fetch(`${server.url}/collections/${name}/points/delete?wait=true`, { method: 'POST', headers, body: JSON.stringify({ filter }) });
    expect(await store.checkIntegrity()).toContain('0 of 2');
  });
});

describe('QdrantPassageStore and its points', () => {
  it('goes on at the next node where one is down', async () => {
    const store = await open({ urls: [NOBODY, server.url] });
    await store.commit(pump);
    for (let round = 0; round < 5; round += 1) expect(names(await searchWords(store, 'pump'))).toEqual(['p', 'p/r']);
  });

  it('does not know the vectors beforehand, and makes room for them with nothing lost', async () => {
    const store = await open({ dimensions: null });
    const other = await open({ dimensions: 16 });
    for (const docId of ['a.pdf', 'b.pdf']) await store.commit({ ...pump, documentId: documentIdOf(docId), docId });
    const before = await searchWords(store, 'pump');
    expect(before).toHaveLength(4);
    await store.vectors.put('m@1', 8, [{ key, vector: madeVector(0) }]);
    for (const each of [store, other]) {
      expect(await searchWords(each, 'pump')).toEqual(before);
      expect(await each.search({ terms: [], keys: [], vector: madeVector(0), limit: 5 })).toMatchObject([{ key }]);
    }
    expect(await store.checkIntegrity()).toBe('ok');
  });

  it('deletes points that nobody can be reading any more, and collections too', async () => {
    const store = await open({ times: { graceMs: 0, silenceMs: 0 } });
    await store.commit(pump);
    await store.vectors.next.put('m@2', 16, [{ key, vector: madeVector(0, 16) }]);
    const points = async (number: number) => {
      const [name] = await collectionOf(store.id, number);
      return name === undefined ? null : (await asked('GET', `/collections/${name}`)).result.points_count;
    };
    expect([await points(1), await points(2)]).toEqual([2, 2]);
    expect(await store.vectors.next.switchOver()).toBe(true);
    await new Promise((resolve) => setTimeout(resolve, 5));
    await store.commit({ ...pump, passages: pump.passages, records: [] });
    await new Promise((resolve) => setTimeout(resolve, 5));
    await store.remove(documentIdOf('nowhere.pdf'));
    await store.commit(madeRevision({ docId: 'b.pdf', passages: [] }));
    expect([await points(1), await points(2)]).toEqual([null, 1]);
  });

  it('survives kill -9 of the server after a commit, and answers as before', async () => {
    const store = await open();
    await store.commit(pump);
    await store.vectors.put('m@1', 8, [{ key, vector: madeVector(0) }]);
    const query = { vector: madeVector(0) };
    const before = await searchWords(store, 'pump', query);
    await server.kill();
    await expect(searchWords(store, 'pump', query)).rejects.toMatchObject({ code: 'store_unreachable' });
    await expect(store.commit(madeRevision({ docId: 'a.pdf', passages: [] }))).resolves.toBeUndefined();
    await expect(store.commit({ ...pump, docId: 'b.pdf' })).rejects.toMatchObject({ code: 'store_unreachable' });
    await server.startAgain();
    await store.commit(pump);
    await store.vectors.put('m@1', 8, [{ key, vector: madeVector(0) }]);
    expect(await searchWords(store, 'pump', query)).toEqual(before);
  });

  it('shows whole editions while another process commits, and after it was killed at any moment', async () => {
    const plain = await QdrantServer.start();
    const here = await QdrantPlace.make(plain);
    try {
      for (let round = 0; round < 2; round += 1) {
        const script = path.join(import.meta.dirname, 'fixtures', 'commit-to-qdrant.ts');
        const arguments_ = ['--disable-warning=ExperimentalWarning', script, here.catalogue, plain.url];
        const writer = spawn(process.execPath, arguments_, { stdio: ['ignore', 'pipe', 'inherit'] });
        await once(writer.stdout!, 'data');
        writer.stdout!.resume();
        const reader = await here.open({ dimensions: null });
        const end = Date.now() + Math.random() * 1_000;
        do {
          const found = await searchWords(reader, 'common', { limit: 10 * EDITION_PASSAGES });
          expect(new Set(found.map(({ key: { passageId } }) => passageId.split('-')[0])).size).toBe(1);
          expect(found).toHaveLength(EDITION_PASSAGES);
        } while (Date.now() < end);
        writer.kill('SIGKILL');
        await once(writer, 'exit');
        expect(await searchWords(reader, 'common', { limit: 10 * EDITION_PASSAGES })).toHaveLength(EDITION_PASSAGES);
        expect(await reader.checkIntegrity()).toBe('ok');
      }
    } finally {
      await here.dispose();
      await plain.stop();
    }
  });
});
