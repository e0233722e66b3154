import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { EventSourceParserStream } from 'eventsource-parser/stream';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { numberOf, ToolServer } from '../answer/deep/langchain/fixtures/tool-server.ts';
import { LangchainAgent } from '../answer/deep/langchain/langchain-agent.ts';
import { ModelInvestigator } from '../answer/deep/model-investigator.ts';
import { PLANT, type SmallPlant, smallPlant } from '../answer/fixtures/small-plant.ts';
import { serve, type TestServer } from '../test/serve.ts';
import { Answer, type Capabilities } from './api/schemas.ts';

const QUESTION = 'When must the oil of the KX-60 be changed?';
const TRUE = 'Change the oil of the KX-60 after 4000 operating hours.';

const model = new ToolServer();
let folder: string;
let plant: SmallPlant;
let server: TestServer;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'millwright-deep-'));
  await model.listen();
  model.reset();
  model.play = (call) =>
    call.messages.at(-1)!.role === 'tool'
      ? { calls: [['give_answer', { statements: [{ text: TRUE, citations: [numberOf(call, 'bearings of the KX-60')] }] }]] }
      : { calls: [['search', { query: 'oil change KX-60' }]] };
  const agent = async () => new LangchainAgent({ baseUrl: model.baseUrl, model: 'finder', answerTokens: 500, silenceMs: 20_000 });
  plant = await smallPlant(PLANT, undefined, (parts) => {
    const bounds = { steps: 4, tokens: 50_000, timeoutMs: 60_000 };
    return new ModelInvestigator({ ...parts, bounds, modelName: 'finder', agent });
  });
  server = await serve(folder, {}, { answerer: plant.answerer });
});
afterAll(async () => {
  await server?.close();
  await plant?.close();
  await model.close();
  await rm(folder, { recursive: true, force: true });
});

const ask = (accept: string, mode: string) =>
  fetch(`${server.api}/ask`, {
    method: 'POST',
    body: JSON.stringify({ question: QUESTION, mode }),
    headers: { 'content-type': 'application/json', accept },
  });

it('POST /ask with mode "deep" gives steps as events, and the answer with what it took', async () => {
  const events: { event: string; data: unknown }[] = [];
  const { body } = await ask('text/event-stream', 'deep');
  for await (const { event, data } of body!.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream()))
    events.push({ event: event!, data: JSON.parse(data) });
  expect(events.filter(({ event }) => event !== 'stage').map(({ event }) => event)).toEqual(['step', 'citation', 'statement', 'answer']);
  expect(events.find(({ event }) => event === 'step')!.data).toMatchObject({ n: 1, tool: 'search', input: 'oil change KX-60' });
  const answer = Answer.parse(events.at(-1)!.data);
  expect(answer.deep).toMatchObject({ outcome: 'investigated', promptTokens: 400, completionTokens: 40 });
  expect(answer.statements).toMatchObject([{ text: TRUE, verified: true }]);
});

it('the ordinary mode calls nobody; another is refused', async () => {
  const calls = model.calls.length;
  expect((await (await ask('application/json', 'ordinary')).json()) as Answer).not.toHaveProperty('deep');
  expect(model.calls.length).toBe(calls);
  expect((await ask('application/json', 'deeper')).status).toBe(400);
});

it('what can be asked for, and what it took, is told', async () => {
  expect((await (await fetch(`${server.api}/capabilities`)).json()) as Capabilities).toEqual({ deep: true });
  await ask('application/json', 'deep').then((response) => response.json());
  const metrics = await (await fetch(`${server.url}/metrics`)).text();
  expect(metrics).toMatch(/millwright_investigations_total\{outcome="investigated",reason=""\} [1-9]/);
  expect(metrics).toMatch(/millwright_investigation_steps_count [1-9]/);
});
