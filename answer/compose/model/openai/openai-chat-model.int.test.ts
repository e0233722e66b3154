import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { ChatRequest, TokenUsage } from '../chat-model.ts';
import { ChatServer, json, streamed } from './fixtures/chat-server.ts';
import { OpenAiChatModel, type OpenAiChatOptions } from './openai-chat-model.ts';

let server: ChatServer;
beforeAll(async () => {
  server = await new ChatServer().listen();
});
afterEach(() => server.reset());
afterAll(() => server.close());

const REQUEST: ChatRequest = {
  system: 'Rules.',
  user: 'Question and evidence.',
  schema: { name: 'answer', schema: { type: 'object' } },
  maxTokens: 300,
};
const TEXT = '{"statements": [{"text": "关闭 the “valve”.", "citations": [1]}]}';

function open(options: Partial<OpenAiChatOptions> = {}): OpenAiChatModel {
  return new OpenAiChatModel({ baseUrl: server.baseUrl, model: 'm', silenceMs: 20_000, ...options });
}

async function heard(model = open(), signal?: AbortSignal) {
  const pieces: string[] = [];
  let usage: TokenUsage | null = null;
  for await (const event of model.answer(REQUEST, signal)) {
    if (event.type === 'text') pieces.push(event.text);
    else usage = event.usage;
  }
  return { pieces, text: pieces.join(''), usage };
}

describe('OpenAiChatModel', () => {
  it('streams the answer in pieces, with the tokens at its end', async () => {
    server.write = () => TEXT;
    const { text, pieces, usage } = await heard(open({ apiKey: 'sk-test' }));
    expect(text).toBe(TEXT);
    expect(pieces.length).toBeGreaterThan(5);
    expect(usage).toEqual({ promptTokens: 321, completionTokens: 45 });
    expect(server.calls).toMatchObject([
      {
        path: '/v1/chat/completions',
        authorization: 'Bearer sk-test',
        model: 'm',
        stream: true,
        messages: [{ role: 'system', content: 'Rules.' }, { role: 'user' }],
        response_format: { type: 'json_schema' },
        temperature: 0,
        max_tokens: 300,
      },
    ]);
  });

  it('leaves out what the endpoint refuses, and keeps to that', async () => {
    server.write = () => TEXT;
    server.misbehave = (call, response) => {
      const refuse = (param: string) => json(response, 400, { error: { message: `Unsupported parameter: '${param}'`, param } });
      if (call.max_tokens !== undefined) return refuse('max_tokens');
      if (call.temperature !== undefined) return refuse('temperature');
      if (call.stream_options !== undefined) return refuse('stream_options');
      return call.response_format !== undefined && json(response, 400, { error: { message: 'bad request' } });
    };
    const model = open();
    expect(await heard(model)).toMatchObject({ text: TEXT, usage: null });
    const last = server.calls.at(-1)!;
    expect(last.max_completion_tokens).toBe(300);
    const tried = server.calls.length;
    await heard(model);
    expect(server.calls).toHaveLength(tried + 1);
  });

  it('tries once more after 429, when the server says, and after 500', async () => {
    server.write = () => TEXT;
    const times: number[] = [];
    server.misbehave = (_call, response, count) => {
      times.push(performance.now());
      return count === 1 && json(response, 429, { error: { message: 'slow down' } }, { 'retry-after': '1' });
    };
    expect((await heard()).text).toBe(TEXT);
    expect(times[1]! - times[0]!).toBeGreaterThanOrEqual(950);
    server.reset();
    server.write = () => TEXT;
    server.misbehave = (_call, response, count) => count === 1 && json(response, 500, { error: { message: 'oops' } });
    expect((await heard()).text).toBe(TEXT);
  });
});

describe('OpenAiChatModel says why it has no answer', () => {
  const failing = (reason: string, words: string) => ({ code: 'model_unavailable', reason, message: expect.stringContaining(words) });

  it.each([
    [401, 'refused', 'MILLWRIGHT_MODEL_KEY'],
    [403, 'refused', 'MILLWRIGHT_MODEL_KEY'],
    [404, 'refused', 'does not know the model'],
    [429, 'busy', '429'],
    [500, 'failed', '500'],
    [503, 'failed', '503'],
  ])('%i: %s', async (status, reason, words) => {
    server.misbehave = (_call, response) => json(response, status, { error: { message: 'bad sk-secret' } }, { 'retry-after': '60' });
    await expect(heard(open({ apiKey: 'sk-secret' }))).rejects.toMatchObject(failing(reason, words));
    expect(server.calls).toHaveLength(1);
  });

  it('400 to whatever is asked', async () => {
    server.misbehave = (_call, response) => json(response, 400, { error: { message: 'no' } });
    await expect(heard()).rejects.toMatchObject(failing('refused', '400'));
    expect(server.calls.length).toBeLessThan(8);
  });

  it('nobody is there', async () => {
    await expect(heard(open({ baseUrl: 'http://127.0.0.1:9/v1' }))).rejects.toMatchObject(failing('unreachable', '127.0.0.1:9'));
  });

  it.each([
    ['before its answer', ''],
    ['in the middle of it', 'data: {"choices":[{"index":0,"delta":{"content":"{"},"finish_reason":null}]}\n\n'],
  ])('silence %s', async (_what, begun) => {
    server.misbehave = (_call, response) => {
      if (begun !== '') response.writeHead(200, { 'content-type': 'text/event-stream' }).write(begun);
      return true;
    };
    await expect(heard(open({ silenceMs: 400 }))).rejects.toMatchObject(failing('timed_out', '400 ms'));
  });

  it.each([null, 'length', 'content_filter'])('an answer that ends too early (%s)', async (finish) => {
    server.misbehave = (call, response) => streamed(response, call, TEXT.slice(0, 30), finish);
    await expect(heard()).rejects.toMatchObject(failing('cut_off', 'broke its answer off'));
  });

  it('a connection that breaks', async () => {
    server.misbehave = (_call, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream', 'content-length': '100000' });
      response.write('data: {"choices":[{"index":0,"delta":{"content":"{"},"finish_reason":null}]}\n\n', () => response.destroy());
      return true;
    };
    await expect(heard()).rejects.toMatchObject(failing('unreachable', 'connection broke'));
  });

  it.each([
    ['an error event', 'data: {"error":{"message":"overloaded"}}\n\n', 'failed'],
    ['what is no JSON', 'data: {"choices": [\n\n', 'malformed'],
  ])('%s in the stream', async (_what, event, reason) => {
    server.misbehave = (_call, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).end(event);
      return true;
    };
    await expect(heard()).rejects.toMatchObject({ code: 'model_unavailable', reason });
  });

  it('or stops at once when it is cancelled', async () => {
    server.misbehave = () => true;
    const leave = new AbortController();
    const asked = heard(open(), leave.signal);
    setTimeout(() => leave.abort(), 100);
    await expect(asked).rejects.toMatchObject({ code: 'cancelled' });
  });
});
