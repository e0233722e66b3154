import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openMillwright } from './assembly.ts';
import { readConfig } from './config.ts';
import { EmbeddingServer } from './knowledge/embed/openai/fixtures/embedding-server.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'millwright-assembly-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

it('opens while its embedding endpoint is away, once it has been there', async () => {
  const server = await new EmbeddingServer().listen();
  const config = {
    ...readConfig({ MILLWRIGHT_EMBEDDER_URL: server.baseUrl, MILLWRIGHT_EMBEDDER_MODEL: 'letters' }),
    dataFolder: path.join(folder, 'data'),
  };
  const first = await openMillwright(config);
  const { id } = first.embedder;
  await first.close();
  await server.close();

  const away = await openMillwright(config);
  expect(await away.store.catalogue.list()).toEqual([]);
  expect(away.embedder.id).toBe(id);
  await away.close();
});
