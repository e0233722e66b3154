import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { QdrantServer } from '../knowledge/store/qdrant/fixtures/qdrant-server.ts';
import { jsonLines, runCli } from './fixtures/run-cli.ts';

let server: QdrantServer;
let folder: string;
beforeAll(async () => {
  server = await QdrantServer.start();
  folder = await mkdtemp(path.join(os.tmpdir(), 'millwright-migrate-'));
});
afterAll(async () => {
  delete process.env.MILLWRIGHT_QDRANT_URL;
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

it('migrate carries a folder into Qdrant, where questions go on', async () => {
  const data = path.join(folder, 'data');
  await writeFile(path.join(folder, 'pump.md'), '# Pump KP-40\n\nTighten the casing bolts of the pump to 45 N·m.\n');
  expect((await runCli('ingest', path.join(folder, 'pump.md'), '--quiet', '--data', data)).code).toBe(0);
  const moved = await runCli('migrate', '--to', 'qdrant', '--url', server.url, '--json', '--data', data);
  expect(jsonLines<object>(moved.stdout).at(-1)).toMatchObject({ type: 'report', documents: 1, vectors: 1, overlap: 1 });

  process.env.MILLWRIGHT_QDRANT_URL = server.url;
  const { stdout } = await runCli('ask', 'What torque do the casing bolts of the pump get?', '--json', '--data', data);
  expect(JSON.parse(stdout)).toMatchObject({ outcome: 'answered', text: expect.stringContaining('45'), citations: [{ file: 'pump.md' }] });
  const checks = await runCli('doctor', '--data', data);
  expect(checks.stdout).toMatch(/ok {3}store {8}Qdrant 1\.16\.\d+ at/);
});
