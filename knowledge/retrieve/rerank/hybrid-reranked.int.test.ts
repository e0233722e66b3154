import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { LettersEmbedder } from '../../embed/fixtures/letters-embedder.ts';
import { madeRevision } from '../../store/fixtures/made-revision.ts';
import { SqlitePassageStore } from '../../store/sqlite/sqlite-passage-store.ts';
import { PlantGlossary } from '../../terms/plant-glossary.ts';
import { baseGlossary } from '../../text/glossary/base-glossary.ts';
import { HybridRetriever } from '../hybrid-retriever.ts';
import { type Fault, RerankServer } from './http/fixtures/rerank-server.ts';
import { HttpReranker } from './http/http-reranker.ts';

const QUESTION = 'seal of the pump: how is it stored over winter?';
const CHATTY = 'Pump seal, pump seal and pump seal again: the seal of the pump is a seal that belongs to a pump, as every pump has one.';
const CHATTY_SENT = `KP-40 manual\n${CHATTY}`;
const RIGHT = 'How it is stored over winter: dry and warm, of all that has been said here about it. The seal rests in its box on a shelf.';
const OTHERS = Array.from({ length: 8 }, (_, index) => ({
  id: `x${index}`,
  text: `Seal number ${index} of the pump lies in drawer ${index}.`,
}));

let folder: string;
let store: SqlitePassageStore;
let server: RerankServer;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'millwright-rerank-'));
  store = await SqlitePassageStore.open({ path: path.join(folder, 'knowledge.db') });
  const pump = (name: string, passages: { id: string; text: string }[]) =>
    madeRevision({ docId: `${name}.pdf`, title: `${name} manual`, equipment: [name], fingerprint: name.padEnd(64, '0'), passages });
  await store.commit(pump('KP-40', [{ id: 'chatty', text: CHATTY }, { id: 'right', text: RIGHT }, ...OTHERS]));
  await store.commit(pump('KP-60', [{ id: 'sibling', text: `${RIGHT} How is it stored, seal of the pump, over winter?` }]));
  server = await new RerankServer().listen();
});
beforeEach(() => {
  server.fault = 'none';
  server.taste = () => null;
  server.bodies.length = 0;
});
afterAll(async () => {
  await server.close();
  await store.close();
  await rm(folder, { recursive: true, force: true });
});

function retrieverWith(maxTexts: number | null): HybridRetriever {
  const reranker =
    maxTexts === null ? undefined : new HttpReranker({ url: `${server.base}/rerank`, style: 'tei', timeoutMs: 3_000, maxTexts });
  return new HybridRetriever({
    store,
    embedder: new LettersEmbedder(),
    glossary: new PlantGlossary(store.terms, baseGlossary()),
    ...(reranker && { reranker }),
  });
}
async function found(maxTexts: number | null, text = QUESTION) {
  const { hits, trace } = await retrieverWith(maxTexts).retrieve({ text, limit: 20, trace: true });
  return { hits, ids: hits.map(({ passage }) => passage.id), told: trace.find(({ stage }) => stage === 'rerank')?.data };
}

describe('HybridRetriever with a reranker', () => {
  it('orders the first passages by it, with its scores in trace and features; the rest stays below', async () => {
    const own = await found(null);
    expect(own.told).toBeUndefined();
    expect(own.ids.slice(3)).toContain('x5');
    server.taste = (text) => (text.includes('drawer 5') ? 0.99 : text === CHATTY_SENT ? 0.98 : null);
    const { hits, ids, told } = await found(24);
    expect(ids.toSorted()).toEqual(own.ids.toSorted());
    expect(ids.slice(0, 2)).toEqual(['x5', 'chatty']);
    expect(told).toMatchObject({ used: true, reranker: expect.stringContaining('127.0.0.1') });
    const places = (told!.hits as { passage: string; rerank: number; was: number }[]).map(({ passage, was }) => [passage, was]);
    expect(places).toEqual(ids.map((id) => [id, own.ids.indexOf(id) + 1]));
    for (const { features, score } of hits) expect([features.rerank, score].every(Number.isFinite)).toBe(true);
    const [body] = server.bodies as { texts: string[] }[];
    expect(body!.texts[0]).toMatch(/^KP-\d0 manual\n/);

    const few = await found(3);
    expect(few.ids.slice(3)).toEqual(own.ids.slice(3));
    expect(few.ids[0]).toBe('chatty');
    expect(few.ids.slice(0, 3).toSorted()).toEqual(own.ids.slice(0, 3).toSorted());
    expect(few.hits.map(({ score }) => score)).toEqual(few.hits.map(({ score }) => score).toSorted((a, b) => b - a));
    expect(few.hits.filter(({ features }) => 'rerank' in features)).toHaveLength(3);
  });

  it("does not let it bring a sibling machine's passage first", async () => {
    const { ids } = await found(24, `KP-40: ${QUESTION}`);
    expect(ids[0]).toBe('right');
  });

  it.each<Fault>(['slow', 'status', 'breaks', 'no-json', 'other-form', 'too-few', 'no-number'])(
    'keeps its own order where the server fails by "%s", and says so in the trace alone',
    async (fault) => {
      const own = await found(null);
      server.fault = fault;
      const { ids, hits, told } = await found(24);
      expect(ids).toEqual(own.ids);
      expect(hits.map(({ score }) => score)).toEqual(own.hits.map(({ score }) => score));
      expect(told).toMatchObject({ used: false, reason: expect.stringContaining(server.base) });
    },
  );

  it('stops at a signal', async () => {
    server.fault = 'slow';
    const stop = new AbortController();
    const work = retrieverWith(24).retrieve({ text: QUESTION, limit: 5 }, stop.signal);
    setTimeout(() => stop.abort(), 300);
    await expect(work).rejects.toMatchObject({ code: 'cancelled' });
  });
});
