import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { documentIdOf } from '../../document/ids.ts';
import { madeRevision } from '../fixtures/made-revision.ts';
import { SqlitePassageStore } from './sqlite-passage-store.ts';

const DIMENSIONS = 6;
let folder: string;
let writer: SqlitePassageStore;
let reader: SqlitePassageStore;
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'millwright-others-'));
  const file = path.join(folder, 'knowledge.db');
  [writer, reader] = [await SqlitePassageStore.open({ path: file }), await SqlitePassageStore.open({ path: file })];
});
afterEach(async () => {
  for (const store of [writer, reader]) await store.close();
  await rm(folder, { recursive: true, force: true });
});

const unit = (dimension: number) => Float32Array.from({ length: DIMENSIONS }, (_, index) => Number(index === dimension));
const commit = (docId: string, text = docId) => writer.commit(madeRevision({ docId, passages: [{ id: 'p', text }] }));
const embed = (docId: string, dimension: number) =>
  writer.vectors.put('e', DIMENSIONS, [{ key: { documentId: documentIdOf(docId), passageId: 'p' }, vector: unit(dimension) }]);
/** The nearest to each dimension, of what the other connection sees. */
const seen = async () => {
  const nearest: (string | undefined)[] = [];
  for (let dimension = 0; dimension < 4; dimension += 1) {
    const found = await reader.search({ terms: [], keys: [], vector: unit(dimension), limit: 1 });
    nearest.push(found.find(({ dense }) => (dense ?? 0) > 0.9)?.key.documentId);
  }
  return nearest;
};
const ids = (...files: (string | undefined)[]) => files.map((file) => file && documentIdOf(file));

it('what another process does to vectors is seen: in order, late, made anew, kept, replaced and gone', async () => {
  for (const file of ['a', 'b', 'c', 'd']) await commit(file);
  await embed('a', 0);
  expect(await seen()).toEqual(ids('a', undefined, undefined, undefined));
  await embed('c', 2);
  expect(await seen()).toEqual(ids('a', undefined, 'c', undefined));
  await embed('b', 1);
  expect(await seen()).toEqual(ids('a', 'b', 'c', undefined));
  await embed('c', 3);
  expect(await seen()).toEqual(ids('a', 'b', undefined, 'c'));
  await commit('a');
  expect(await seen()).toEqual(ids('a', 'b', undefined, 'c'));
  await commit('b', 'other words');
  expect(await seen()).toEqual(ids('a', undefined, undefined, 'c'));
  await embed('b', 2);
  await commit('e');
  await embed('e', 0);
  expect(await seen()).toEqual(ids('a', undefined, 'b', 'c'));
  await writer.remove(documentIdOf('a'));
  expect(await seen()).toEqual(ids('e', undefined, 'b', 'c'));
  expect(await reader.vectors.counts()).toEqual({ passages: 4, vectors: 3 });
});

it('a vector that comes late is seen, though the passage after it has gone meanwhile', async () => {
  for (const file of ['a', 'b', 'c']) await commit(file);
  await embed('a', 0);
  await embed('c', 2);
  expect(await seen()).toEqual(ids('a', undefined, 'c', undefined));
  await writer.remove(documentIdOf('c'));
  expect(await seen()).toEqual(ids('a', undefined, undefined, undefined));
  await embed('b', 1);
  expect(await seen()).toEqual(ids('a', 'b', undefined, undefined));
});
