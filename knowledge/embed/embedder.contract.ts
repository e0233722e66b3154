import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Embedder } from './embedder.ts';

const ENGLISH = 'Tighten the casing bolts to 45 N·m in a crosswise order.';
const CHINESE = '请按对角顺序以 45 N·m 的扭矩拧紧泵壳螺栓。';
const ODD = ['', ' ', '\n\t', '😀', '\u0000', 'a\ud83d', '\udc00b', '"\\u', '\u200b', 'x'.repeat(600)];

export function cosine(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, value, index) => sum + value * b[index]!, 0);
}

/** What every Embedder must do, through the interface alone. `open` is called once, and once more for the test of closing.
 *  `longCharacters`: how long a long text is; slow runtimes may be given less, but more than their model takes at once. */
export function embedderContract(name: string, open: () => Promise<Embedder>, { longCharacters = 10_000 } = {}): void {
  describe(`${name} keeps the contract of Embedder`, () => {
    let embedder: Embedder;
    beforeAll(async () => {
      embedder = await open();
    });
    afterAll(() => embedder.close());
    const one = async (text: string, kind: 'query' | 'passage' = 'passage') => (await embedder.embed([text], kind))[0]!;

    it('gives a unit vector of its dimensions for every text, however odd', async () => {
      const vectors = await embedder.embed([ENGLISH, CHINESE, ...ODD], 'passage');
      expect(vectors).toHaveLength(ODD.length + 2);
      for (const vector of [...vectors, await one(ENGLISH, 'query')]) {
        expect(vector).toBeInstanceOf(Float32Array);
        expect(vector).toHaveLength(embedder.dimensions);
        expect(Math.hypot(...vector)).toBeCloseTo(1, 4);
      }
    });

    it('gives nothing for no texts', async () => {
      expect(await embedder.embed([], 'passage')).toEqual([]);
      expect(await embedder.embed([], 'query')).toEqual([]);
    });

    it('gives the same vector for the same text: again, alone or in any batch, in the order of the texts', async () => {
      const texts = [CHINESE, ENGLISH, 'Oil', `${ENGLISH} ${CHINESE} `.repeat(3), ENGLISH];
      const together = await embedder.embed(texts, 'passage');
      for (const [index, text] of texts.entries()) expect(cosine(together[index]!, await one(text))).toBeGreaterThan(0.999);
      const again = await embedder.embed(texts.toReversed(), 'passage');
      for (const [index, vector] of again.toReversed().entries()) expect(cosine(together[index]!, vector)).toBeGreaterThan(0.999);
      expect(cosine(together[0]!, together[1]!)).toBeLessThan(0.999);
      expect(await one(ENGLISH, 'query')).toEqual(await one(ENGLISH, 'query'));
    });

    it('hands out vectors that belong to the caller', async () => {
      const vector = await one(ENGLISH, 'query');
      const copy = vector.slice();
      vector.fill(0);
      expect(await one(ENGLISH, 'query')).toEqual(copy);
    });

    it('takes more texts than one call should carry', async () => {
      const texts = Array.from({ length: embedder.maxTextsPerCall + 3 }, (_, index) => `P${index}`);
      const vectors = await embedder.embed(texts, 'passage');
      expect(vectors).toHaveLength(texts.length);
      expect(cosine(vectors.at(-1)!, await one(texts.at(-1)!))).toBeGreaterThan(0.999);
    });

    it('embeds a long text whole: its end counts', async () => {
      const text = `${ENGLISH} `.repeat(longCharacters / ENGLISH.length);
      const otherEnd = text.slice(0, 0.9 * text.length) + CHINESE.repeat(text.length / 250);
      const [plain, ended] = await embedder.embed([text, otherEnd], 'passage');
      expect(cosine(plain!, ended!)).toBeLessThan(0.999);
      expect(cosine(plain!, ended!)).toBeGreaterThan(0.2);
    });

    it('answers several calls at once, each with its own', async () => {
      const texts = [ENGLISH, CHINESE, 'Oil', 'Seal'];
      const calls = await Promise.all(texts.map((text) => one(text)));
      for (const [index, text] of texts.entries()) expect(cosine(calls[index]!, await one(text))).toBeGreaterThan(0.999);
    });

    it('stops at a signal, before or during the work, and works on afterwards', async () => {
      await expect(embedder.embed([ENGLISH], 'passage', AbortSignal.abort())).rejects.toMatchObject({ code: 'cancelled' });
      const stop = new AbortController();
      const many = Array.from({ length: 400 }, (_, index) => `${ENGLISH} ${index}`);
      const work = embedder.embed(many, 'passage', stop.signal);
      setImmediate(() => stop.abort());
      await expect(work).rejects.toMatchObject({ code: 'cancelled' });
      expect(await embedder.embed([ENGLISH], 'passage')).toHaveLength(1);
    });

    it('tells its model apart by its id, and ends when it is closed', async () => {
      const another = await open();
      expect(another.id).toBe(embedder.id);
      expect(another.id).toMatch(/.@./);
      await another.close();
      await another.close();
      await expect(another.embed([ENGLISH], 'query')).rejects.toMatchObject({ code: 'embedder_unavailable' });
      expect(await embedder.embed([ENGLISH], 'query')).toHaveLength(1);
    });
  });
}
