import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { passageStoreContract } from '../passage-store.contract.ts';
import { SqlitePassageStore } from './sqlite-passage-store.ts';

passageStoreContract('SqlitePassageStore', async () => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'millwright-store-'));
  const opened: SqlitePassageStore[] = [];
  return {
    open: async () => {
      const store = await SqlitePassageStore.open({ path: path.join(folder, 'knowledge.db') });
      opened.push(store);
      return store;
    },
    dispose: async () => {
      for (const store of opened) await store.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
});
