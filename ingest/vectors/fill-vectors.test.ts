import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LettersEmbedder, letterVector } from '../../knowledge/embed/fixtures/letters-embedder.ts';
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

describe('reindexVectors', () => {
  /** Counts what it embeds, and gives way to `between` after each call. */
  function counting(id: string, between: () => Promise<unknown> = async () => undefined): LettersEmbedder & { texts: number } {
    const embedder = Object.assign(new LettersEmbedder(id), { texts: 0 });
    const { embed } = embedder;
    embedder.embed = async (texts, ...rest) => {
      embedder.texts += texts.length;
      const vectors = await embed.call(embedder, texts, ...rest);
      await between();
      return vectors;
    };
    return embedder;
  }
  const nearestTo = async (text: string) =>
    (await store.search({ terms: [], keys: [], vector: letterVector(text), limit: 3 })).map(({ key }) => key.passageId);

  beforeEach(() => fillVectors({ store, embedder: new LettersEmbedder() }));

  it('makes all vectors anew while the former ones are searched, and switches at the end', async () => {
    const before = await nearestTo('part 42');
    const seen: (string | null)[] = [];
    const progress: number[] = [];
    const embedder = counting('letters@2', async () => {
      seen.push(store.vectors.embedderId());
      expect(await nearestTo('part 42')).toEqual(before);
    });
    expect(await reindexVectors({ store, embedder, onProgress: ({ done }) => progress.push(done) })).toBe(true);
    expect(new Set(seen)).toEqual(new Set(['letters@1']));
    expect(embedder.texts).toBe(PASSAGES);
    expect([progress[0], progress.at(-1)]).toEqual([0, PASSAGES]);
    expect(store.vectors.embedderId()).toBe('letters@2');
    expect(await store.vectors.counts()).toEqual({ passages: PASSAGES, vectors: PASSAGES });
    expect(await nearestTo('part 42')).toEqual(before);
  });

  it('goes on where it was cancelled; another embedder begins anew', async () => {
    const stop = new AbortController();
    const first = counting('letters@2', async () => stop.abort());
    expect(await reindexVectors({ store, embedder: first, signal: stop.signal })).toBe(false);
    expect(store.vectors.embedderId()).toBe('letters@1');
    const { vectors } = await store.vectors.next.counts();
    expect(vectors).toBe(first.texts);
    const second = counting('letters@2');
    await reindexVectors({ store, embedder: second });
    expect(second.texts).toBe(PASSAGES - vectors);

    const again = new AbortController();
    await reindexVectors({ store, embedder: counting('letters@3', async () => again.abort()), signal: again.signal });
    const other = counting('letters@4');
    await reindexVectors({ store, embedder: other });
    expect(other.texts).toBe(PASSAGES);
    expect(store.vectors.embedderId()).toBe('letters@4');
  });

  it('waits for passages that are stored meanwhile', async () => {
    let rounds = 0;
    const embedder = counting('letters@2', async () => {
      rounds += 1;
      if (rounds === 4)
        await store.commit(madeRevision({ docId: 'b.pdf', fingerprint: 'b'.repeat(64), passages: [{ id: 'late', text: 'late' }] }));
    });
    expect(await reindexVectors({ store, embedder })).toBe(true);
    expect(await store.vectors.counts()).toEqual({ passages: PASSAGES + 1, vectors: PASSAGES + 1 });
  });

  it('leaves what is searched as it was where the embedder fails', async () => {
    const embedder = counting('letters@2', () => Promise.reject(new MillwrightError('Away.', { code: 'embedder_unavailable' })));
    await expect(reindexVectors({ store, embedder })).rejects.toMatchObject({ code: 'embedder_unavailable' });
    expect(store.vectors.embedderId()).toBe('letters@1');
    expect(await store.vectors.counts()).toEqual({ passages: PASSAGES, vectors: PASSAGES });
  });
});
