import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import OpenAI from 'openai';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cosine, embedderContract } from '../embedder.contract.ts';
import { LettersEmbedder } from '../fixtures/letters-embedder.ts';
import { EmbeddingsRequest, embeddingsResponse } from './embeddings-response.ts';
import { OpenAiEmbedder } from './openai-embedder.ts';

/** The plainest door that answers with embeddingsResponse. */
const embedder = new LettersEmbedder();
const kinds: string[] = [];
const server: Server = createServer(async (request, response) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const parsed = EmbeddingsRequest.safeParse(JSON.parse(Buffer.concat(chunks).toString('utf8')));
  response.setHeader('content-type', 'application/json');
  if (!parsed.success) {
    response.writeHead(400).end(JSON.stringify({ error: { message: parsed.error.message } }));
    return;
  }
  kinds.push(parsed.data.input_type);
  response.end(JSON.stringify(await embeddingsResponse(embedder, parsed.data)));
});
let baseUrl: string;
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

embedderContract('OpenAiEmbedder at a door of ours', () => OpenAiEmbedder.open({ baseUrl, model: 'letters', sendInputType: true }));

describe('embeddingsResponse', () => {
  it("serves OpenAI's own client, in numbers and in base64", async () => {
    const client = new OpenAI({ baseURL: baseUrl, apiKey: 'none' });
    const [expected] = await embedder.embed(['oil'], 'passage');
    for (const encoding_format of ['float', 'base64', undefined] as const) {
      const { data } = await client.embeddings.create({
        model: 'any',
        input: ['oil', 'water'],
        ...(encoding_format ? { encoding_format } : {}),
      });
      expect(data.map(({ index }) => index)).toEqual([0, 1]);
      const { embedding } = data[0]! as { embedding: number[] | string };
      const bytes = typeof embedding === 'string' ? Buffer.from(embedding, 'base64') : null;
      const vector = bytes ? new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length)) : embedding;
      expect(cosine(Float32Array.from(vector as number[]), expected!)).toBeCloseTo(1, 5);
    }
    expect((await client.embeddings.create({ model: 'any', input: 'oil' })).data).toHaveLength(1);
  });

  it('embeds as query where the request says so, as passage otherwise', async () => {
    kinds.length = 0;
    const client = await OpenAiEmbedder.open({ baseUrl, model: 'letters', dimensions: 32, sendInputType: true });
    await client.embed(['oil'], 'query');
    await client.embed(['oil'], 'passage');
    await (await OpenAiEmbedder.open({ baseUrl, model: 'letters', dimensions: 32 })).embed(['oil'], 'query');
    expect(kinds).toEqual(['query', 'passage', 'passage']);
  });

  it('refuses what is no request, and what is too much', () => {
    const wrong = [{}, { input: [] }, { input: [1, 2] }, { input: 'x', encoding_format: 'int8' }, { input: Array(257).fill('x') }];
    for (const body of [...wrong, { input: 'x'.repeat(200_001) }]) expect(EmbeddingsRequest.safeParse(body).success).toBe(false);
    expect(EmbeddingsRequest.parse({ input: 'x' })).toEqual({ input: 'x', encoding_format: 'float', input_type: 'passage' });
  });
});
