import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { documentIdOf } from '../../document/ids.ts';
import { madeVector } from '../fixtures/made-revision.ts';
import { EDITION_FILE, EDITION_PASSAGES } from './fixtures/commit-forever.ts';
import { REVISION_PASSAGES } from './fixtures/supersede-forever.ts';
import { SqlitePassageStore } from './sqlite-passage-store.ts';

const writerOf = (name: string) => path.join(import.meta.dirname, 'fixtures', `${name}.ts`);
const ROUNDS = 12;
/** A writer is killed within so long after its first commit: the time of several. */
const LONGEST_LIFE_MS = 250;

let folder: string;
let file: string;
const running: ChildProcess[] = [];

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'millwright-crash-'));
  file = path.join(folder, 'knowledge.db');
});
afterEach(async () => {
  for (const child of running.splice(0)) child.kill('SIGKILL');
  await rm(folder, { recursive: true, force: true });
});

async function startWriter(name: string): Promise<ChildProcess> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', writerOf(name), file], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  running.push(child);
  await once(child.stdout!, 'data');
  child.stdout!.resume();
  return child;
}

/** All that one search finds is of one edition, and that edition is whole: passages, rows, keys, words, and no vector of another. */
async function expectOneWholeEdition(store: SqlitePassageStore): Promise<void> {
  const found = await store.search({
    terms: [{ token: 'common', weight: 1 }],
    keys: ['px1'],
    vector: madeVector(1, 16),
    limit: 10 * EDITION_PASSAGES,
  });
  expect(new Set(found.map(({ key }) => key.passageId.split('-')[0])).size).toBe(1);
  expect(found).toHaveLength(2 * EDITION_PASSAGES);
  expect(found.every(({ lexical, matchedKeys }) => lexical > 0 && matchedKeys.length === 1)).toBe(true);
  const vectors = found.filter(({ recordId, dense }) => recordId === null && dense !== null).length;
  expect(vectors % 50).toBe(0);
}

/** All that one search finds is of one revision, whole; and the list, the counts and the search say the same of it. */
async function expectOneCurrentRevision(store: SqlitePassageStore): Promise<Set<string>> {
  const found = await store.search({ terms: [{ token: 'common', weight: 1 }], keys: ['px1'], limit: 10 * REVISION_PASSAGES });
  const revisions = new Set(found.map(({ key }) => key.passageId.split('-')[0]!));
  expect(revisions.size).toBe(1);
  expect(found).toHaveLength(2 * REVISION_PASSAGES);
  const list = await store.catalogue.list();
  expect(list.filter(({ supersededBy }) => supersededBy === null)).toHaveLength(1);
  expect(list.length === 1 || list.some(({ supersedes }) => supersedes.length === 1)).toBe(true);
  expect(await store.catalogue.frequencies(['common'])).toEqual({ passages: REVISION_PASSAGES, counts: [REVISION_PASSAGES] });
  return revisions;
}

describe('SqlitePassageStore beside a writer', () => {
  it('reads whole editions while another process commits, and after it was killed at any moment', async () => {
    let reader: SqlitePassageStore | null = null;
    for (let round = 0; round < ROUNDS; round += 1) {
      const writer = await startWriter('commit-forever');
      reader ??= await SqlitePassageStore.open({ path: file });
      const end = Date.now() + Math.random() * LONGEST_LIFE_MS;
      while (Date.now() < end) {
        await expectOneWholeEdition(reader);
        await wait(1);
      }
      writer.kill('SIGKILL');
      await once(writer, 'exit');
      await expectOneWholeEdition(reader);
      const afterCrash = await SqlitePassageStore.open({ path: file });
      await expectOneWholeEdition(afterCrash);
      expect(await afterCrash.checkIntegrity()).toBe('ok');
      await afterCrash.close();
    }
    expect(await reader!.catalogue.list()).toMatchObject([{ id: documentIdOf(EDITION_FILE), passages: EDITION_PASSAGES }]);
    await reader!.close();
  });

  it('shows one revision of a document, whole, while a later one comes and goes, and after the writer was killed at any moment', async () => {
    const seen = new Set<string>();
    let reader: SqlitePassageStore | null = null;
    for (let round = 0; round < ROUNDS; round += 1) {
      const writer = await startWriter('supersede-forever');
      reader ??= await SqlitePassageStore.open({ path: file });
      const end = Date.now() + Math.random() * LONGEST_LIFE_MS;
      while (Date.now() < end) {
        for (const revision of await expectOneCurrentRevision(reader)) seen.add(revision);
        await wait(1);
      }
      writer.kill('SIGKILL');
      await once(writer, 'exit');
      const afterCrash = await SqlitePassageStore.open({ path: file });
      await expectOneCurrentRevision(afterCrash);
      expect(await afterCrash.checkIntegrity()).toBe('ok');
      await afterCrash.close();
    }
    expect([...seen].sort()).toEqual(['B', 'C']);
    await reader!.close();
  });

  it('opens one new file from several processes at once', async () => {
    const script = `const { SqlitePassageStore } = await import(${JSON.stringify(path.join(import.meta.dirname, 'sqlite-passage-store.ts'))});
      const store = await SqlitePassageStore.open({ path: ${JSON.stringify(file)} });
      await store.catalogue.settings.set('opened:' + process.pid, 'yes');
      await store.close();`;
    const children = Array.from({ length: 4 }, () =>
      spawn(process.execPath, ['--disable-warning=ExperimentalWarning', '--input-type=module', '-e', script], {
        stdio: ['ignore', 'ignore', 'inherit'],
      }),
    );
    running.push(...children);
    const codes = await Promise.all(children.map(async (child) => (await once(child, 'exit'))[0] as number));
    expect(codes).toEqual([0, 0, 0, 0]);
    const store = await SqlitePassageStore.open({ path: file });
    expect(await store.catalogue.settings.keys('opened:')).toHaveLength(4);
    await store.close();
  });
});
