import { describe, expect, it } from 'vitest';
import { embedderContract } from './embedder.contract.ts';
import { LettersEmbedder } from './fixtures/letters-embedder.ts';
import { LazyEmbedder } from './lazy-embedder.ts';

const parts = { id: 'letters@1', dimensions: 32, maxTextsPerCall: 16 };

embedderContract('LazyEmbedder', async () => new LazyEmbedder({ ...parts, open: async () => new LettersEmbedder() }));

describe('LazyEmbedder', () => {
  it('loads once, with the first text, and tries again after a failure', async () => {
    let opened = 0;
    const open = async () => {
      opened += 1;
      if (opened === 1) throw new Error('no memory');
      return new LettersEmbedder();
    };
    const lazy = new LazyEmbedder({ ...parts, open });
    expect(await lazy.embed([], 'query')).toEqual([]);
    expect(opened).toBe(0);
    await expect(lazy.embed(['a'], 'query')).rejects.toThrow('no memory');
    await Promise.all([lazy.embed(['a'], 'query'), lazy.embed(['b'], 'query')]);
    expect(opened).toBe(2);
  });

  it('closes what it opened, also while that is still loading', async () => {
    const inner = new LettersEmbedder();
    const lazy = new LazyEmbedder({ ...parts, open: async () => inner });
    const work = lazy.embed(['a'], 'query').catch((error: unknown) => error);
    await lazy.close();
    await work;
    await expect(inner.embed(['a'], 'query')).rejects.toMatchObject({ code: 'embedder_unavailable' });
  });
});
