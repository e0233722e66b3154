import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { cosine, embedderContract } from '../embedder.contract.ts';
import { letterVector } from '../fixtures/letters-embedder.ts';
import { answerTo, EmbeddingServer, json } from './fixtures/embedding-server.ts';
import { OpenAiEmbedder, type OpenAiOptions } from './openai-embedder.ts';

let server: EmbeddingServer;
beforeAll(async () => {
  server = await new EmbeddingServer().listen();
});
afterEach(() => server.reset());
afterAll(() => server.close());

const open = (options: Partial<OpenAiOptions> = {}) =>
  OpenAiEmbedder.open({ baseUrl: server.baseUrl, model: 'letters', maxTextsPerCall: 16, retries: 2, ...options });

embedderContract('OpenAiEmbedder', () => open());

describe('OpenAiEmbedder', () => {
  it('asks for the dimensions once, and not at all where they are given', async () => {
    const embedder = await open();
    expect(embedder.dimensions).toBe(32);
    expect(embedder.id).toMatch(/^letters@127\.0\.0\.1:\d+\/32$/);
    expect(server.calls).toHaveLength(1);
    expect((await open({ dimensions: 32 })).id).toBe(embedder.id);
    expect(server.calls).toHaveLength(1);
  });

  it('sends key, prefixes and kind as configured', async () => {
    const embedder = await open({ dimensions: 32, apiKey: 'sk-test', prefixes: { query: 'query: ' }, sendInputType: true });
    await embedder.embed(['oil'], 'query');
    await embedder.embed(['oil', ''], 'passage');
    expect(server.calls).toMatchObject([
      { path: '/v1/embeddings', authorization: 'Bearer sk-test', model: 'letters', input: ['query: oil'], input_type: 'query' },
      { input: ['oil', ' '], input_type: 'passage' },
    ]);
  });

  it('splits many texts into calls of its size, in order', async () => {
    const embedder = await open({ dimensions: 32 });
    const texts = Array.from({ length: 40 }, (_, index) => 'abcdefgh'.repeat((index % 7) + 1).slice(index % 8));
    const vectors = await embedder.embed(texts, 'passage');
    expect(server.calls.map(({ input }) => input.length)).toEqual([16, 16, 8]);
    for (const [index, vector] of vectors.entries()) expect(cosine(vector, letterVector(texts[index]!))).toBeGreaterThan(0.999);
  });

  it('tells apart by its id what it puts before the texts', async () => {
    const ids = await Promise.all(
      [{}, { prefixes: { query: 'query: ' } }, { prefixes: { passage: 'query: ' } }, { sendInputType: true }].map(
        async (options) => (await open({ dimensions: 32, ...options })).id,
      ),
    );
    expect(new Set(ids).size).toBe(4);
  });

  it('asks a slow endpoint for half as much, and goes on so', async () => {
    server.misbehave = ({ input }) => (input.length > 5 ? new Promise<boolean>(() => {}) : false);
    const embedder = await open({ dimensions: 32, timeoutMs: 300 });
    const texts = Array.from({ length: 16 }, (_, index) => 'abcdefgh'.repeat(index + 1));
    const vectors = await embedder.embed(texts, 'passage');
    for (const [index, vector] of vectors.entries()) expect(cosine(vector, letterVector(texts[index]!))).toBeGreaterThan(0.999);
    const slow = server.calls.filter(({ input }) => input.length > 5).length;
    expect(slow).toBeLessThanOrEqual(3);
    await embedder.embed(texts, 'passage');
    expect(server.calls.filter(({ input }) => input.length > 5)).toHaveLength(slow);
  });

  it('splits long texts into calls that a server takes, one too long alone', async () => {
    const embedder = await open({ dimensions: 32 });
    const texts = [60_000, 60_000, 10, 300_000, 10, 10].map((length) => 'x'.repeat(length));
    expect(await embedder.embed(texts, 'passage')).toHaveLength(6);
    expect(server.calls.map(({ input }) => input.map(({ length }) => length))).toEqual([[60_000], [60_000, 10], [300_000], [10, 10]]);
  });

  it('puts vectors into the order of the texts and to unit length, however they come', async () => {
    server.misbehave = ({ input }, response) => {
      const answer = answerTo(input);
      for (const item of answer.data) item.embedding = item.embedding.map((value) => value * 7);
      return json(response, 200, { ...answer, data: answer.data.toReversed() });
    };
    const [oil, water] = await (await open({ dimensions: 32 })).embed(['oil', 'water'], 'passage');
    expect(cosine(oil!, letterVector('oil'))).toBeCloseTo(1, 4);
    expect(cosine(water!, letterVector('water'))).toBeCloseTo(1, 4);
  });

  describe('tries again', () => {
    it('after 500', async () => {
      server.misbehave = (_call, response, count) => count <= 2 && json(response, 500, { error: { message: 'oops' } });
      expect(await (await open({ dimensions: 32 })).embed(['oil'], 'query')).toHaveLength(1);
      expect(server.calls).toHaveLength(3);
    });

    it('after 429, when the server says', async () => {
      const times: number[] = [];
      server.misbehave = (_call, response, count) => {
        times.push(performance.now());
        return count === 1 && json(response, 429, { error: { message: 'slow down' } }, { 'retry-after': '1' });
      };
      expect(await (await open({ dimensions: 32 })).embed(['oil'], 'query')).toHaveLength(1);
      expect(times[1]! - times[0]!).toBeGreaterThanOrEqual(950);
      expect(times[1]! - times[0]!).toBeLessThan(3_000);
    });

    it('after a connection that breaks, before or within the answer', async () => {
      server.misbehave = ({ input }, response, count) => {
        if (count === 1) {
          response.destroy();
          return true;
        }
        if (count > 2) return false;
        const body = JSON.stringify(answerTo(input));
        response.writeHead(200, { 'content-type': 'application/json', 'content-length': String(body.length) });
        response.write(body.slice(0, body.length / 2), () => response.destroy());
        return true;
      };
      expect(await (await open({ dimensions: 32 })).embed(['oil'], 'query')).toHaveLength(1);
      expect(server.calls).toHaveLength(3);
    });

    it('after an answer that stalls, at its start or in its middle', async () => {
      server.misbehave = (_call, response, count) => {
        if (count === 2) response.writeHead(200, { 'content-type': 'application/json' }).write('{"object":');
        return count <= 2;
      };
      const started = performance.now();
      expect(await (await open({ dimensions: 32, timeoutMs: 300 })).embed(['oil'], 'query')).toHaveLength(1);
      expect(performance.now() - started).toBeLessThan(6_000);
      expect(server.calls).toHaveLength(3);
    });

    it('and gives up in time, naming the address', async () => {
      server.misbehave = () => true;
      const embedder = await open({ dimensions: 32, timeoutMs: 200, retries: 1 });
      const started = performance.now();
      await expect(embedder.embed(['oil'], 'query')).rejects.toMatchObject({
        code: 'embedder_unavailable',
        retryable: true,
        message: expect.stringContaining(server.baseUrl),
      });
      expect(performance.now() - started).toBeLessThan(4_000);
      expect(server.calls).toHaveLength(2);
    });

    it('but stops at once when it is cancelled', async () => {
      server.misbehave = (_call, response) => json(response, 429, {}, { 'retry-after': '30' });
      const started = performance.now();
      const work = (await open({ dimensions: 32 })).embed(['oil'], 'query', AbortSignal.timeout(200));
      await expect(work).rejects.toMatchObject({ code: 'cancelled' });
      expect(performance.now() - started).toBeLessThan(2_000);
    });
  });

  describe('says clearly, in one line and at the first try,', () => {
    const once = async (status: { code: string; part: string }, work: Promise<unknown>) => {
      const error = await work.then(
        () => null,
        (reason: unknown) => reason as Error,
      );
      expect(error).toMatchObject({ code: status.code });
      expect(error!.message).toContain(status.part);
      expect(error!.message).toContain(server.baseUrl);
      expect(error!.message).not.toContain('\n');
      expect(server.calls).toHaveLength(1);
    };
    const embed = async (texts = ['oil']) => (await open({ dimensions: 32 })).embed(texts, 'passage');

    it.each([401, 403])('that the key is refused (%i)', async (code) => {
      server.misbehave = (_call, response) => json(response, code, { error: { message: 'bad key sk-secret' } });
      await once({ code: 'embedder_unavailable', part: 'MILLWRIGHT_EMBEDDER_KEY' }, open({ apiKey: 'sk-secret' }));
    });
    it('that the model is not known', async () => {
      server.misbehave = (_call, response) => json(response, 404, { error: { message: 'no such model' } });
      await once({ code: 'embedder_unavailable', part: '"letters"' }, open());
    });
    it('that a request was refused', async () => {
      server.misbehave = (_call, response) => json(response, 400, { error: { message: 'input too long' } });
      await once({ code: 'embedder_unavailable', part: '400' }, embed());
    });
    it.each([
      ['{"data": [', 'understood'],
      ['', 'understood'],
      ['null', 'understood'],
      ['{}', '0 vectors for 1 texts'],
      ['{"data": {"index": 0}}', 'understood'],
      ['{"data": [{"index": 0, "embedding": null}]}', 'understood'],
      ['{"data": [{"index": 0, "embedding": [1, null]}]}', 'dimensions'],
      [`{"data": [{"index": 0, "embedding": [${'null,'.repeat(31)}1]}]}`, 'not a number'],
      [`{"data": [{"index": 0, "embedding": [${'0,'.repeat(31)}0]}]}`, 'zero'],
      [`{"data": [{"index": 0, "embedding": [${'1e300,'.repeat(31)}0]}]}`, 'not a number'],
    ])('that the answer makes no sense: %s', async (body, part) => {
      server.misbehave = (_call, response) => {
        response.writeHead(200, { 'content-type': 'application/json' }).end(body);
        return true;
      };
      await once({ code: 'embedder_misbehaved', part }, embed());
    });
    it('that a web page came instead', async () => {
      server.misbehave = (_call, response) => {
        response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Sign in</html>');
        return true;
      };
      await once({ code: 'embedder_misbehaved', part: 'Check' }, embed());
    });
    it('that vectors are missing, too many or of another size', async () => {
      server.misbehave = ({ input }, response) => json(response, 200, answerTo(input.slice(1)));
      await once({ code: 'embedder_misbehaved', part: '1 vectors for 2 texts' }, embed(['oil', 'water']));
      server.reset();
      server.misbehave = ({ input }, response) => json(response, 200, answerTo([...input, 'more']));
      await once({ code: 'embedder_misbehaved', part: '2 vectors for 1 texts' }, embed());
      server.reset();
      server.misbehave = ({ input }, response) => {
        const answer = answerTo(input);
        for (const item of answer.data) item.embedding = item.embedding.slice(0, 31);
        return json(response, 200, answer);
      };
      await once({ code: 'embedder_misbehaved', part: '31 dimensions instead of 32' }, embed());
    });
  });

  it('says that nobody listens', async () => {
    const gone = await new EmbeddingServer().listen();
    const { baseUrl } = gone;
    await gone.close();
    await expect(open({ baseUrl, retries: 1 })).rejects.toMatchObject({
      code: 'embedder_unavailable',
      retryable: true,
      message: expect.stringContaining(baseUrl),
    });
  });
});
