import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DISAGREEING, writeDisagreeing } from '../test/disagreeing-documents.ts';
import { serve, type TestServer } from '../test/serve.ts';
import { Answer, ConflictList, Problem } from './api/schemas.ts';

const QUESTION = 'What is the tightening torque of the coupling bolts of the KX-40?';

let folder: string;
let server: TestServer;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'millwright-conflicts-'));
  server = await serve(path.join(folder, 'data'));
  await server.parts.ingestor.ingest({ paths: await writeDisagreeing(folder), wait: true });
});
afterAll(async () => {
  await server?.close();
  await rm(folder, { recursive: true, force: true });
});

const call = (method: string, rest: string, body?: unknown) =>
  fetch(`${server.api}${rest}`, {
    method,
    ...(body !== undefined && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  });
const list = async (method = 'GET') => ConflictList.parse(await (await call(method, '/conflicts')).json()).conflicts;
const ask = async () => Answer.parse(await (await call('POST', '/ask', { question: QUESTION })).json());

describe('/conflicts', () => {
  it('lists what a question came upon, with both places', async () => {
    expect(await list()).toEqual([]);
    const [shown] = (await ask()).conflicts!;
    const [flagged, ...more] = await list();
    expect(more).toEqual([]);
    expect(flagged).toMatchObject({ id: shown!.id, dismissed: null });
    expect(flagged!.sides.map(({ file, revision, quote }) => [file, revision, quote]).sort()).toEqual([
      ['kx-40-bulletin.md', 'A', 'Tighten the coupling bolts crosswise to 28 N·m.'],
      ['kx-40-manual.md', 'C', 'Coupling bolts, tightening torque | 25 N·m'],
    ]);
  });

  it('finds the same by looking through all documents', async () => {
    const before = await list();
    await server.parts.store.conflicts.remove(before.map(({ id }) => id));
    expect((await list('POST')).map(({ id }) => id)).toEqual(before.map(({ id }) => id));
    expect(await list('POST')).toHaveLength(1);
  });

  it('flags a dismissed one no longer, says why in answers, and flags it again', async () => {
    const { id } = (await list())[0]!;
    expect((await call('PUT', `/conflicts/${id}/dismissal`, { reason: '  the bulletin counts ' })).status).toBe(204);
    expect((await list('POST'))[0]!.dismissed).toMatchObject({ reason: 'the bulletin counts' });
    const { conflicts, text } = await ask();
    expect(conflicts).toMatchObject([{ id, dismissed: 'the bulletin counts', text: expect.stringContaining('the bulletin counts') }]);
    for (const value of ['25 N·m', '28 N·m', 'the bulletin counts']) expect(text).toContain(value);
    expect((await call('DELETE', `/conflicts/${id}/dismissal`)).status).toBe(204);
    expect((await list())[0]!.dismissed).toBeNull();
    expect((await ask()).conflicts).toMatchObject([{ dismissed: null }]);
  });

  it.each([
    ['PUT', '/conflicts/nothing/dismissal', { reason: 'why' }, 404],
    ['DELETE', '/conflicts/nothing/dismissal', undefined, 404],
    ['PUT', '/conflicts/nothing/dismissal', { reason: ' ' }, 400],
    ['PUT', '/conflicts/nothing/dismissal', {}, 400],
  ])('refuses %s %s %j with %i', async (method, rest, body, status) => {
    const response = await call(method, rest, body);
    expect(response.status).toBe(status);
    expect(Problem.parse(await response.json()).status).toBe(status);
  });

  it('lists none whose document is gone, and the same again when it is back', async () => {
    const [before] = await list();
    const bulletin = before!.sides.find(({ file }) => file === 'kx-40-bulletin.md')!;
    await server.parts.ingestor.removeDocument(bulletin.documentId);
    expect(await list()).toEqual([]);
    expect(await list('POST')).toEqual([]);
    expect((await ask()).conflicts).toBeUndefined();
    const back = Object.keys(DISAGREEING).map((name) => path.join(folder, name));
    await server.parts.ingestor.ingest({ paths: back, wait: true });
    expect((await list('POST')).map(({ id }) => id)).toEqual([before!.id]);
  });
});
