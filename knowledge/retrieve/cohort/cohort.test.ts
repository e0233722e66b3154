import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { madeRevision } from '../../store/fixtures/made-revision.ts';
import { SqlitePassageStore } from '../../store/sqlite/sqlite-passage-store.ts';
import { Cohort } from './cohort.ts';
import type { CohortLanguage } from './cohort-file.ts';
import { cohortVectors } from './cohort-vectors.ts';

const EMBEDDER = 'e5-small-zh-en-q4@made';

let folder: string;
let store: SqlitePassageStore;
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'millwright-cohort-'));
  store = await SqlitePassageStore.open({ path: path.join(folder, 'millwright.db') });
});
afterEach(async () => {
  await store.close();
  await rm(folder, { recursive: true, force: true });
});

const dot = (a: Float32Array, b: Float32Array) => a.reduce((sum, value, index) => sum + value * b[index]!, 0);

/** Unit vectors around the cohort's questions, at distances of their own. */
function madeVectors(count: number, seed: number): Float32Array[] {
  const questions = cohortVectors(EMBEDDER, 'en')!;
  return Array.from({ length: count }, (_, number) => {
    const near = questions[(number * 7 + seed) % questions.length]!;
    const mixed = near.map((value, index) => value + 0.1 * Math.sin(index * (number + seed + 1)));
    const length = Math.sqrt(dot(mixed, mixed));
    return mixed.map((value) => value / length);
  });
}

async function fill(docId: string, language: 'en' | 'zh', vectors: readonly Float32Array[], embedder = EMBEDDER): Promise<void> {
  const passages = vectors.map((_, index) => ({ id: `p${index}`, text: `text ${index}` }));
  const revision = madeRevision({ docId, language, passages });
  await store.commit(revision);
  const entries = vectors.map((vector, index) => ({ key: { documentId: revision.documentId, passageId: `p${index}` }, vector }));
  await store.vectors.put(embedder, vectors[0]!.length, entries);
}

/** By definition: each question's highest cosine; of those the median, and how far the quartiles lie apart. */
function levelOf(language: CohortLanguage, vectors: readonly Float32Array[]) {
  const nearest = cohortVectors(EMBEDDER, language)!
    .map((question) => Math.max(...vectors.map((vector) => dot(question, vector))))
    .sort((a, b) => a - b);
  const quartile = (number: number) => {
    const place = (number / 4) * (nearest.length - 1);
    return nearest[Math.floor(place)]! + (place % 1) * (nearest[Math.ceil(place)]! - nearest[Math.floor(place)]!);
  };
  return { middle: quartile(2), spread: quartile(3) - quartile(1) };
}

function expectLevel(level: { middle: number; spread: number } | null, expected: { middle: number; spread: number }): void {
  expect(level!.middle).toBeCloseTo(expected.middle, 4);
  expect(level!.spread).toBeCloseTo(expected.spread, 4);
}

describe('Cohort', () => {
  it('asks each language in both languages: how near the nearest passages lie', async () => {
    const [english, chinese] = [madeVectors(30, 1), madeVectors(12, 5)];
    await fill('pump.md', 'en', english);
    await fill('泵.md', 'zh', chinese);
    const cohort = new Cohort(store);
    expectLevel(await cohort.level('en', 'en'), levelOf('en', english));
    expectLevel(await cohort.level('zh', 'en'), levelOf('zh', english));
    expectLevel(await cohort.level('en', 'zh'), levelOf('en', chinese));
    expectLevel(await cohort.level('other', 'zh'), levelOf('en', chinese));
    expect(await cohort.level('en', 'other')).toBeNull();
  });

  it('knows of what came and went, and says the same after a restart', async () => {
    const [first, second] = [madeVectors(10, 1), madeVectors(25, 9)];
    await fill('one.md', 'en', first);
    const cohort = new Cohort(store);
    expectLevel(await cohort.level('en', 'en'), levelOf('en', first));
    await fill('two.md', 'en', second);
    const both = await cohort.level('en', 'en');
    expectLevel(both, levelOf('en', [...first, ...second]));
    await store.close();
    store = await SqlitePassageStore.open({ path: path.join(folder, 'millwright.db') });
    const again = new Cohort(store);
    expect(await again.level('en', 'en')).toEqual(both);
    await store.remove((await store.catalogue.list()).find(({ file }) => file === 'one.md')!.id);
    expectLevel(await again.level('en', 'en'), levelOf('en', second));
  });

  it('says nothing without vectors, or of those of another embedder', async () => {
    expect(await new Cohort(store).level('en', 'en')).toBeNull();
    await fill('pump.md', 'en', madeVectors(3, 1), 'other-model@1');
    expect(await new Cohort(store).level('en', 'en')).toBeNull();
  });

  it('answers questions that come at once with one reckoning, and reckons anew after a failure', async () => {
    await fill('pump.md', 'en', madeVectors(5, 1));
    let searches = 0;
    let failing = true;
    const counting = Object.create(store, {
      search: {
        value: async (...args: Parameters<typeof store.search>) => {
          searches += 1;
          if (failing) throw new Error('the node is down');
          return store.search(...args);
        },
      },
    }) as SqlitePassageStore;
    const cohort = new Cohort(counting);
    await expect(cohort.level('en', 'en')).rejects.toThrow('the node is down');
    failing = false;
    searches = 0;
    await Promise.all([cohort.level('en', 'en'), cohort.level('en', 'en')]);
    expect(searches).toBe(cohortVectors(EMBEDDER, 'en')!.length);
  });
});
