import { request as httpRequest } from 'node:http';
import OpenAI from 'openai';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sampleKnowledge } from '../test/sample-knowledge.ts';
import { serve, type TestServer } from '../test/serve.ts';
import { Health, Problem } from './api/schemas.ts';
import { createKey, revokeKey } from './keys.ts';

const CALLS_PER_MINUTE = 60;

let dataFolder: string;
beforeAll(async () => {
  dataFolder = await sampleKnowledge();
});

/** fetch sets Host itself; this sends what a browser would under another name. */
function statusWithHeaders(url: string, headers: Record<string, string>): Promise<number> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(url, { headers }, (response) => {
      response.resume();
      resolve(response.statusCode!);
    });
    request.on('error', reject).end();
  });
}

describe('on this machine alone', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await serve(dataFolder);
  });
  afterAll(() => server?.close());

  it('says that it lives, and that it can answer', async () => {
    const health = await fetch(`${server.api}/health`);
    expect(Health.parse(await health.json())).toEqual({ status: 'ok', version: '0.0.0-test', checks: {} });
    const ready = await fetch(`${server.api}/ready`);
    expect(ready.status).toBe(200);
    expect(Health.parse(await ready.json())).toMatchObject({ status: 'ok', checks: { store: 'ok', vectors: 'complete' } });
  });

  it('refuses other host names (DNS rebinding) and pages of other sites', async () => {
    const documents = `${server.api}/documents`;
    const { host } = new URL(server.url);
    expect(await statusWithHeaders(documents, { host })).toBe(200);
    expect(await statusWithHeaders(documents, { host: host.replace('127.0.0.1', 'localhost') })).toBe(200);
    expect(await statusWithHeaders(documents, { host: 'manuals.example' })).toBe(403);
    expect(await statusWithHeaders(documents, { host: 'localhost.example:80' })).toBe(403);
    expect(await statusWithHeaders(documents, { host, origin: `http://${host}` })).toBe(200);
    expect(await statusWithHeaders(documents, { host, origin: 'https://evil.example' })).toBe(403);
    expect(await statusWithHeaders(documents, { host, origin: 'null' })).toBe(403);
  });

  it('says so when another program has its port', async () => {
    const { port } = new URL(server.url);
    const error = await serve(dataFolder, { port: Number(port) }).catch((thrown: Error) => thrown);
    expect(error).toMatchObject({ code: 'bad_request', message: expect.stringContaining('--port') });
  });

  it('counts calls for Prometheus by route, without ids', async () => {
    const { documents } = (await (await fetch(`${server.api}/documents`)).json()) as { documents: { id: string }[] };
    await fetch(`${server.api}/documents/${documents[0]!.id}`);
    const metrics = await (await fetch(`${server.url}/metrics`)).text();
    expect(metrics).toContain('route="/api/v1/documents/:id"');
    expect(metrics).not.toContain(documents[0]!.id);
  });

  it("embeds for OpenAI's client: as many vectors as texts, in their order, of unit length, each like itself", async () => {
    const client = new OpenAI({ baseURL: `${server.url}/v1`, apiKey: 'not needed here', maxRetries: 0 });
    const model = (await client.models.list()).data[0]!.id;
    const texts = ['Coupling bolts: 25 N·m', '变频器过热', 'Coupling bolts: 25 N·m'];
    const { data, usage } = await client.embeddings.create({ model, input: texts });
    expect(data.map(({ index }) => index)).toEqual([0, 1, 2]);
    const [first, second, third] = data.map(({ embedding }) => embedding);
    const dot = (a: number[], b: number[]) => a.reduce((sum, x, i) => sum + x * b[i]!, 0);
    expect(dot(first!, first!)).toBeCloseTo(1, 3);
    expect(dot(first!, third!)).toBeCloseTo(1, 3);
    expect(dot(first!, second!)).toBeLessThan(0.95);
    expect(usage.prompt_tokens).toBeGreaterThan(0);
    const plain = await client.embeddings.create({ model, input: texts[0]!, encoding_format: 'float' });
    expect(dot(plain.data[0]!.embedding, first!)).toBeCloseTo(1, 3);
  });

  it("refuses an embedding of nothing so that OpenAI's client understands", async () => {
    const client = new OpenAI({ baseURL: `${server.url}/v1`, apiKey: 'x', maxRetries: 0 });
    await expect(client.embeddings.create({ model: 'any', input: [] })).rejects.toMatchObject({ status: 400 });
  });
});

describe('on every address', () => {
  it('is refused while there is no key', async () => {
    await expect(serve(dataFolder, { host: '0.0.0.0' })).rejects.toMatchObject({ code: 'unauthorized' });
  });

  it('is served with the configured key alone, and takes that one', async () => {
    const apiKey = 'configured-key-of-32-characters-or-more';
    const server = await serve(dataFolder, { host: '0.0.0.0', apiKey });
    const statusWith = async (key: string) =>
      (await fetch(`${server.api}/suggestions`, { headers: { authorization: `Bearer ${key}` } })).status;
    expect(await statusWith(apiKey)).toBe(200);
    for (const wrong of [apiKey.slice(0, -1), `${apiKey}x`, apiKey.toUpperCase()]) expect(await statusWith(wrong)).toBe(401);
    await server.close();
  });

  describe('with a key', () => {
    let server: TestServer;
    let token: string;
    beforeAll(async () => {
      const local = await serve(dataFolder);
      ({ token } = await createKey(local.parts.store.catalogue.settings, 'tablet'));
      await local.close();
      server = await serve(dataFolder, { host: '0.0.0.0', callsPerMinute: CALLS_PER_MINUTE });
    });
    afterAll(() => server?.close());
    const withKey = (key: string) => ({ headers: { authorization: `Bearer ${key}` } });

    it('refuses a call without a key, and says how to send one', async () => {
      const response = await fetch(`${server.api}/documents`);
      expect(response.status).toBe(401);
      expect(response.headers.get('www-authenticate')).toContain('Bearer');
      expect(Problem.parse(await response.json()).detail).toContain('Authorization: Bearer');
      expect((await fetch(`${server.url}/v1/models`)).status).toBe(401);
      expect((await fetch(`${server.url}/metrics`)).status).toBe(401);
    });

    it('refuses wrong keys', async () => {
      const changed = `${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`;
      for (const wrong of ['', 'mw_', changed, token.slice(0, -1), `${token}x`, 'mw_000000000000_x'])
        expect((await fetch(`${server.api}/documents`, withKey(wrong))).status).toBe(401);
      expect((await fetch(`${server.api}/documents`, { headers: { authorization: `Basic ${token}` } })).status).toBe(401);
    });

    it('takes its key, by any name of the server', async () => {
      expect((await fetch(`${server.api}/documents`, withKey(token))).status).toBe(200);
      const headers = { host: 'manuals.plant.example', authorization: `Bearer ${token}` };
      expect(await statusWithHeaders(`${server.api}/documents`, headers)).toBe(200);
    });

    it('gives health, the page and the reference without a key', async () => {
      for (const path of ['/api/v1/health', '/api/v1/ready', '/', '/api/openapi.json', '/api/reference'])
        expect((await fetch(`${server.url}${path}`)).status, path).toBe(200);
    });

    it('no longer takes a revoked key', async () => {
      const { settings } = server.parts.store.catalogue;
      const other = await createKey(settings, 'lost tablet');
      expect((await fetch(`${server.api}/suggestions`, withKey(other.token))).status).toBe(200);
      await revokeKey(settings, 'lost tablet');
      expect((await fetch(`${server.api}/suggestions`, withKey(other.token))).status).toBe(401);
      expect((await fetch(`${server.api}/suggestions`, withKey(token))).status).toBe(200);
    });

    it('answers too many calls with 429', async () => {
      const statuses: number[] = [];
      for (let call = 0; call < CALLS_PER_MINUTE; call += 1)
        statuses.push((await fetch(`${server.api}/suggestions`, withKey(token))).status);
      expect(new Set(statuses)).toEqual(new Set([200, 429]));
      const limited = await fetch(`${server.api}/suggestions`, withKey(token));
      expect(Problem.parse(await limited.json()).code).toBe('rate_limited');
      expect((await fetch(`${server.api}/health`)).status).toBe(200);
    });
  });
});
