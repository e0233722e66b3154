import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { documentIdOf } from '../knowledge/document/ids.ts';
import { madeRevision } from '../knowledge/store/fixtures/made-revision.ts';
import { learnTerms } from '../knowledge/terms/learn-terms.ts';
import { serve, type TestServer } from '../test/serve.ts';
import { GlossaryImport, ListedTerm, Problem, TermList } from './api/schemas.ts';

let dataFolder: string;
let server: TestServer;
beforeAll(async () => {
  dataFolder = await mkdtemp(path.join(os.tmpdir(), 'millwright-glossary-'));
  server = await serve(dataFolder);
  const { store } = server.parts;
  const text = 'The torch height controller (THC) follows the sheet.';
  await store.commit(madeRevision({ docId: 'a.md', passages: [{ id: 'p1', text }] }));
  await learnTerms(store);
});
afterAll(async () => {
  await server?.close();
  await rm(dataFolder, { recursive: true, force: true });
});

const call = (method: string, rest: string, body?: unknown) =>
  fetch(`${server.api}/glossary/${rest}`, {
    method,
    ...(body !== undefined && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  });
const list = async (query = '') => TermList.parse(await (await call('GET', `terms${query}`)).json());
const importCsv = (body: string, type = 'text/csv') =>
  fetch(`${server.api}/glossary/import`, { method: 'POST', body, headers: { 'content-type': type } });
async function problem(response: Response): Promise<Problem> {
  expect(response.headers.get('content-type')).toContain('application/problem+json');
  return Problem.parse(await response.json());
}

describe('/glossary', () => {
  it('lists mined terms with the passages that say so, and finds among all', async () => {
    const { total, terms } = await list('?source=mined');
    expect(total).toBe(1);
    expect(terms[0]).toMatchObject({
      english: ['torch height controller', 'THC'],
      evidence: { places: [{ documentId: documentIdOf('a.md'), passageId: 'p1' }] },
    });
    const found = await list(`?find=${encodeURIComponent('扭矩扳手')}&limit=1`);
    expect(found.terms).toMatchObject([{ source: 'base', english: expect.arrayContaining(['torque wrench']) }]);
  });

  it('adds, changes and takes back a term; the trace of a search tells whose word it was', async () => {
    const response = await call('POST', 'terms', { english: ['THC'], chinese: ['调高器'] });
    expect(response.status).toBe(201);
    const { id } = ListedTerm.parse(await response.json());
    const changed = await call('PUT', `terms/${id}`, { english: ['THC', 'height box'] });
    expect(ListedTerm.parse(await changed.json())).toMatchObject({ id, english: ['THC', 'height box'], chinese: [] });
    const { trace } = await server.parts.retriever.retrieve({ text: 'Where is the height box?', limit: 1, trace: true });
    expect(trace[0]!.data.names).toContainEqual({ term: 'height box', ways: ['THC'], sources: ['edited'] });
    expect((await call('DELETE', `terms/${id}`)).status).toBe(204);
    expect((await list('?source=edited')).total).toBe(0);
  });

  it('blocks a mined term that is deleted', async () => {
    const [{ id }] = (await list('?source=mined')).terms as [ListedTerm];
    expect((await call('DELETE', `terms/${id}`)).status).toBe(204);
    expect((await list('?source=mined')).terms).toMatchObject([{ id, blocked: true }]);
    const [block] = (await list('?source=edited')).terms;
    expect(block).toMatchObject({ blocked: true });
    await call('DELETE', `terms/${block!.id}`);
    expect((await list('?source=mined')).terms).toMatchObject([{ blocked: false }]);
  });

  it('takes CSV in and gives it out; a mistake names line and column and changes nothing', async () => {
    expect(GlossaryImport.parse(await (await importCsv('english,chinese\n"chuck; jaw chuck",卡盘\n')).json())).toEqual({
      terms: 1,
      added: 1,
    });
    const wrong = await importCsv('english,chinese\nspindle,主轴\nchuck,jaw\n');
    expect(wrong.status).toBe(400);
    expect((await problem(wrong)).detail).toContain('line 3, column 2');
    expect((await list('?source=edited')).total).toBe(1);
    const csv = await call('GET', 'export');
    expect(csv.headers.get('content-type')).toContain('text/csv');
    expect(await csv.text()).toContain('chuck; jaw chuck,卡盘,,edited');
    expect((await problem(await importCsv('{}', 'application/json'))).code).toBe('unsupported_media_type');
  });

  it('refuses what is no term, and ids that it does not know', async () => {
    const bad = await call('POST', 'terms', { english: ['chuck'], chinese: ['jaw'] });
    expect(bad.status).toBe(400);
    expect((await problem(bad)).errors).toEqual([{ path: 'chinese.0', message: expect.stringContaining('holds no Chinese') }]);
    expect((await call('DELETE', 'terms/nothing')).status).toBe(404);
    expect((await call('PUT', 'terms/nothing', { english: ['a', 'b'] })).status).toBe(404);
  });
});
