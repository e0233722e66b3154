import type { ChildProcess } from 'node:child_process';
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
/** Every fifth kill comes by the clock, so that starting and opening are hit too. All others come by what has happened:
 *  on a busy machine a life counted in time may end before anything was stored. */
const KILLS_BY_CLOCK = 5;
/** After the event that a kill waits for, up to so long: within a commit as well as between two. */
const LONGEST_DELAY_MS = 150;
/** After so many kills it begins again with nothing: by then most words are in. */
const KILLS_A_START = 5;
/** A look takes about as long: the ingest is to have the machine, too. */
const BETWEEN_LOOKS_MS = 200;
/** More passages than any sample has. */
const ALL = 100_000;

type Whole = { passages: PassageKey[]; records: number; fingerprint: string };

let folder: string;
/** What an undisturbed ingest of the samples gives, by file. */
const whole = new Map<string, Whole>();
let originals: string[];
/** How long reading takes here, and how many events it tells. */
let undisturbed: { ms: number; events: number };

const storeOf = (data: string) => SqlitePassageStore.open({ path: path.join(data, 'millwright.db') });

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'millwright-killed-'));
  const data = path.join(folder, 'undisturbed');
  const started = performance.now();
  const { code, stdout } = await runCli('ingest', SAMPLES, '--json', '--no-wait', '--data', data);
  undisturbed = { ms: performance.now() - started, events: stdout.trim().split('\n').length };
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

/** Resolves at a random moment of a life that tells its events on stdout; early ones oftener, since each start goes on
 *  where the one before was killed. */
function momentOf({ stdout }: ChildProcess, number: number): Promise<unknown> {
  if (number % KILLS_BY_CLOCK === 0) return wait(Math.random() * undisturbed.ms);
  let events = 1 + Math.floor(Math.random() ** 2 * undisturbed.events);
  return new Promise<void>((resolve) => {
    stdout!.on('data', (text: string) => {
      events -= text.split('\n').length - 1;
      if (events <= 0) resolve();
    });
  }).then(() => wait(Math.random() * LONGEST_DELAY_MS));
}

/** Lets an ingest live until a random moment (or its end), looking at the knowledge all the time, and kills it. */
async function ingestAndKill(data: string, reader: SqlitePassageStore, number: number): Promise<void> {
  const { child, ended } = startCli(['ingest', SAMPLES, '--json', '--data', data]);
  const killed = momentOf(child, number).then(() => child.kill('SIGKILL'));
  let running = true;
  void ended.then(() => {
    running = false;
  });
  while (running) {
    await expectNoHalfDocument(reader);
    await wait(BETWEEN_LOOKS_MS);
  }
  await Promise.race([killed, ended]);
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
        await ingestAndKill(data, reader, seen.length);
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
  }, 900_000);
});
