import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Fault, RerankServer } from './fixtures/rerank-server.ts';
import { HttpReranker, type HttpRerankerOptions, RERANK_STYLES, type RerankStyle } from './http-reranker.ts';

const QUESTION = 'torque of the coupling bolts';
const TEXTS = ['Store the pump dry.', 'Coupling bolts: torque 25 N·m', '', 'The coupling'];
const EXPECTED = [1 / 6, 3 / 6, 0, 2 / 6];

let server: RerankServer;
beforeEach(async () => {
  server = await new RerankServer().listen();
});
afterEach(() => server.close());

function rerankerOf(style: RerankStyle, options: Partial<HttpRerankerOptions> = {}): HttpReranker {
  const url = `${server.base}${style === 'tei' ? '/rerank' : '/v1/rerank'}`;
  return new HttpReranker({ url, style, ...(style === 'cohere' && { model: 'bge-reranker' }), timeoutMs: 20_000, ...options });
}

describe.each(RERANK_STYLES)('HttpReranker in the form %s', (style) => {
  it('gives each text its score, in the order of the texts', async () => {
    const scores = await rerankerOf(style).rerank(QUESTION, TEXTS);
    for (const [index, score] of scores.entries()) expect(score).toBeCloseTo(EXPECTED[index]!, 6);
    expect(await rerankerOf(style).rerank(QUESTION, [])).toEqual([]);
    expect(server.bodies).toHaveLength(1);
    const [body] = server.bodies;
    expect(body).toEqual(
      style === 'tei'
        ? { query: QUESTION, texts: TEXTS, truncate: true }
        : { model: 'bge-reranker', query: QUESTION, documents: TEXTS, top_n: 4 },
    );
  });

  it('shows its key', async () => {
    await rerankerOf(style, { apiKey: 'secret' }).rerank(QUESTION, TEXTS);
    await rerankerOf(style).rerank(QUESTION, TEXTS);
    expect(server.keys).toEqual(['Bearer secret', undefined]);
  });

  const faults: [Fault, string][] = [
    ['status', 'reranker_unavailable'],
    ['breaks', 'reranker_unavailable'],
    ['no-json', 'reranker_misbehaved'],
    ['other-form', 'reranker_misbehaved'],
    ['too-few', 'reranker_misbehaved'],
    ['twice', 'reranker_misbehaved'],
    ['no-number', 'reranker_misbehaved'],
  ];
  it.each(faults)('says what is wrong with a server that fails by "%s"', async (fault, code) => {
    server.fault = fault;
    await expect(rerankerOf(style).rerank(QUESTION, TEXTS)).rejects.toMatchObject({ code, message: expect.stringContaining(server.base) });
    expect(server.bodies).toHaveLength(code === 'reranker_unavailable' ? 2 : 1);
  });

  it('asks a busy server once more', async () => {
    server.fault = 'once';
    server.status = 429;
    expect(await rerankerOf(style).rerank(QUESTION, TEXTS)).toHaveLength(4);
    expect(server.bodies).toHaveLength(2);
  });

  it('names the key, the address or the form that is refused, and asks no second time', async () => {
    server.fault = 'status';
    server.status = 401;
    await expect(rerankerOf(style).rerank(QUESTION, TEXTS)).rejects.toThrow('MILLWRIGHT_RERANKER_KEY');
    const elsewhere = rerankerOf(style, { url: `${server.base}/v9/rerank` });
    await expect(elsewhere.rerank(QUESTION, TEXTS)).rejects.toThrow('MILLWRIGHT_RERANKER_URL');
    expect(server.bodies).toHaveLength(2);
  });

  it('waits no longer than it may, and stops at a signal', async () => {
    server.fault = 'slow';
    const slow = rerankerOf(style, { timeoutMs: 150 }).rerank(QUESTION, TEXTS);
    await expect(slow).rejects.toMatchObject({ code: 'reranker_unavailable', message: expect.stringContaining('150 ms') });
    const stop = new AbortController();
    const work = rerankerOf(style).rerank(QUESTION, TEXTS, stop.signal);
    setTimeout(() => stop.abort(), 50);
    await expect(work).rejects.toMatchObject({ code: 'cancelled' });
  });
});

it('HttpReranker says where nobody listens', async () => {
  const away = rerankerOf('tei');
  await server.close();
  await expect(away.rerank(QUESTION, TEXTS)).rejects.toMatchObject({ code: 'reranker_unavailable', retryable: true });
  server = await new RerankServer().listen();
});
