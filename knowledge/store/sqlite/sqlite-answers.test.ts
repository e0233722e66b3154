import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SqliteAnswerShelf } from './sqlite-answers.ts';

let folder: string;
let file: string;
let shelves: SqliteAnswerShelf[] = [];
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'millwright-answers-'));
  file = path.join(folder, 'answers.db');
});
afterEach(async () => {
  for (const shelf of shelves) await shelf.close();
  shelves = [];
  await rm(folder, { recursive: true, force: true });
});

function open(most = 100): SqliteAnswerShelf {
  const shelf = new SqliteAnswerShelf({ path: file, most });
  shelves.push(shelf);
  return shelf;
}

const answer = (id: string, question = `question ${id}`) => ({
  id,
  askedAt: '2026-01-02T03:04:05.000Z',
  question,
  content: JSON.stringify({ id, text: '扭矩 25 N·m' }),
});

describe('SqliteAnswerShelf', () => {
  it('gives back what was kept, also to who opens it next, and makes no file before', async () => {
    const shelf = open();
    expect(await shelf.get('a')).toBeNull();
    expect(await shelf.list(10)).toEqual([]);
    expect(await shelf.remove('a')).toBe(false);
    expect(existsSync(file)).toBe(false);
    await shelf.keep(answer('a'));
    expect(await shelf.get('a')).toEqual(answer('a'));
    await shelf.close();
    const { content: _content, ...listed } = answer('a');
    const again = open();
    expect(await again.get('a')).toEqual(answer('a'));
    expect(await again.list(10)).toEqual([listed]);
  });

  it('keeps the newest and lists them newest first', async () => {
    const shelf = open(3);
    for (const id of ['a', 'b', 'c', 'd', 'e']) await shelf.keep(answer(id));
    expect((await shelf.list(10)).map(({ id }) => id)).toEqual(['e', 'd', 'c']);
    expect((await shelf.list(1)).map(({ id }) => id)).toEqual(['e']);
    expect(await shelf.get('b')).toBeNull();
    await open(1).keep(answer('f'));
    expect((await shelf.list(10)).map(({ id }) => id)).toEqual(['f']);
  });

  it('keeps none where none are to be kept', async () => {
    await open(0).keep(answer('a'));
    expect(existsSync(file)).toBe(false);
  });

  it('does not grow beyond what the kept ones need', async () => {
    const shelf = open(20);
    const kept = (count: number) => ({ ...answer(String(count)), content: `${count} `.repeat(20_000) });
    for (let count = 0; count < 60; count += 1) await shelf.keep(kept(count));
    const pages = () => {
      const database = new DatabaseSync(file, { readOnly: true });
      const { page_count: count } = database.prepare('PRAGMA page_count').get() as { page_count: number };
      database.close();
      return count;
    };
    const before = pages();
    for (let count = 60; count < 240; count += 1) await shelf.keep(kept(count));
    expect(pages()).toBeLessThanOrEqual(before + 2);
  });

  it('takes two writers at once', async () => {
    const [one, two] = [open(), open()];
    for (let count = 0; count < 20; count += 1) await Promise.all([one.keep(answer(`a${count}`)), two.keep(answer(`b${count}`))]);
    expect(await one.list(100)).toHaveLength(40);
    expect(await two.get('a7')).toEqual(answer('a7'));
  });

  it('leaves no word of what was removed in any file', async () => {
    const shelf = open();
    await shelf.keep(answer('a', 'who opened valve seventeen'));
    await shelf.keep(answer('b', 'an innocent question'));
    const words = () => readdirSync(folder).map((name) => readFileSync(path.join(folder, name), 'latin1'));
    expect(words().join()).toContain('valve seventeen');
    expect(await shelf.remove('a')).toBe(true);
    expect(words().join()).not.toContain('valve seventeen');
    expect(await shelf.clear()).toBe(1);
    expect(words().join()).not.toContain('innocent');
  });

  it('says what is wrong with a file that it cannot use', async () => {
    await writeFile(file, 'no database, but long enough to be looked at as one. '.repeat(50));
    await expect(open().keep(answer('a'))).rejects.toMatchObject({ code: 'store_damaged' });
    await rm(file);
    const newer = new DatabaseSync(file);
    newer.exec('PRAGMA user_version = 9');
    newer.close();
    await expect(open().keep(answer('a'))).rejects.toMatchObject({ code: 'store_newer' });
    const closed = open();
    await closed.close();
    await expect(closed.list(1)).rejects.toMatchObject({ code: 'store_closed' });
  });
});
