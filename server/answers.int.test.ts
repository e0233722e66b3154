import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { serve, type TestServer } from '../test/serve.ts';
import { Answer, AnswerReplay, DocumentList, Problem } from './api/schemas.ts';

const QUESTION = 'What torque do the coupling bolts of the KP-40 get?';
const manual = (torque: number, more = '') => `# Pump KP-40 manual\n\nTighten the coupling bolts of the KP-40 to ${torque} N·m.\n${more}`;

let folder: string;
let server: TestServer;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'millwright-kept-answers-'));
  server = await serve(path.join(folder, 'data'));
});
afterAll(async () => {
  await server?.close();
  await rm(folder, { recursive: true, force: true });
});

async function ingest(name: string, text: string): Promise<void> {
  await writeFile(path.join(folder, name), text);
  await server.parts.ingestor.ingest({ paths: [path.join(folder, name)], wait: true });
}

async function call(method: string, address: string, body?: unknown): Promise<Response> {
  return fetch(`${server.api}${address}`, {
    method,
    headers: { 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

async function ask(body: Record<string, unknown> = {}): Promise<Answer> {
  return Answer.parse(await (await call('POST', '/ask', { question: QUESTION, ...body })).json());
}

async function replay(id: string): Promise<AnswerReplay> {
  const response = await call('GET', `/answers/${id}`);
  expect(response.status).toBe(200);
  return AnswerReplay.parse(await response.json());
}

async function idOf(file: string): Promise<string> {
  const { documents } = DocumentList.parse(await (await call('GET', '/documents')).json());
  return documents.find((document) => document.file === file)!.id;
}

const changesOf = async (id: string) => (await replay(id)).changes.map(({ file, what, quotesStand }) => ({ file, what, quotesStand }));

it('gives an answer back as it was, and follows what becomes of its documents', async () => {
  await ingest('manual.md', manual(25));
  const answer = await ask({ scope: { equipment: ['KP-40'] }, trace: true });
  expect(answer).toMatchObject({ outcome: 'answered', kept: true });
  expect(answer.trace).toBeDefined();

  const { trace: _trace, ...told } = answer;
  const first = await replay(answer.id);
  expect(first.answer).toEqual(told);
  expect(first.request).toEqual({ question: QUESTION, scope: { equipment: ['KP-40'] } });
  expect(first.documents).toMatchObject([{ file: 'manual.md', superseded: false, fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/) }]);
  expect(first).toMatchObject({ knowledge: 'same', settingsNow: 'same', changes: [] });
  expect(first.settings).toMatchObject({ reranker: null, models: [] });

  await ingest('other.md', '# Compressor AC-75\n\nDrain the tank of the AC-75 daily.\n');
  expect(await replay(answer.id)).toMatchObject({ knowledge: 'changed', changes: [] });

  await ingest('manual.md', manual(25, '\nThe pump stands outdoors.\n'));
  expect(await changesOf(answer.id)).toEqual([{ file: 'manual.md', what: 'replaced', quotesStand: true }]);
  await ingest('manual.md', manual(27));
  expect(await changesOf(answer.id)).toEqual([{ file: 'manual.md', what: 'replaced', quotesStand: false }]);
  expect((await replay(answer.id)).answer.text).toContain('25 N·m');

  await call('DELETE', `/documents/${await idOf('manual.md')}`);
  expect(await changesOf(answer.id)).toEqual([{ file: 'manual.md', what: 'removed', quotesStand: false }]);

  await ingest('manual.md', manual(25));
  expect(await changesOf(answer.id)).toEqual([{ file: 'manual.md', what: 'read_again', quotesStand: true }]);

  await ingest('manual-b.md', manual(31));
  const newer = await idOf('manual-b.md');
  await call('PATCH', `/documents/${await idOf('manual.md')}`, { judgement: { document: newer, says: 'superseded_by' } });
  expect((await replay(answer.id)).changes).toMatchObject([
    { what: 'superseded', by: { id: newer, file: 'manual-b.md' }, quotesStand: true },
  ]);
});

it('keeps what is told as events under the id that they tell, and what was not found', async () => {
  const response = await fetch(`${server.api}/ask`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
    body: JSON.stringify({ question: 'What does alarm E-999 mean?' }),
  });
  const data = /event: answer\ndata: (.*)\n/.exec(await response.text())![1]!;
  const told = Answer.parse(JSON.parse(data));
  expect(told).toMatchObject({ outcome: 'not_found', kept: true });
  expect((await replay(told.id)).answer).toEqual(told);
});

it('forgets an answer, and says where there is none', async () => {
  const { id } = await ask();
  expect((await call('DELETE', `/answers/${id}`)).status).toBe(204);
  for (const method of ['GET', 'DELETE']) {
    const response = await call(method, `/answers/${id}`);
    expect(response.status).toBe(404);
    expect(Problem.parse(await response.json()).detail).toContain('Ask the question again');
  }
});
