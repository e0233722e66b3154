import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { documentIdOf } from '../../document/ids.ts';
import { madeRevision } from '../fixtures/made-revision.ts';
import { SqlitePassageStore } from './sqlite-passage-store.ts';

const EACH = 10_100;

it('among very many passages, words that are all too common find the passages that hold them together', async () => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'millwright-common-'));
  const store = await SqlitePassageStore.open({ path: path.join(folder, 'knowledge.db') });
  try {
    const apart = Array.from({ length: 2 * EACH }, (_, index) => ({
      id: `p${index}`,
      text: index % 2 === 0 ? 'pump start-up' : 'seal wear',
    }));
    const together = { id: 'both', text: 'the pump runs dry, and so its seal fails' };
    await store.commit(madeRevision({ docId: 'many.pdf', passages: [...apart, together] }));
    const terms = ['pump', 'seal'].map((token) => ({ token, weight: 1 }));
    const found = await store.search({ terms, keys: [], limit: 5 });
    expect(found.map(({ key }) => key)).toEqual([{ documentId: documentIdOf('many.pdf'), passageId: 'both' }]);
    expect(found[0]!.lexical).toBeGreaterThan(0);
  } finally {
    await store.close();
    await rm(folder, { recursive: true, force: true });
  }
});
