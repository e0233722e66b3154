import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { QdrantServer } from '../../knowledge/store/qdrant/fixtures/qdrant-server.ts';
import { composeFile, EXAMPLE } from './compose-file.ts';

it('the health check of docker-compose.yml tells a Qdrant that answers from one that does not', async () => {
  const server = await QdrantServer.start({ apiKey: 'k' });
  const [kind, program, ...args] = composeFile(EXAMPLE).services.qdrant!.healthcheck!.test;
  expect(kind).toBe('CMD');
  const here = args.map((each) => each.replace('6333', new URL(server.url).port));
  const exitCode = () => spawnSync(program!, here, { timeout: 10_000 }).status;
  expect(exitCode()).toBe(0);
  await server.kill();
  expect(exitCode()).not.toBe(0);
  await server.stop();
});
