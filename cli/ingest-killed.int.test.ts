import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PassageKey } from '../knowledge/store/passage-store.ts';
import { SqlitePassageStore } from '../knowledge/store/sqlite/sqlite-passage-store.ts';
import { runCli, startCli } from './fixtures/run-cli.ts';

const SAMPLES = path.resolve(import.meta.dirname, '..', 'samples', 'documents');
const KILLS = 20;
const SHORTEST_LIFE_MS = 50;
/** The most, on a machine that is busy; elsewhere the time that reading takes undisturbed. */
const LONGEST_LIFE_MS = 3_000;
/** After so many kills it begins again with nothing: by then most words are in. */
const KILLS_A_START = 5;
/** More passages than any sample has. */
const ALL = 100_000;

type Whole = { passages: PassageKey[]; records: number; fingerprint: string };

let folder: string;
/** What an undisturbed ingest of the samples gives, by file. */
const whole = new Map<string, Whole>();
let originals: string[];
/** How long reading takes here. */
let undisturbedMs: number;

const storeOf = (data: string) => SqlitePassageStore.open({ path: path.join(data, 'millwright.db') });

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'millwright-killed-'));
  const data = path.join(folder, 'undisturbed');
  const started = performance.now();
  const { code } = await runCli('ingest', SAMPLES, '--quiet', '--no-wait', '--data', data);
  undisturbedMs = performance.now() - started;
  expect(code).toBe(0);
  const store = await storeOf(data);
  const keys = Map.groupBy(await store.vectors.pending(ALL), ({ key }) => key.documentId);
  for (const { id, file, passages, records, fingerprint } of await store.catalogue.list()) {
    const own = (keys.get(id) ?? []).map(({ key }) => key);
    expect(own).toHaveLength(passages);
    whole.set(file, { passages: own, records, fingerprint });
  }
  await store.close();
  originals = await originalsIn(data);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function originalsIn(data: string): Promise<string[]> {
  const entries = await readdir(path.join(data, 'files'), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map(({ name }) => name)
    .sort();
}

/** Whatever is listed is whole, and whatever is found is listed. Returns how many documents there are. */
async function expectNoHalfDocument(store: SqlitePassageStore): Promise<number> {
  const terms = ['pump', 'oil', '报警', 'e407'].map((token) => ({ token, weight: 1 }));
  const found = await store.search({ terms, keys: [], limit: ALL });
  const list = await store.catalogue.list();
  const ids = new Set(list.map(({ id }) => id));
  for (const { key } of found) expect(ids).toContain(key.documentId);
  for (const { file, passages, records, fingerprint } of list) {
    const expected = whole.get(file)!;
    expect({ file, passages, records, fingerprint }).toEqual({ ...expected, file, passages: expected.passages.length });
    const [first] = expected.passages;
    if (first) expect(await store.catalogue.neighbours(first, ALL)).toEqual(expected.passages);
    expect(await store.passages(expected.passages)).toHaveLength(expected.passages.length);
  }
  return list.length;
}

/** Lets an ingest live for a random while, looking at the knowledge all the time, and kills it. */
async function ingestAndKill(data: string, reader: SqlitePassageStore): Promise<void> {
  const life = SHORTEST_LIFE_MS + Math.random() * Math.min(undisturbedMs, LONGEST_LIFE_MS);
  const { child, ended } = startCli(['ingest', SAMPLES, '--quiet', '--data', data]);
  const killed = wait(life).then(() => child.kill('SIGKILL'));
  let running = true;
  void ended.then(() => {
    running = false;
  });
  while (running) {
    await expectNoHalfDocument(reader);
    await wait(20);
  }
  await killed;
}

describe('millwright ingest, killed at any moment', () => {
  it('never shows half a document, and completes when it runs again', async () => {
    const seen: number[] = [];
    let data = '';
    for (let start = 0; start < KILLS / KILLS_A_START; start += 1) {
      data = path.join(folder, `start-${start}`);
      await mkdir(data);
      const reader = await storeOf(data);
      for (let kill = 0; kill < KILLS_A_START; kill += 1) {
        await ingestAndKill(data, reader);
        const afterwards = await storeOf(data);
        seen.push(await expectNoHalfDocument(afterwards));
        expect(await afterwards.checkIntegrity()).toBe('ok');
        await afterwards.close();
      }
      await reader.close();
    }
    expect(Math.max(...seen)).toBeGreaterThan(0);

    const { code } = await runCli('ingest', SAMPLES, '--quiet', '--data', data);
    expect(code).toBe(0);
    const store = await storeOf(data);
    expect(await expectNoHalfDocument(store)).toBe(whole.size);
    const { passages, vectors } = await store.vectors.counts();
    expect(vectors).toBe(passages);
    expect(await store.checkIntegrity()).toBe('ok');
    await store.close();
    expect(await originalsIn(data)).toEqual(originals);
  });
});
