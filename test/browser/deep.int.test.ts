import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { numberOf, ToolServer } from '../../answer/deep/langchain/fixtures/tool-server.ts';
import { LangchainAgent } from '../../answer/deep/langchain/langchain-agent.ts';
import { ModelInvestigator } from '../../answer/deep/model-investigator.ts';
import { PLANT, type SmallPlant, smallPlant } from '../../answer/fixtures/small-plant.ts';
import { serve, type TestServer } from '../serve.ts';
import { ChatPage } from './chat-page.ts';
import { openBrowser } from './open-browser.ts';

const QUESTION = 'When must the oil of the KX-60 be changed?';

const model = new ToolServer();
let folder: string;
let plant: SmallPlant;
let server: TestServer;
let browser: Browser;

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'millwright-deep-'));
  await model.listen();
  model.reset();
  const agent = async () => new LangchainAgent({ baseUrl: model.baseUrl, model: 'finder', answerTokens: 500, silenceMs: 20_000 });
  [plant, browser] = await Promise.all([
    smallPlant(PLANT, undefined, (parts) => {
      const bounds = { steps: 4, tokens: 50_000, timeoutMs: 60_000 };
      return new ModelInvestigator({ ...parts, bounds, modelName: 'finder', agent });
    }),
    openBrowser(),
  ]);
  server = await serve(folder, {}, { answerer: plant.answerer });
});
afterAll(async () => {
  await browser?.close();
  await server?.close();
  await plant?.close();
  await model.close();
  await rm(folder, { recursive: true, force: true });
});

it('a question is looked into where its asker switches that on, and the steps can be seen', async () => {
  model.play = (call, turn) => {
    if (turn === 1) return { calls: [['search', { query: 'oil change KX-60' }]] };
    const text = 'Change the oil of the KX-60 after 4000 operating hours.';
    return { calls: [['give_answer', { statements: [{ text, citations: [numberOf(call, 'bearings of the KX-60')] }] }]] };
  };
  const chat = await ChatPage.visit(browser, { url: server.url });
  await chat.page.getByTestId('deep-switch').click();
  const words = await chat.ask(QUESTION);
  expect(words).toContain('Change the oil of the KX-60 after 4000 operating hours.');
  const note = chat.page.getByTestId('deep-note');
  expect(await note.innerText()).toContain('Looked into in 1 steps, 440 tokens');
  await note.locator('summary').click();
  expect(await note.getByTestId('deep-steps').innerText()).toContain('Search: oil change KX-60');
  expect(chat.wrongs).toEqual([]);
  await chat.close();
});

it('where it comes to nothing the page says so, and shows the ordinary answer', async () => {
  model.play = () => ({ words: 'I think it is 9000 hours.' });
  const chat = await ChatPage.visit(browser, { url: server.url });
  await chat.page.getByTestId('deep-switch').click();
  const words = await chat.ask(QUESTION);
  expect(words).toContain('the language model cannot call tools.');
  expect(words).toContain('4000 operating hours');
  expect(words).not.toContain('9000');
  await chat.close();
});

it('without a language model there is no switch', async () => {
  const without = await smallPlant(PLANT);
  const ordinary = await serve(await mkdtemp(path.join(folder, 'ordinary-')), {}, { answerer: without.answerer });
  const chat = await ChatPage.visit(browser, { url: ordinary.url });
  await chat.ask(QUESTION);
  expect(await chat.page.getByTestId('deep-switch').count()).toBe(0);
  await chat.close();
  await ordinary.close();
  await without.close();
});
