import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { LettersEmbedder, letterVector } from '../../knowledge/embed/fixtures/letters-embedder.ts';
import { madeRevision } from '../../knowledge/store/fixtures/made-revision.ts';
import { SqlitePassageStore } from '../../knowledge/store/sqlite/sqlite-passage-store.ts';
import { fillVectors } from './fill-vectors.ts';

const PROGRAM = path.join(import.meta.dirname, 'fixtures', 'reindex-slowly.ts');
const PASSAGES = 200;
const KILLS = 3;

let folder: string;
let store: SqlitePassageStore;
const file = () => path.join(folder, 'knowledge.db');
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'millwright-reindex-'));
  store = await SqlitePassageStore.open({ path: file() });
  const passages = Array.from({ length: PASSAGES }, (_, index) => ({ id: `p${index}`, text: `part ${index}` }));
  await store.commit(madeRevision({ docId: 'a.pdf', passages }));
  await fillVectors({ store, embedder: new LettersEmbedder() });
});
afterAll(async () => {
  await store.close();
  await rm(folder, { recursive: true, force: true });
});

const nearest = async () =>
  (await store.search({ terms: [], keys: [], vector: letterVector('part 42'), limit: 5 })).map(({ key }) => key.passageId);

/** Runs the program, kills it once it has made `kill` more vectors than it found (null: lets it end); gives all that it told. */
async function run(kill: number | null): Promise<number[]> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', PROGRAM, file(), kill === null ? '0' : '30'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  const told: number[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    told.push(Number(line));
    expect(await nearest()).toHaveLength(5);
    if (kill !== null && Number(line) >= told[0]! + kill) child.kill('SIGKILL');
  }
  await ended;
  return told;
}

it('reindex, killed in the middle, leaves the former vectors in use, and goes on when it runs again', async () => {
  const before = await nearest();
  let made = 0;
  for (let kill = 0; kill < KILLS; kill += 1) {
    const told = await run(32);
    expect(told[0]).toBe(made);
    ({ vectors: made } = await store.vectors.next.counts());
    expect(made).toBeGreaterThan(told[0]!);
    expect(made).toBeLessThan(PASSAGES);
    expect(store.vectors.embedderId()).toBe('letters@1');
    expect(store.vectors.next.embedderId()).toBe('letters@2');
    expect(await store.vectors.counts()).toEqual({ passages: PASSAGES, vectors: PASSAGES });
    expect(await nearest()).toEqual(before);
    expect(await store.checkIntegrity()).toBe('ok');
  }
  const told = await run(null);
  expect(told[0]).toBe(made);
  expect(told.at(-1)).toBe(PASSAGES);
  expect(store.vectors.embedderId()).toBe('letters@2');
  expect(await store.vectors.counts()).toEqual({ passages: PASSAGES, vectors: PASSAGES });
  expect(await nearest()).toEqual(before);
  expect(await store.checkIntegrity()).toBe('ok');
});
