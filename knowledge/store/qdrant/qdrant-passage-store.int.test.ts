import { afterAll, beforeAll } from 'vitest';
import { passageStoreContract } from '../passage-store.contract.ts';
import { QdrantPlace } from './fixtures/qdrant-place.ts';
import { QdrantServer } from './fixtures/qdrant-server.ts';

let server: QdrantServer;
beforeAll(async () => {
  server = await QdrantServer.start();
});
afterAll(() => server.stop());

passageStoreContract('QdrantPassageStore', async () => {
  const place = await QdrantPlace.make(server);
  return { open: () => place.open(), dispose: () => place.dispose() };
});
