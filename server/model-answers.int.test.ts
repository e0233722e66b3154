import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { EventSourceParserStream } from 'eventsource-parser/stream';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ModelWording } from '../answer/compose/model/model-wording.ts';
import { ChatServer, evidenceIn, json, statements, streamed } from '../answer/compose/model/openai/fixtures/chat-server.ts';
import { OpenAiChatModel } from '../answer/compose/model/openai/openai-chat-model.ts';
import { PLANT, type SmallPlant, smallPlant } from '../answer/fixtures/small-plant.ts';
import { serve, type TestServer } from '../test/serve.ts';
import { Answer } from './api/schemas.ts';

const QUESTION = 'When must the oil of the KX-60 be changed?';
const WORDED = 'Change the oil of the KX-60 after 4000 operating hours.';

let folder: string;
let model: ChatServer;
let plant: SmallPlant;
let server: TestServer;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'millwright-model-'));
  model = await new ChatServer().listen();
  const chat = new OpenAiChatModel({ baseUrl: model.baseUrl, model: 'word-1', silenceMs: 1_000 });
  plant = await smallPlant(
    PLANT,
    (verifier) =>
      new ModelWording({
        models: { large: chat, small: null },
        verifier,
        rules: { extractive: [], large: [] },
        evidenceTokens: 1_500,
        answerTokens: 500,
        timeoutMs: 30_000,
      }),
  );
  server = await serve(folder, {}, { answerer: plant.answerer });
});
afterEach(() => model.reset());
afterAll(async () => {
  await server?.close();
  await plant?.close();
  await model?.close();
  await rm(folder, { recursive: true, force: true });
});

function ask(accept = 'application/json'): Promise<Response> {
  return fetch(`${server.api}/ask`, {
    method: 'POST',
    body: JSON.stringify({ question: QUESTION }),
    headers: { 'content-type': 'application/json', accept },
  });
}

/** Cites the evidence that speaks of operating hours. */
const saying =
  (...texts: string[]) =>
  ({ messages }: { messages: { content: string }[] }) => {
    const n = evidenceIn(messages.at(-1)!.content).find(({ text }) => text.includes('operating hours'))?.n ?? 1;
    return statements(...texts.map((text): [string, number] => [text, n]));
  };

async function eventsOf(response: Response): Promise<{ event: string; data: unknown }[]> {
  const events: { event: string; data: unknown }[] = [];
  const stream = response.body!.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream());
  for await (const { event, data } of stream) events.push({ event: event ?? '', data: JSON.parse(data) });
  return events;
}

describe('POST /ask with a model', () => {
  it('gives the worded answer as its schema says', async () => {
    model.write = saying(WORDED);
    const answer = Answer.parse(await (await ask()).json());
    expect(answer).toMatchObject({ text: `${WORDED} [1]`, model: { name: 'word-1', outcome: 'worded' } });
    expect(answer.usage).toMatchObject({ promptTokens: 321, completionTokens: 45 });
  });

  it('streams a statement while the model still writes', async () => {
    const goOn = Promise.withResolvers<void>();
    model.misbehave = async (call, response) => {
      const [first, second] = [
        saying(WORDED)(call).slice(0, -2),
        ', {"text": "The bearings of the KX-60 run in an oil bath.", "citations": [1]}]}',
      ];
      const send = (content: string, finish: string | null) =>
        response.write(`data: ${JSON.stringify({ choices: [{ index: 0, delta: { content }, finish_reason: finish }] })}\n\n`);
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      send(first, null);
      await goOn.promise;
      send(second, 'stop');
      response.end('data: [DONE]\n\n');
      return true;
    };
    const response = await ask('text/event-stream');
    const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    while (!text.includes('event: statement')) text += (await reader.read()).value ?? '';
    expect(text).toContain(WORDED);
    expect(text).not.toContain('event: answer');
    goOn.resolve();
    for (let part = await reader.read(); !part.done; part = await reader.read()) text += part.value;
    expect(text).toContain('event: answer');
  });

  it('says in the stream that what was told is withdrawn, and quotes instead', async () => {
    model.misbehave = (call, response) => streamed(response, call, saying(WORDED)(call), null);
    const events = await eventsOf(await ask('text/event-stream'));
    expect(events.filter(({ event }) => event !== 'stage').map(({ event }) => event)).toEqual([
      'citation',
      'statement',
      'withdrawn',
      'citation',
      'statement',
      'answer',
    ]);
    expect(events.find(({ event }) => event === 'withdrawn')!.data).toBe('cut_off');
    expect(Answer.parse(events.at(-1)!.data)).toMatchObject({ model: { outcome: 'fallback', reason: 'cut_off' } });
  });

  const lies = saying('Change the oil of the KX-60 after 9000 operating hours.');
  it.each([
    ['lies', 'unsupported', { write: lies }],
    ['is silent', 'timed_out', { misbehave: () => true }],
    ['refuses', 'busy', { misbehave: (_call, response) => json(response, 429, {}, { 'retry-after': '60' }) }],
    ['talks', 'malformed', { write: () => 'After 9000 hours, I think.' }],
  ] satisfies [string, string, Partial<Pick<ChatServer, 'write' | 'misbehave'>>][])(
    'quotes the documents where the model %s',
    async (_what, reason, ways) => {
      Object.assign(model, ways);
      const answer = Answer.parse(await (await ask()).json());
      expect(answer.model).toMatchObject({ outcome: 'fallback', reason });
      expect(answer.text).toContain('Change the oil after 4000 operating hours.');
      expect(JSON.stringify(answer)).not.toContain('9000');
    },
  );
});
