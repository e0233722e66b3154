import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serve, type TestServer } from '../test/serve.ts';
import { Answer, AssetChange, ListedAssets, Problem } from './api/schemas.ts';

const MANUALS = {
  'kp-40.md': '# KP-40 Pump Manual\n\n## Bearing\n\nThe bearing of the KP-40 takes 0.45 L of oil.\n',
  'kp-60.md': '# KP-60 Pump Manual\n\n## Bearing\n\nThe bearing of the KP-60 takes 0.70 L of oil.\n',
};
const LIST = 'tag,name,model,site,aliases\nP-201,Feed pump,KP-40,Hall 1,the 40 pump\nP-202,Booster,KP-60,Hall 1,大泵\nM-1,Mixer,MX-7,,\n';

let folder: string;
let server: TestServer;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'millwright-assets-'));
  for (const [name, text] of Object.entries(MANUALS)) await writeFile(path.join(folder, name), text);
  server = await serve(path.join(folder, 'data'));
  await server.parts.ingestor.ingest({ paths: Object.keys(MANUALS).map((name) => path.join(folder, name)), wait: true });
});
afterAll(async () => {
  await server?.close();
  await rm(folder, { recursive: true, force: true });
});

const put = (body: string | Uint8Array<ArrayBuffer>, type = 'text/csv') =>
  fetch(`${server.api}/assets`, { method: 'PUT', headers: { 'content-type': type }, body });
const tags = async () => ListedAssets.parse(await (await fetch(`${server.api}/assets`)).json()).assets.map(({ tag }) => tag);

async function ask(question: string, more: object = {}): Promise<Answer> {
  const response = await fetch(`${server.api}/ask`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ question, ...more }),
  });
  return Answer.parse(await response.json());
}

describe('the asset list', () => {
  it('is taken as CSV, told with its documents, and says what is missing', async () => {
    const response = await put(LIST);
    expect(response.status).toBe(200);
    const change = AssetChange.parse(await response.json());
    expect(change).toMatchObject({ added: 3, changed: 0, removed: 0, unchanged: 0 });
    expect(change.warnings).toEqual(['No document is about the model "MX-7" (M-1).']);
    expect(change.assets.map(({ tag, documents }) => [tag, documents.map(({ file }) => file)])).toEqual([
      ['P-201', ['kp-40.md']],
      ['P-202', ['kp-60.md']],
      ['M-1', []],
    ]);
  });

  it.each([
    ['How much oil does the bearing of the 40 pump take?', '0.45 L', 'P-201'],
    ['How much oil does the bearing of P 202 take?', '0.70 L', 'P-202'],
    ['How much oil does the bearing of the 大泵 take?', '0.70 L', 'P-202'],
  ])('says which machine is meant: %s', async (question, value, tag) => {
    await put(LIST);
    const answer = await ask(question, { trace: true });
    expect(answer).toMatchObject({ outcome: 'answered', understood: { machines: [{ asset: { tag } }] } });
    expect(answer.text).toContain(value);
    expect(answer.trace![0]).toMatchObject({ stage: 'understand', data: { machines: [{ asset: { tag } }] } });
  });

  it('names machines of a scope too', async () => {
    await put(LIST);
    const answer = await ask('How much oil does the bearing take?', { scope: { equipment: ['the 40 pump'] } });
    expect(answer.text).toContain('0.45 L');
    expect(answer.citations.map(({ file }) => file)).toEqual(['kp-40.md']);
  });

  it('stays as it was where the next one has mistakes, which are told by line and column', async () => {
    await put(LIST);
    for (const [body, type, part] of [
      ['tag,name\nP-1,a\nP-1,b\n', 'text/csv', 'line 3, column tag'],
      ['', 'text/csv', 'is empty'],
      [JSON.stringify({ assets: [{ tag: 'P-1' }, { tag: 'p1' }] }), 'application/json', 'assets.1, column tag'],
      [JSON.stringify({ assets: [{ tag: 'P-1', colour: 'red' }] }), 'application/json', 'colour'],
    ] as const) {
      const response = await put(body, type);
      expect([400, 422]).toContain(response.status);
      expect(Problem.parse(await response.json()).detail).toContain(part);
    }
    expect(await tags()).toEqual(['P-201', 'P-202', 'M-1']);
  });

  it('is taken as JSON, and gives single machines up', async () => {
    const response = await put(JSON.stringify({ assets: [{ tag: 'P-201', model: 'KP-40' }, { tag: 'X 1' }] }), 'application/json');
    expect(AssetChange.parse(await response.json()).assets[0]).toMatchObject({ tag: 'P-201', aliases: [], name: null });
    expect((await fetch(`${server.api}/assets/x1`, { method: 'DELETE' })).status).toBe(204);
    expect(await tags()).toEqual(['P-201']);
    expect((await fetch(`${server.api}/assets/x1`, { method: 'DELETE' })).status).toBe(404);
    expect((await put('a', 'text/plain')).status).toBe(415);
  });
});
