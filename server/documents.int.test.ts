import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { EventSourceParserStream } from 'eventsource-parser/stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SAMPLES, sampleKnowledge } from '../test/sample-knowledge.ts';
import { serve, type TestServer } from '../test/serve.ts';
import { Answer, DocumentDetail, DocumentList, DocumentSummary, Job, PassageView, Problem } from './api/schemas.ts';

const MAX_UPLOAD_BYTES = 300_000;

let dataFolder: string;
let server: TestServer;
beforeAll(async () => {
  dataFolder = await sampleKnowledge();
  server = await serve(dataFolder, { maxUploadBytes: MAX_UPLOAD_BYTES });
});
afterAll(() => server?.close());

async function list(): Promise<DocumentList> {
  return DocumentList.parse(await (await fetch(`${server.api}/documents`)).json());
}

async function documentOf(file: string): Promise<DocumentSummary> {
  const found = (await list()).documents.find((document) => document.file === file);
  if (!found) throw new Error(`There is no "${file}" among the samples.`);
  return found;
}

async function expectProblem(response: Response, status: number, code: string): Promise<Problem> {
  expect(response.status).toBe(status);
  expect(response.headers.get('content-type')).toContain('application/problem+json');
  const problem = Problem.parse(await response.json());
  expect(problem.code).toBe(code);
  return problem;
}

function upload(files: Record<string, string | Uint8Array<ArrayBuffer>>, field = 'files'): Promise<Response> {
  const body = new FormData();
  for (const [name, content] of Object.entries(files)) body.append(field, new Blob([content]), name);
  return fetch(`${server.api}/documents`, { method: 'POST', body });
}

/** Every state of the job until it has ended. */
async function follow(id: string): Promise<Job[]> {
  const response = await fetch(`${server.api}/jobs/${id}`, { headers: { accept: 'text/event-stream' } });
  const jobs: Job[] = [];
  for await (const { event, data } of response.body!.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream())) {
    expect(event).toBe('job');
    jobs.push(Job.parse(JSON.parse(data)));
  }
  return jobs;
}

async function ask(question: string): Promise<Answer> {
  const response = await fetch(`${server.api}/ask`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ question }),
  });
  return Answer.parse(await response.json());
}

describe('what is known', () => {
  it('lists the documents and the equipment', async () => {
    const known = await list();
    expect(known.documents.map(({ file }) => file).sort()).toEqual((await readdir(SAMPLES)).sort());
    expect(known.equipment.map(({ name }) => name)).toEqual(expect.arrayContaining(['KP-40', 'KP-60', 'AC-75', 'RF300']));
    expect(known.vectorsComplete).toBe(true);
  });

  it('gives one document, its original byte for byte, and nothing that could run in this origin', async () => {
    const { id, title } = await documentOf('kestrel-kp-40-manual.pdf');
    expect(DocumentSummary.parse(await (await fetch(`${server.api}/documents/${id}`)).json()).title).toBe(title);
    const file = await fetch(`${server.api}/documents/${id}/file`);
    expect(file.headers.get('content-type')).toBe('application/pdf');
    expect(file.headers.get('content-security-policy')).toContain('sandbox');
    expect(Buffer.from(await file.arrayBuffer())).toEqual(await readFile(path.join(SAMPLES, 'kestrel-kp-40-manual.pdf')));
  });

  it('gives a cited passage as text', async () => {
    const { citations } = await ask('How often must the valve seals be replaced on filling line 1?');
    const { documentId, passageId } = citations[0]!;
    const passage = PassageView.parse(await (await fetch(`${server.api}/documents/${documentId}/passages/${passageId}`)).json());
    expect(passage.text.length).toBeGreaterThan(20);
    await expectProblem(await fetch(`${server.api}/documents/${documentId}/passages/none`), 404, 'not_found');
  });

  it.each(['', '/file', '/pages/1/image', '/passages/x'])('says that there is no such document (%s)', async (rest) => {
    await expectProblem(await fetch(`${server.api}/documents/nobody${rest}`), 404, 'not_found');
  });

  it('says not found, not broken, for an address that cannot be decoded', async () => {
    await expectProblem(await fetch(`${server.api}/documents/%E0%A4%A`), 400, 'bad_request');
  });
});

describe('pages as images', () => {
  it('draws a page once, keeps it, and lets browsers keep it', async () => {
    const { id, fingerprint } = await documentOf('kestrel-kp-40-manual.pdf');
    const address = `${server.api}/documents/${id}/pages/5/image`;
    const first = await fetch(address);
    expect(first.headers.get('content-type')).toBe('image/png');
    const png = Buffer.from(await first.arrayBuffer());
    expect(png.subarray(1, 4).toString()).toBe('PNG');
    expect(png.readUInt32BE(16)).toBeGreaterThan(800);
    expect(await readdir(path.join(dataFolder, 'cache', 'pages', fingerprint))).toEqual(['5-110.png']);
    expect(Buffer.from(await (await fetch(address)).arrayBuffer())).toEqual(png);
    const unchanged = await fetch(address, { headers: { 'if-none-match': first.headers.get('etag')! } });
    expect(unchanged.status).toBe(304);
  });

  it('draws a part of a page, as figures are shown', async () => {
    const { id } = await documentOf('kestrel-kp-40-manual.pdf');
    const response = await fetch(`${server.api}/documents/${id}/pages/5/image?dpi=72&box=0.1,0.2,0.5,0.25`);
    expect(response.headers.get('etag')).toContain('0.1-0.2-0.5-0.25');
    const png = Buffer.from(await response.arrayBuffer());
    expect(Math.abs(png.readUInt32BE(16) - 298)).toBeLessThanOrEqual(1);
    expect(Math.abs(png.readUInt32BE(20) - 210)).toBeLessThanOrEqual(1);
  });

  it('draws many at once, each its own', async () => {
    const { id } = await documentOf('kestrel-kp-60-manual.pdf');
    const pages = [1, 2, 3, 2];
    const images = await Promise.all(
      pages.map(async (page) => Buffer.from(await (await fetch(`${server.api}/documents/${id}/pages/${page}/image?dpi=50`)).arrayBuffer())),
    );
    expect(images[1]).toEqual(images[3]);
    expect(new Set(images.map((image) => image.toString('base64'))).size).toBe(3);
  });

  it.each([
    ['a page after the last', '13/image', 404, 'not_found'],
    ['page 0', '0/image', 400, 'bad_request'],
    ['a page that is no number', 'five/image', 400, 'bad_request'],
    ['a part that is no box', '5/image?box=0.1,0.2,half', 400, 'bad_request'],
    ['a part outside the page', '5/image?box=1,0.2,0.5,0.5', 400, 'bad_request'],
    ['too fine a drawing', '5/image?dpi=1200', 400, 'bad_request'],
  ])('refuses %s', async (_what, rest, status, code) => {
    const { id } = await documentOf('kestrel-kp-40-manual.pdf');
    await expectProblem(await fetch(`${server.api}/documents/${id}/pages/${rest}`), status, code);
  });

  it('says that a document without pages has no image', async () => {
    const { id } = await documentOf('wi-fl-031-valve-seals-zh.md');
    await expectProblem(await fetch(`${server.api}/documents/${id}/pages/1/image`), 404, 'not_found');
  });
});

describe('uploads', () => {
  const note = (torque: number) => `# Mixer MX-9\n\n## Bolts\n\nTighten the paddle bolts of the mixer MX-9 to ${torque} N·m.\n`;

  it('takes a file, tells how it goes, answers from it, replaces it and removes it', async () => {
    const taken = await upload({ '搅拌机 MX-9.md': note(31) });
    expect(taken.status).toBe(202);
    const { id } = Job.parse(await taken.json());
    expect(taken.headers.get('location')).toBe(`/api/v1/jobs/${id}`);
    const states = (await follow(id)).map(({ state }) => state);
    expect(states.at(-1)).toBe('done');
    const ended = Job.parse(await (await fetch(`${server.api}/jobs/${id}`)).json());
    expect(ended.files).toMatchObject([{ file: '搅拌机 MX-9.md', status: 'indexed', error: null }]);
    expect(ended.vectors.done).toBe(ended.vectors.total);

    const question = 'What torque do the paddle bolts of the mixer MX-9 get?';
    expect((await ask(question)).text).toContain('31 N·m');

    const replaced = Job.parse(await (await upload({ '搅拌机 MX-9.md': note(33) })).json());
    await follow(replaced.id);
    const answer = await ask(question);
    expect(answer.text).toContain('33 N·m');
    expect(answer.text).not.toContain('31 N·m');

    const { documentId } = answer.citations[0]!;
    expect((await fetch(`${server.api}/documents/${documentId}`, { method: 'DELETE' })).status).toBe(204);
    expect((await ask(question)).citations.map((citation) => citation.documentId)).not.toContain(documentId);
    await expectProblem(await fetch(`${server.api}/documents/${documentId}`, { method: 'DELETE' }), 404, 'not_found');
  });

  it('tells each file of an upload how it ended; one bad file does not spoil the others', async () => {
    const job = Job.parse(
      await (await upload({ 'empty.pdf': '', 'fake.pdf': 'not a PDF at all', 'good.txt': 'Fan F-2: clean the grille weekly.' })).json(),
    );
    const last = (await follow(job.id)).at(-1)!;
    expect(last.state).toBe('done');
    const byName = new Map(last.files.map((file) => [file.file, file]));
    expect(byName.get('empty.pdf')).toMatchObject({ status: 'failed', error: { code: 'file_empty' } });
    expect(byName.get('fake.pdf')!.status).toBe('failed');
    expect(byName.get('good.txt')!.status).toBe('indexed');
    expect((await list()).documents.map(({ file }) => file)).not.toContain('fake.pdf');
    expect((await fetch(`${server.api}/jobs/${job.id}`, { method: 'DELETE' })).status).toBe(204);
    expect(await readdir(path.join(dataFolder, 'uploads'))).toEqual([]);
  });

  it('refuses a file that is too large and keeps nothing of it', async () => {
    const problem = await expectProblem(await upload({ 'large.txt': 'x'.repeat(MAX_UPLOAD_BYTES + 1) }), 413, 'too_large');
    expect(problem.detail).toContain('millwright ingest');
    expect(await readdir(path.join(dataFolder, 'uploads'))).toEqual([]);
  });

  it.each([
    ['no file', () => upload({})],
    ['another field', () => upload({ 'a.txt': 'x' }, 'documents')],
    ['two files of one name', () => upload({ 'a/b.txt': 'x', 'c/b.txt': 'y' })],
    ['a name that leads out of the folder', () => upload({ '..': 'x' })],
    ['a name that is too long', () => upload({ [`${'长'.repeat(90)}.txt`]: 'x' })],
  ])('refuses %s', async (_what, send) => {
    await expectProblem(await send(), 400, 'bad_request');
    expect(await readdir(path.join(dataFolder, 'uploads'))).toEqual([]);
  });

  const head = '--b\r\nContent-Disposition: form-data; name="files"; filename="a.txt"\r\n\r\n';
  it.each([
    ['JSON', 'application/json', '{}', 415, 'unsupported_media_type'],
    ['a form without its boundary', 'multipart/form-data', 'x', 400, 'bad_request'],
    ['a form that breaks off', 'multipart/form-data; boundary=b', `${head}half`, 400, 'bad_request'],
    [
      'a file with a broken head',
      'multipart/form-data; boundary=b',
      '--b\r\nContent-Disposition: form\r\n\r\nx\r\n--b--',
      400,
      'bad_request',
    ],
  ])('refuses %s', async (_what, type, body, status, code) => {
    const response = await fetch(`${server.api}/documents`, { method: 'POST', headers: { 'content-type': type }, body });
    await expectProblem(response, status, code);
    expect(await readdir(path.join(dataFolder, 'uploads'))).toEqual([]);
  });

  it('keeps only the base name of an upload', async () => {
    const job = Job.parse(await (await upload({ '../../etc/cron.txt': 'Valve V-1: open slowly.' })).json());
    expect(job.files.map(({ file }) => file)).toEqual(['cron.txt']);
    await follow(job.id);
  });

  it('refuses to replace a document that came another way', async () => {
    const job = Job.parse(await (await upload({ 'maintenance-plan.csv': 'machine,task\nKP-40,none\n' })).json());
    const last = (await follow(job.id)).at(-1)!;
    expect(last).toMatchObject({ state: 'failed', files: [{ status: 'failed', error: { code: 'document_id_taken' } }] });
  });

  it('says that there is no such job', async () => {
    await expectProblem(await fetch(`${server.api}/jobs/nothing`), 404, 'not_found');
  });
});

describe('what people say of documents', () => {
  const KP40 = 'kestrel-kp-40-manual.pdf';
  const REVISION_B = 'kestrel-kp-40-manual-rev-b.pdf';

  function change(id: string, body: unknown): Promise<Response> {
    return fetch(`${server.api}/documents/${id}`, {
      method: 'PATCH',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  }
  const changed = async (id: string, body: unknown) => DocumentDetail.parse(await (await change(id, body)).json());
  const torque = async (scope: object = {}) => {
    const body = JSON.stringify({ question: 'What torque do the coupling bolts of the KP-40 get?', scope });
    const response = await fetch(`${server.api}/ask`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    return Answer.parse(await response.json());
  };

  it('shows each fact with the words and the place where it was read', async () => {
    const { id } = await documentOf(KP40);
    const { facts } = DocumentDetail.parse(await (await fetch(`${server.api}/documents/${id}`)).json());
    const number = facts.find(({ field }) => field === 'documentNumber')!;
    expect(number).toMatchObject({ value: 'OM-KP40-EN', guess: 'OM-KP40-EN', corrected: false });
    expect(number.evidence[0]).toMatchObject({ source: 'page', page: 1, words: expect.stringContaining('OM-KP40-EN') });
    expect(number.evidence[0]!.boxes).toHaveLength(1);
  });

  it('never cites a superseded value but where it is asked for, and then says so', async () => {
    expect((await documentOf(REVISION_B)).supersededBy).toMatchObject({ file: KP40, revision: 'C', revisionDate: '2024-03' });
    const current = await torque();
    expect(current.text).toContain('25 N·m');
    expect([...current.citations, ...current.related].every(({ file }) => file !== REVISION_B)).toBe(true);
    expect(current.citations[0]).toMatchObject({ revision: 'C', revisionDate: '2024-03', superseded: false });
    const all = await torque({ revisions: 'all' });
    expect(all.citations.map(({ file }) => file)).toEqual(expect.arrayContaining([KP40, REVISION_B]));
    const named = await torque({ documents: [REVISION_B] });
    expect(named.text).toContain('22 N·m');
    expect(named.citations[0]).toMatchObject({ file: REVISION_B, revision: 'B', revisionDate: '2022-05', superseded: true });
  });

  it('corrects a fact, keeps the guess beside it, and brings it back', async () => {
    const { id } = await documentOf('maintenance-plan.csv');
    const corrected = await changed(id, { title: 'Plan of maintenance', aliases: ['P-101'], maker: null });
    expect(corrected).toMatchObject({ title: 'Plan of maintenance', corrected: ['title', 'maker', 'aliases'] });
    expect(corrected.equipment).toContain('P-101');
    expect(corrected.facts[0]).toMatchObject({ value: 'Plan of maintenance', corrected: true });
    const cleared = await changed(id, { clear: ['title', 'aliases', 'maker'] });
    expect(cleared).toMatchObject({ corrected: [], title: corrected.facts[0]!.guess });
  });

  it('takes a judgement before the rule, and takes it back', async () => {
    const [current, former] = [await documentOf(KP40), await documentOf(REVISION_B)];
    const both = await changed(former.id, { judgement: { document: current.id, says: 'both_current' } });
    expect(both).toMatchObject({ supersededBy: null, verdicts: [{ verdict: 'both_current' }] });
    const back = await changed(former.id, { judgement: { document: current.id, says: 'undecided' } });
    expect(back).toMatchObject({ supersededBy: { file: KP40 }, verdicts: [] });
  });

  it.each([
    ['nothing', {}],
    ['an unknown field', { colour: 'red' }],
    ['an empty title', { title: ' ' }],
    ['no date', { revisionDate: 'March' }],
    ['an unknown kind', { type: 'novel' }],
    ['an unknown field to clear', { clear: ['colour'] }],
    ['a judgement by nothing', { judgement: { document: 'nowhere', says: 'supersedes' } }],
    ['an unknown judgement', { judgement: { document: 'nowhere', says: 'perhaps' } }],
  ])('refuses %s', async (_what, body) => {
    await expectProblem(await change((await documentOf(KP40)).id, body), 400, 'bad_request');
  });

  it('says that there is no such document to change, and wants JSON', async () => {
    await expectProblem(await change('nowhere', { title: 'x' }), 404, 'not_found');
    const { id } = await documentOf(KP40);
    await expectProblem(await fetch(`${server.api}/documents/${id}`, { method: 'PATCH', body: 'title=x' }), 415, 'unsupported_media_type');
  });
});
