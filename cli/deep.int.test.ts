import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { numberOf, ToolServer } from '../answer/deep/langchain/fixtures/tool-server.ts';
import { jsonLines, runCli } from './fixtures/run-cli.ts';

const TRUE = 'Tighten the casing bolts of the KP-40 to 45 N·m.';

const model = new ToolServer();
let folder: string;
let data: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'millwright-deep-'));
  data = path.join(folder, 'data');
  const line = { doc_id: 'kp-40', id: 'bolts', title: 'Bolts', text: TRUE };
  await writeFile(path.join(folder, 'corpus.jsonl'), `${JSON.stringify(line)}\n`);
  expect((await runCli('ingest', path.join(folder, 'corpus.jsonl'), '--quiet', '--data', data)).code).toBe(0);
  await model.listen();
  model.reset();
  model.play = (call) =>
    call.messages.at(-1)!.role === 'tool'
      ? { calls: [['give_answer', { statements: [{ text: TRUE, citations: [numberOf(call, '45 N·m')] }] }]] }
      : { calls: [['search', { query: 'casing bolts' }]] };
  const given = { MILLWRIGHT_MODEL_URL: model.baseUrl, MILLWRIGHT_MODEL: 'finder' };
  // What a developer's shell may say: to send everything to LangSmith.
  const tracing = { LANGSMITH_TRACING: 'true', LANGCHAIN_TRACING_V2: 'true', LANGSMITH_ENDPOINT: model.base, LANGSMITH_API_KEY: 'key' };
  Object.assign(process.env, given, tracing);
});
afterAll(async () => {
  await model.close();
  await rm(folder, { recursive: true, force: true });
});

it('ask --deep tells its steps as they are done, then the answer and what it took', async () => {
  const { code, stdout, stderr } = await runCli('ask', 'What torque do the casing bolts of the KP-40 get?', '--deep', '--data', data);
  expect(code).toBe(0);
  expect(stderr).toContain('step 1: search casing bolts (1 found)');
  expect(stdout).toContain('45 N·m. [1]');
  expect(stdout).toMatch(/\(investigated in 1 steps, 440 tokens, [\d.]+ s\)/);
});

it('with --json the steps are in the answer; nothing was sent but to the endpoint', async () => {
  const { stdout } = await runCli('ask', 'What torque do the casing bolts of the KP-40 get?', '--deep', '--json', '--data', data);
  expect(jsonLines(stdout)).toMatchObject([{ deep: { outcome: 'investigated', steps: [{ tool: 'search', found: 1 }] } }]);
  expect(new Set(model.paths)).toEqual(new Set(['/v1/chat/completions']));
});
