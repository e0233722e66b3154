import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LettersEmbedder } from '../../knowledge/embed/fixtures/letters-embedder.ts';
import { MillwrightError } from '../../knowledge/errors.ts';
import { madeRevision } from '../../knowledge/store/fixtures/made-revision.ts';
import { SqlitePassageStore } from '../../knowledge/store/sqlite/sqlite-passage-store.ts';
import { fillVectors, reindexVectors } from './fill-vectors.ts';

const PASSAGES = 100;
let folder: string;
let store: SqlitePassageStore;

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'millwright-fill-'));
  store = await SqlitePassageStore.open({ path: path.join(folder, 'knowledge.db') });
  const passages = Array.from({ length: PASSAGES }, (_, index) => ({ id: `p${index}`, text: `part ${index}` }));
  await store.commit(madeRevision({ docId: 'a.pdf', passages }));
});
afterEach(async () => {
  await store.close();
  await rm(folder, { recursive: true, force: true });
});

describe('fillVectors', () => {
  it('gives every passage its vector, and says how far it is', async () => {
    const progress: number[] = [];
    await fillVectors({ store, embedder: new LettersEmbedder(), onProgress: ({ done }) => progress.push(done) });
    expect(await store.vectors.counts()).toEqual({ passages: PASSAGES, vectors: PASSAGES });
    expect(progress[0]).toBe(0);
    expect(progress).toEqual(progress.toSorted((a, b) => a - b));
    expect(progress.at(-1)).toBe(PASSAGES);
  });

  it('goes on after an embedder that fails, where it stopped', async () => {
    const embedder = new LettersEmbedder();
    const { embed } = embedder;
    let calls = 0;
    embedder.embed = async (...given) => {
      calls += 1;
      if (calls === 3) throw new MillwrightError('The endpoint is down.', { code: 'embedder_unavailable', retryable: true });
      return embed.apply(embedder, given);
    };
    await expect(fillVectors({ store, embedder })).rejects.toMatchObject({ code: 'embedder_unavailable' });
    const { vectors } = await store.vectors.counts();
    expect(vectors).toBeGreaterThan(0);
    expect(vectors).toBeLessThan(PASSAGES);
    await fillVectors({ store, embedder });
    expect(await store.vectors.counts()).toEqual({ passages: PASSAGES, vectors: PASSAGES });
  });

  it('refuses another embedder before it embeds anything, and names the way out', async () => {
    await fillVectors({ store, embedder: new LettersEmbedder() });
    const other = new LettersEmbedder('letters@2');
    other.embed = () => Promise.reject(new RangeError('asked'));
    const mismatch = { code: 'embedder_mismatch', message: expect.stringContaining('millwright reindex') };
    await expect(fillVectors({ store, embedder: other })).rejects.toMatchObject(mismatch);
  });

  it('makes all vectors anew with another embedder where it is asked to', async () => {
    await fillVectors({ store, embedder: new LettersEmbedder() });
    await reindexVectors({ store, embedder: new LettersEmbedder('letters@2') });
    expect(store.vectors.embedderId()).toBe('letters@2');
    expect(await store.vectors.counts()).toEqual({ passages: PASSAGES, vectors: PASSAGES });
  });

  it('ends quietly when it is cancelled', async () => {
    await fillVectors({ store, embedder: new LettersEmbedder(), signal: AbortSignal.abort() });
    const stop = new AbortController();
    await fillVectors({ store, embedder: new LettersEmbedder(), signal: stop.signal, onProgress: ({ done }) => done > 0 && stop.abort() });
    const { vectors } = await store.vectors.counts();
    expect(vectors).toBeGreaterThan(0);
    expect(vectors).toBeLessThan(PASSAGES);
  });

  it('may run twice at once', async () => {
    const other = await SqlitePassageStore.open({ path: path.join(folder, 'knowledge.db') });
    await Promise.all([store, other].map((each) => fillVectors({ store: each, embedder: new LettersEmbedder() })));
    expect(await store.vectors.counts()).toEqual({ passages: PASSAGES, vectors: PASSAGES });
    await other.close();
  });
});
