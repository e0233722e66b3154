import { rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { documentIdOf } from '../../knowledge/document/ids.ts';
import { goodPdf } from './fixtures/broken-files.ts';
import { outcomeOf, Workshop } from './fixtures/workshop.ts';
import type { IngestEvent } from './ingest-report.ts';

let workshop: Workshop;
beforeEach(async () => {
  workshop = await Workshop.make();
});
afterEach(() => workshop.dispose());

const page = (words: string) => `# Handbook\n\n${words}\n`;
const find = async (token: string) => {
  const store = await workshop.store();
  const found = await store.search({ terms: [{ token, weight: 1 }], keys: [], limit: 20 });
  return (await store.passages(found.map(({ key }) => key))).map(({ document }) => document.file);
};
const statuses = (report: { files: { file: string; status: string }[] }) => report.files.map(({ file, status }) => `${file} ${status}`);

describe('Ingesting a folder', () => {
  it('reads every file once, by its path below the folder, and fills the vectors', async () => {
    await workshop.write('pumps/kp-40.md', page('Impeller'));
    await workshop.write('手册.pdf', goodPdf('Change the oil.'));
    await workshop.write('.hidden.md', page('Hidden'));
    await symlink(path.join(workshop.files, 'pumps', 'kp-40.md'), path.join(workshop.files, 'gone.md'));
    await rm(path.join(workshop.files, 'gone.md'));
    const events: IngestEvent[] = [];
    const report = await workshop.ingest({}, (event) => events.push(event));
    expect(statuses(report)).toEqual(['pumps/kp-40.md indexed', '手册.pdf indexed']);
    expect(report.totals).toMatchObject({ files: 2, indexed: 2, failed: 0, pages: 2 });
    expect(events[0]).toMatchObject({ type: 'found', files: 2 });
    expect(events.filter(({ type }) => type === 'file-done')).toHaveLength(2);
    expect(events.at(-1)).toMatchObject({ type: 'vectors', done: report.totals.passages, total: report.totals.passages });
    const list = await (await workshop.store()).catalogue.list();
    expect(list.every(({ vectors, passages }) => vectors === passages && passages > 0)).toBe(true);
  });

  it('costs nothing for what is unchanged: nothing read, nothing written', async () => {
    await workshop.write('a.md', page('Impeller'));
    await workshop.write('corpus.jsonl', '{"doc_id":"d1","id":"1","text":"one"}\n{"doc_id":"d2","id":"1","text":"two"}\n');
    await workshop.ingest();
    const { catalogue } = await workshop.store();
    const version = await catalogue.version();
    const list = await catalogue.list();
    const report = await workshop.ingest({}, (event) => expect(event.type).not.toBe('pages'));
    expect(statuses(report)).toEqual(['a.md unchanged', 'corpus.jsonl unchanged']);
    expect(outcomeOf(report, 'corpus.jsonl').documentIds).toEqual([documentIdOf('d1'), documentIdOf('d2')]);
    expect(await catalogue.version()).toBe(version);
    expect(await catalogue.list()).toEqual(list);
    expect(report.searchableSeconds).toBeLessThan(1);
  });

  it('replaces what changed, and drops the former original', async () => {
    const file = await workshop.write('a.md', page('Gland packing'));
    await workshop.ingest();
    const before = await workshop.originals();
    await writeFile(file, page('Mechanical seal'));
    expect(statuses(await workshop.ingest())).toEqual(['a.md indexed']);
    expect([await find('pack'), await find('seal')]).toEqual([[], ['a.md']]);
    expect(await workshop.originals()).toHaveLength(1);
    expect(await workshop.originals()).not.toEqual(before);
  });

  it('keeps the former revision when the new one cannot be read', async () => {
    const file = await workshop.write('a.pdf', goodPdf('Gland packing'));
    await workshop.ingest();
    const before = await workshop.originals();
    await writeFile(file, goodPdf('Mechanical seal').subarray(0, 700));
    expect(statuses(await workshop.ingest())).toEqual(['a.pdf failed']);
    expect(await find('pack')).toContain('a.pdf');
    expect(await workshop.originals()).toEqual(before);
  });

  it('removes what is gone only where it is asked to, and only below the given folders', async () => {
    await workshop.write('here/a.md', page('Impeller'));
    await workshop.write('here/b.md', page('Gasket'));
    await workshop.write('there/c.md', page('Coupling'));
    await workshop.ingest({ paths: [path.join(workshop.files, 'here'), path.join(workshop.files, 'there')] });
    const upload = path.join(workshop.folder, 'upload.md');
    await writeFile(upload, page('Uploaded'));
    await (await workshop.ingestor()).ingestUploads([{ path: upload, docId: 'upload.md' }], () => undefined);
    await rm(path.join(workshop.files, 'here', 'b.md'));
    await rm(path.join(workshop.files, 'there', 'c.md'));
    const kept = (await (await workshop.store()).catalogue.list()).find(({ file }) => file === 'upload.md')!;
    expect(kept).toMatchObject({ source: 'upload', bytes: page('Uploaded').length });
    await rm(upload);
    const here = [path.join(workshop.files, 'here')];
    expect(statuses(await workshop.ingest({ paths: here }))).toEqual(['a.md unchanged']);
    expect(await find('gasket')).toEqual(['b.md']);
    const report = await workshop.ingest({ paths: here, prune: true });
    expect(statuses(report)).toEqual(['b.md removed', 'a.md unchanged']);
    expect(report.totals).toMatchObject({ removed: 1, unchanged: 1, failed: 0 });
    expect([await find('gasket'), await find('coupl'), await find('upload')]).toEqual([[], ['c.md'], ['upload.md']]);
    expect(await workshop.originals()).toHaveLength(3);
  });

  it('refuses a name that another file has, and keeps that one', async () => {
    await workshop.write('one/a.md', page('Impeller'));
    await workshop.write('two/a.md', page('Gasket'));
    const paths = ['one', 'two'].map((folder) => path.join(workshop.files, folder));
    const report = await workshop.ingest({ paths });
    expect(statuses(report)).toEqual(['a.md indexed', 'a.md failed']);
    expect(report.files[1]!.error).toMatchObject({ code: 'document_id_taken', message: expect.stringContaining('one/a.md') });
    const upload = await (await workshop.ingestor()).ingestUploads(
      [{ path: path.join(paths[1]!, 'a.md'), docId: 'a.md' }],
      () => undefined,
    );
    expect(upload.files[0]!.error).toMatchObject({ code: 'document_id_taken' });
    expect([await find('impel'), await find('gasket')]).toEqual([['a.md'], []]);
    expect(await workshop.originals()).toHaveLength(1);
  });

  it('keeps the same content once, under the first name', async () => {
    for (let pair = 0; pair < 6; pair += 1)
      for (const name of ['a', 'b']) await workshop.write(`${pair}${name}.pdf`, goodPdf(`Words of pair ${pair}`));
    const report = await workshop.ingest();
    expect(statuses(report)).toEqual([0, 1, 2, 3, 4, 5].flatMap((pair) => [`${pair}a.pdf indexed`, `${pair}b.pdf unchanged`]));
    expect(outcomeOf(report, '3b.pdf').warnings).toMatchObject([{ code: 'same_content', message: expect.stringContaining('3a.pdf') }]);
    expect(await workshop.originals()).toHaveLength(6);
    await (await workshop.ingestor()).removeDocument(documentIdOf('3a.pdf'));
    expect(outcomeOf(await workshop.ingest(), '3a.pdf').status).toBe('indexed');
  });

  it('restores an original that somebody deleted', async () => {
    await workshop.write('a.md', page('Impeller'));
    await workshop.ingest();
    const kept = await workshop.originals();
    await rm(path.join(workshop.data, 'files'), { recursive: true });
    expect(statuses(await workshop.ingest())).toEqual(['a.md unchanged']);
    expect(await workshop.originals()).toEqual(kept);
  });

  it('sweeps the drafts of processes that were killed, and no others', async () => {
    await workshop.write('a.md', page('Impeller'));
    await workshop.ingest();
    const [original] = await workshop.originals();
    const drafts = [`${original}.999999999.part`, `${original}.${process.pid}.part`];
    for (const draft of drafts) await writeFile(path.join(workshop.data, 'files', original!.slice(0, 2), draft), 'half');
    await workshop.ingest();
    expect((await workshop.originals()).sort()).toEqual([original, drafts[1]].sort());
  });

  it('keeps an original as long as a document needs it', async () => {
    await workshop.write('a.md', page('Impeller'));
    const b = await workshop.write('b.md', page('Gasket'));
    await workshop.ingest();
    await writeFile(b, page('Impeller'));
    await workshop.ingest();
    expect(await find('gasket')).toEqual([]);
    const ingestor = await workshop.ingestor();
    await ingestor.removeDocument(documentIdOf('a.md'));
    const [left] = await (await workshop.store()).catalogue.list();
    expect(left!.file).toBe('b.md');
    expect(await ingestor.originalOf(left!)).not.toBeNull();
    await ingestor.removeDocument(documentIdOf('b.md'));
    expect(await workshop.originals()).toEqual([]);
  });

  it('drops documents that a file of prepared passages no longer names, with prune', async () => {
    const file = await workshop.write(
      'corpus.jsonl',
      '{"doc_id":"d1","id":"1","text":"impeller"}\n{"doc_id":"d2","id":"1","text":"gasket"}\n',
    );
    await workshop.ingest();
    await writeFile(file, '{"doc_id":"d1","id":"1","text":"impeller"}\n');
    await workshop.ingest();
    expect(await find('gasket')).toEqual(['d2']);
    expect(statuses(await workshop.ingest({ prune: true }))).toEqual(['corpus.jsonl unchanged', 'd2 removed']);
    expect([await find('impel'), await find('gasket')]).toEqual([['d1'], []]);
    await writeFile(file, '{"doc_id":"d3","id":"1","text":"coupling"}\n');
    expect(statuses(await workshop.ingest({ prune: true }))).toEqual(['corpus.jsonl indexed', 'd1 removed']);
  });

  it('stops at a signal, keeps what is done, and goes on when it runs again', async () => {
    for (let index = 0; index < 8; index += 1) await workshop.write(`${index}.pdf`, goodPdf(`Words of ${index}`));
    const stop = new AbortController();
    const report = await workshop.ingest({ signal: stop.signal }, (event) => {
      if (event.type === 'file-done') stop.abort();
    });
    expect(report.totals.files).toBe(8);
    expect(report.files.every(({ status, error }) => status === 'indexed' || error?.code === 'cancelled')).toBe(true);
    expect(report.totals.failed).toBeGreaterThan(0);
    const again = await workshop.ingest();
    expect(again.totals).toMatchObject({ failed: 0, indexed: report.totals.failed, unchanged: report.totals.indexed });
  });

  it('stops filling vectors at a signal, keeps those that are done, and completes them later', async () => {
    await workshop.write(
      'a.jsonl',
      Array.from({ length: 200 }, (_, id) => JSON.stringify({ doc_id: 'd', id, text: `part ${id}` })).join('\n'),
    );
    const stop = new AbortController();
    const report = await workshop.ingest({ signal: stop.signal }, (event) => {
      if (event.type === 'vectors' && event.done > 0) stop.abort();
    });
    expect(report.totals).toMatchObject({ indexed: 1, failed: 0 });
    expect(report.vectorsSeconds).toBeNull();
    const { vectors } = await workshop.store();
    const { passages, vectors: done } = await vectors.counts();
    expect(done).toBeGreaterThan(0);
    expect(done).toBeLessThan(passages);
    await workshop.ingest();
    expect(await vectors.counts()).toEqual({ passages, vectors: passages });
  });

  it('asks the store no more for each file when there are many', async () => {
    const count = 60;
    await workshop.write(
      'many.jsonl',
      Array.from({ length: 300 }, (_, id) => JSON.stringify({ doc_id: `d${id}`, id: 1, text: 'x' })).join('\n'),
    );
    await workshop.ingest();
    for (let index = 0; index < count; index += 1) await workshop.write(`${index}.md`, page(`Words of ${index}`));
    const store = await workshop.store();
    let lists = 0;
    const { list } = store.catalogue;
    store.catalogue.list = () => {
      lists += 1;
      return list();
    };
    expect((await workshop.ingest()).totals).toMatchObject({ indexed: count });
    expect(lists).toBeLessThanOrEqual(1);
  });
});
