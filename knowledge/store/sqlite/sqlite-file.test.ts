import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { documentIdOf } from '../../document/ids.ts';
import { MillwrightError } from '../../errors.ts';
import { madeRevision } from '../fixtures/made-revision.ts';
import type { OpenOptions } from './open-database.ts';
import { SqlitePassageStore } from './sqlite-passage-store.ts';

let folder: string;
let file: string;
const opened: SqlitePassageStore[] = [];

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'millwright-file-'));
  file = path.join(folder, 'knowledge.db');
});
afterEach(async () => {
  for (const store of opened.splice(0)) await store.close();
  await rm(folder, { recursive: true, force: true });
});

async function open(options: Partial<OpenOptions> = {}): Promise<SqlitePassageStore> {
  const store = await SqlitePassageStore.open({ path: file, ...options });
  opened.push(store);
  return store;
}

/** About half a megabyte in the file. */
const large = (docId: string) =>
  madeRevision({ docId, passages: Array.from({ length: 200 }, (_, id) => ({ id: String(id), text: `pump ${docId} ${id} `.repeat(60) })) });
const small = (docId: string) => madeRevision({ docId, passages: [{ id: 'p', text: 'valve' }] });
const find = async (store: SqlitePassageStore, token: string) =>
  (await store.search({ terms: [{ token, weight: 1 }], keys: [], limit: 5 })).map(({ key }) => key.documentId);

async function failure(work: Promise<unknown>): Promise<MillwrightError> {
  const error = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(MillwrightError);
  expect((error as MillwrightError).message).not.toContain('\n');
  return error as MillwrightError;
}

describe('the file of SqlitePassageStore', () => {
  it('says in one line that it is full, changes nothing, and goes on when there is room again', async () => {
    const narrow = await open({ maxBytes: 900_000 });
    await narrow.commit(small('kept.pdf'));
    let committed = 0;
    const fill = async () => {
      for (; committed < 20; committed += 1) await narrow.commit(large(`${committed}.pdf`));
    };
    const error = await failure(fill());
    expect(error).toMatchObject({ code: 'store_full', retryable: true });
    expect(error.message).toContain(file);
    const files = ['kept.pdf', ...Array.from({ length: committed }, (_, index) => `${index}.pdf`)].sort();
    expect((await narrow.catalogue.list()).map((document) => document.file)).toEqual(files);
    expect(await narrow.catalogue.get(documentIdOf(`${committed}.pdf`))).toBeNull();
    expect(await find(narrow, 'valv')).toEqual([documentIdOf('kept.pdf')]);
    expect(await failure(narrow.commit(large('kept.pdf')))).toMatchObject({ code: 'store_full' });
    expect(await find(narrow, 'valv')).toEqual([documentIdOf('kept.pdf')]);
    expect(await narrow.checkIntegrity()).toBe('ok');

    const wide = await open();
    await wide.commit(large('late.pdf'));
    expect(await wide.catalogue.get(documentIdOf('late.pdf'))).toMatchObject({ passages: 200 });
    for (const document of files) await wide.remove(documentIdOf(document));
    await narrow.commit(small('again.pdf'));
    expect(await find(narrow, 'valv')).toEqual([documentIdOf('again.pdf')]);
  });

  it('refuses a file of a newer schema and leaves it as it is', async () => {
    await (await open()).close();
    const database = new DatabaseSync(file);
    database.exec('PRAGMA user_version = 999');
    database.close();
    expect(await failure(open())).toMatchObject({ code: 'store_newer', message: expect.stringContaining('999') });
    const again = new DatabaseSync(file);
    expect(again.prepare('PRAGMA user_version').get()).toEqual({ user_version: 999 });
    again.close();
  });

  it("refuses what is no database, and another program's database", async () => {
    await writeFile(file, 'This is a text, and no database at all. '.repeat(200));
    expect(await failure(open())).toMatchObject({ code: 'store_damaged', message: expect.stringContaining(file) });
    await rm(file);
    const foreign = new DatabaseSync(file);
    foreign.exec('CREATE TABLE documents (title TEXT)');
    foreign.close();
    expect(await failure(open())).toMatchObject({ code: 'store_damaged' });
    const again = new DatabaseSync(file);
    expect(again.prepare('SELECT count(*) AS tables FROM sqlite_schema').get()).toEqual({ tables: 1 });
    again.close();
  });

  it('says that a file is damaged, whatever is asked of it', async () => {
    const store = await open();
    for (let index = 0; index < 3; index += 1) await store.commit(large(`${index}.pdf`));
    await store.close();
    await truncate(file, 60_000);
    const work = async () => {
      const broken = await open();
      await broken.catalogue.list();
      await find(broken, 'pump');
      await broken.commit(large('0.pdf'));
    };
    expect(await failure(work())).toMatchObject({ code: 'store_damaged', message: expect.stringContaining('backup') });
  });

  it('says where it cannot be made', async () => {
    const nowhere = path.join(folder, 'no', 'such', 'folder', 'knowledge.db');
    expect((await failure(SqlitePassageStore.open({ path: nowhere }))).message).toContain(nowhere);
    expect(await failure(SqlitePassageStore.open({ path: folder }))).toBeInstanceOf(MillwrightError);
  });

  it('reads without writing where it is asked to', async () => {
    await (await open()).commit(small('a.pdf'));
    const reader = await open({ readOnly: true });
    expect(await find(reader, 'valv')).toEqual([documentIdOf('a.pdf')]);
    expect(await failure(reader.commit(small('b.pdf')))).toBeInstanceOf(MillwrightError);
  });
});
