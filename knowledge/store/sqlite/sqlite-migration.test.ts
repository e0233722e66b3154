import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { documentIdOf } from '../../document/ids.ts';
import { searchWords } from '../contract/store-place.contract.ts';
import { madeRevision, madeVector } from '../fixtures/made-revision.ts';
import { SCHEMA_VERSION } from './schema.ts';
import { SqlitePassageStore } from './sqlite-passage-store.ts';

/** Written by the code of schema version 1 (fixtures/README.md says how): revisions B and C of a pump manual, a Chinese one. */
const VERSION_1 = path.join(import.meta.dirname, 'fixtures', 'version-1.db.gz');
/** Written by the code of schema version 2: the same pump manuals, a correction, and a manual in traditional Chinese. */
const VERSION_2 = path.join(import.meta.dirname, 'fixtures', 'version-2.db.gz');
/** Written by the code of schema version 3: documents that were replaced and removed, and rows of theirs still counted. */
const VERSION_3 = path.join(import.meta.dirname, 'fixtures', 'version-3.db.gz');
const [B, C, OTHER] = ['kp-40-rev-b.pdf', 'kp-40-rev-c.pdf', '手册.md'];

let folder: string;
let file: string;
const opened: SqlitePassageStore[] = [];
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'millwright-migration-'));
  file = path.join(folder, 'knowledge.db');
  await writeFile(file, gunzipSync(await readFile(VERSION_1)));
});
afterEach(async () => {
  for (const store of opened.splice(0)) await store.close();
  await rm(folder, { recursive: true, force: true });
});

async function open(options: { readOnly?: boolean } = {}): Promise<SqlitePassageStore> {
  const store = await SqlitePassageStore.open({ path: file, ...options });
  opened.push(store);
  return store;
}

function userVersion(): number {
  const database = new DatabaseSync(file);
  const { user_version: version } = database.prepare('PRAGMA user_version').get() as { user_version: number };
  database.close();
  return version;
}

describe('a file of schema version 1', () => {
  it('is brought forward with all that it holds, and its revisions are told apart', async () => {
    expect(userVersion()).toBe(1);
    const store = await open();
    const list = await store.catalogue.list();
    expect(list.map(({ file: name, supersededBy }) => [name, supersededBy?.file ?? null])).toEqual([
      [B, C],
      [C, null],
      [OTHER, null],
    ]);
    expect(list[1]).toMatchObject({ title: 'KP-40 Manual', revision: 'C', equipment: ['KP-40'], maker: null, passages: 2, vectors: 2 });
    expect(list[2]!.warnings).toEqual([{ code: 'page_without_text', message: 'Page 2 holds no text.', page: 2 }]);
    expect((await store.stewardship.facts(documentIdOf(B)))![0]).toMatchObject({
      value: 'KP-40 Manual',
      guess: 'KP-40 Manual',
      evidence: [],
    });
    expect(await store.catalogue.settings.get('read:x')).toBe('kept');
    expect(await store.vectors.counts()).toEqual({ passages: 5, vectors: 2 });
    expect(await store.checkIntegrity()).toBe('ok');
    const found = async (filter: object) =>
      new Set((await searchWords(store, 'bolts', { keys: ['e407'], vector: madeVector(0), filter })).map(({ key }) => key.documentId));
    expect(await found({})).toEqual(new Set([documentIdOf(C)]));
    expect(await found({ revisions: 'all' })).toEqual(new Set([documentIdOf(B), documentIdOf(C)]));
  });

  it('goes on as any other: the same content keeps its vectors, and a second opening changes nothing', async () => {
    const first = await open();
    const version = await first.catalogue.version();
    const list = await first.catalogue.list();
    await first.close();
    const store = await open();
    expect(await store.catalogue.version()).toBe(version);
    expect(await store.catalogue.list()).toEqual(list);
    const [passage] = await store.passages([{ documentId: documentIdOf(C), passageId: 'torques' }]);
    await store.commit(
      madeRevision({ docId: C, title: 'KP-40 Manual', passages: [{ id: 'torques', text: passage!.text, path: passage!.sectionPath }] }),
    );
    expect(await store.catalogue.get(documentIdOf(C))).toMatchObject({ vectors: 1 });
    await store.remove(documentIdOf(B));
    expect(await store.checkIntegrity()).toBe('ok');
  });

  it('is not touched by a reader, who is told what to do', async () => {
    await copyFile(file, `${file}.before`);
    await expect(open({ readOnly: true })).rejects.toMatchObject({ code: 'store_older', message: expect.stringContaining(file) });
    expect(await readFile(file)).toEqual(await readFile(`${file}.before`));
  });

  it('stays as it was where bringing it forward fails', async () => {
    const database = new DatabaseSync(file);
    database.exec(`UPDATE documents SET summary = '{"broken": true}' WHERE file = '${OTHER}'`);
    database.close();
    await expect(open()).rejects.toThrow();
    expect(userVersion()).toBe(1);
  });

  it('is brought forward once, whoever opens it next', async () => {
    const stores = await Promise.all([open(), open(), open()]);
    const lists = await Promise.all(stores.map((store) => store.catalogue.list()));
    expect(lists[1]).toEqual(lists[0]);
    expect(userVersion()).toBe(SCHEMA_VERSION);
  });
});

describe('a file of schema version 2', () => {
  beforeEach(async () => writeFile(file, gunzipSync(await readFile(VERSION_2))));

  it('is brought forward with all that it holds', async () => {
    expect(userVersion()).toBe(2);
    const store = await open();
    expect(userVersion()).toBe(SCHEMA_VERSION);
    const list = await store.catalogue.list();
    expect(list.map(({ file: name, supersededBy, vectors }) => [name, supersededBy?.file ?? null, vectors])).toEqual([
      [B, C, 0],
      [C, null, 1],
      ['變頻器手冊.md', null, 0],
    ]);
    expect(list[1]).toMatchObject({ equipment: ['KP-40', 'P-101'], corrected: ['aliases'], revision: 'C' });
    expect(await store.catalogue.settings.get('read:x')).toBe('kept');
    expect(await store.checkIntegrity()).toBe('ok');
  });

  it('is found by simplified words and names, of current and of superseded documents', async () => {
    const store = await open();
    const found = async (words: string, filter: object) => (await searchWords(store, words, { filter })).map(({ key }) => key.documentId);
    const [chinese, b, c] = ['變頻器手冊.md', B!, C!].map(documentIdOf);
    expect(await found('变频器过载', {})).toContain(chinese);
    expect(await found('过载', { equipment: ['变频器一号'] })).toContain(chinese);
    expect(new Set(await found('bolts', {}))).toEqual(new Set([c]));
    expect(new Set(await found('bolts', { revisions: 'all' }))).toEqual(new Set([b, c]));
  });
});

describe('a file of schema version 3', () => {
  beforeEach(async () => {
    await writeFile(file, gunzipSync(await readFile(VERSION_3)));
  });

  it('is brought forward with all that it holds', async () => {
    const store = await open();
    expect(userVersion()).toBe(SCHEMA_VERSION);
    expect((await store.catalogue.list()).map(({ file: name, passages, vectors }) => [name, passages, vectors])).toEqual([
      ['fan.md', 2, 1],
      [B, 2, 0],
      [C, 2, 0],
    ]);
    expect(await store.catalogue.settings.get('read:x')).toBe('kept');
    expect(await store.checkIntegrity()).toBe('ok');
  });

  it('scores words as if its documents had been committed once', async () => {
    const scores = (store: SqlitePassageStore) =>
      Promise.all(
        (['current', 'all'] as const).map(async (revisions) =>
          (await searchWords(store, 'casing bolts leakage oil', { filter: { revisions } })).map(({ lexical }) => lexical),
        ),
      );
    const forward = await open();
    const fresh = await SqlitePassageStore.open({ path: path.join(folder, 'fresh.db') });
    opened.push(fresh);
    for (const { id } of await forward.catalogue.list()) await fresh.commit((await forward.contents.document(id))!.revision);
    expect(await scores(forward)).toEqual(await scores(fresh));
  });
});
