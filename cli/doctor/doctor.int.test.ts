import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { EmbeddingServer } from '../../knowledge/embed/openai/fixtures/embedding-server.ts';
import { QdrantServer } from '../../knowledge/store/qdrant/fixtures/qdrant-server.ts';
import { runCli } from '../fixtures/run-cli.ts';
import type { Check } from './check.ts';

const KEY = 'the-right-key';
const NOBODY = 'http://127.0.0.1:9';
let server: QdrantServer;
let folder: string;
const set = new Set<string>();

function configure(settings: Record<string, string>): void {
  for (const [name, value] of Object.entries(settings)) {
    set.add(name);
    process.env[name] = value;
  }
}

async function doctor(settings: Record<string, string> = {}): Promise<{ code: number | null; checks: (name: string) => Check[] }> {
  configure({ MILLWRIGHT_DATA: folder, MILLWRIGHT_QDRANT_URL: server.url, MILLWRIGHT_QDRANT_API_KEY: KEY, ...settings });
  const { code, stdout } = await runCli('doctor', '--json');
  const { checks } = JSON.parse(stdout) as { checks: Check[] };
  // The page is built or not, whoever runs this test.
  return { code, checks: (name) => checks.filter((check) => check.name === name) };
}

beforeAll(async () => {
  server = await QdrantServer.start({ apiKey: KEY });
  folder = await mkdtemp(path.join(os.tmpdir(), 'millwright-doctor-'));
  const file = path.join(folder, 'pump.md');
  await writeFile(file, '# Pump KP-40\n\nTighten the casing bolts of the pump to 45 N·m.\n');
  configure({ MILLWRIGHT_DATA: folder, MILLWRIGHT_QDRANT_URL: server.url, MILLWRIGHT_QDRANT_API_KEY: KEY });
  expect(await runCli('ingest', file, '--quiet')).toMatchObject({ code: 0 });
});
afterEach(() => {
  for (const name of set) delete process.env[name];
  set.clear();
});
afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

it('finds a deployment that is as it should be', async () => {
  const { checks } = await doctor();
  for (const name of ['node', 'disk', 'qdrant', 'store', 'clock', 'keys', 'embedder', 'documents'])
    expect(checks(name), name).toEqual([{ name, ok: true, detail: expect.any(String) }]);
  expect(checks('qdrant')[0]!.detail).toMatch(/^1\.\d+\.\d+ at .*, key accepted, clocks agree$/);
  expect(checks('documents')[0]!.detail).toBe('1 documents, 1 passages, vectors complete');
});

it('finds a wrong key, and goes no further', async () => {
  const { code, checks } = await doctor({ MILLWRIGHT_QDRANT_API_KEY: 'wrong' });
  expect(code).toBe(1);
  expect(checks('qdrant')).toEqual([{ name: 'qdrant', ok: false, detail: expect.stringContaining('Set MILLWRIGHT_QDRANT_API_KEY') }]);
  expect(checks('store')[0]!.ok).toBe(false);
  expect(checks('documents')).toEqual([]);
});

it('finds the node that searches pass over', async () => {
  const { checks } = await doctor({ MILLWRIGHT_QDRANT_URL: `${server.url},${NOBODY}` });
  expect(checks('qdrant').map(({ ok }) => ok)).toEqual([true, false]);
  expect(checks('qdrant')[1]!.detail).toContain(`${NOBODY} (`);
  expect(checks('cluster')[0]).toMatchObject({ ok: false, detail: expect.stringContaining('names 2 nodes, the cluster has 1') });
  expect(checks('store')[0]!.ok).toBe(true);
});

it('finds vectors of another embedder', async () => {
  const embeddings = await new EmbeddingServer().listen();
  const { checks } = await doctor({ MILLWRIGHT_EMBEDDER_URL: embeddings.baseUrl, MILLWRIGHT_EMBEDDER_MODEL: 'letters' });
  await embeddings.close();
  expect(checks('embedder')).toEqual([{ name: 'embedder', ok: false, detail: expect.stringContaining('run "millwright reindex"') }]);
});

it('finds a door without a key', async () => {
  const { checks } = await doctor({ MILLWRIGHT_HOST: '0.0.0.0' });
  expect(checks('keys')[0]).toMatchObject({ ok: false, detail: expect.stringContaining('millwright keys create') });
  const configured = await doctor({ MILLWRIGHT_HOST: '0.0.0.0', MILLWRIGHT_API_KEY: 'k'.repeat(32) });
  expect(configured.checks('keys')[0]!.ok).toBe(true);
});

it('finds passages that are gone, and a server that is', async () => {
  const headers = { 'api-key': KEY };
  const { result } = (await (await fetch(`${server.url}/collections`, { headers })).json()) as {
    result: { collections: { name: string }[] };
  };
  const [{ name }] = result.collections as [{ name: string }];
  const body = JSON.stringify({ filter: { must: [{ key: 'edition', match: { any: [1] } }] } });
  const json = { ...headers, 'content-type': 'application/json' };
  await fetch(`${server.url}/collections/${name}/points/delete?wait=true`, { method: 'POST', headers: json, body });
  expect((await doctor()).checks('store')[0]).toMatchObject({ ok: false, detail: expect.stringContaining(`${name} holds 0 of 1`) });

  await fetch(`${server.url}/collections/${name}`, { method: 'DELETE', headers });
  expect((await doctor()).checks('store')[0]).toMatchObject({ ok: false, detail: expect.stringContaining(name) });

  await server.kill();
  const { code, checks } = await doctor();
  expect(code).toBe(1);
  expect(checks('qdrant')[0]).toMatchObject({ ok: false, detail: expect.stringContaining('Start it') });
});
