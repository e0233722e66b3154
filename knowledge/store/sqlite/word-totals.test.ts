import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { documentIdOf } from '../../document/ids.ts';
import { searchWords } from '../contract/store-place.contract.ts';
import { madeRevision } from '../fixtures/made-revision.ts';
import { SqlitePassageStore } from './sqlite-passage-store.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'millwright-totals-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const LONG = 'Oil the belt of the fan and the bearings of its shaft. '.repeat(40);
const manual = (docId: string, text: string, revision: string | null = null) =>
  madeRevision({
    ...{ docId, fingerprint: `${docId}${text.length}`, identity: { documentNumber: revision && 'OM-1', revision } },
    passages: [
      { id: 'p', text, rows: [{ id: 'r', cells: { Code: 'E-1', Cause: text } }] },
      { id: 'q', text: 'The seal.' },
    ],
  });

it('scores exactly as a store in which nothing was ever replaced or removed, in another process too', async () => {
  const file = path.join(folder, 'knowledge.db');
  const [store, fresh] = [
    await SqlitePassageStore.open({ path: file }),
    await SqlitePassageStore.open({ path: path.join(folder, 'fresh.db') }),
  ];
  const kept = [manual('fan.pdf', 'Oil the belt.'), manual('b.pdf', 'Seal and belt.', 'B'), manual('a.pdf', 'Belt and oil.', 'A')];
  for (const revision of kept) await fresh.commit(revision);
  for (const revision of kept) await store.commit(revision);
  for (let round = 0; round < 3; round += 1) {
    await store.commit(manual('fan.pdf', LONG));
    await store.commit(manual('gone.pdf', LONG));
    await store.commit(manual('c.pdf', LONG, 'C'));
  }
  for (const gone of ['gone.pdf', 'c.pdf']) await store.remove(documentIdOf(gone));
  await store.commit(kept[0]!);
  const second = await SqlitePassageStore.open({ path: file });
  for (const revisions of ['current', 'all'] as const) {
    const scores = async (of: SqlitePassageStore) =>
      (await searchWords(of, 'oil belt seal bearings', { filter: { revisions } })).map(({ key, lexical }) => [key.documentId, lexical]);
    expect((await scores(fresh)).length).toBeGreaterThan(3);
    expect(await scores(store)).toEqual(await scores(fresh));
    expect(await scores(second)).toEqual(await scores(fresh));
  }
  for (const each of [store, fresh, second]) await each.close();
});
