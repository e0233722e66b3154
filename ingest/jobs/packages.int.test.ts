import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { zipOf } from '../read/fixtures/read-bytes.ts';
import { goodPdf } from './fixtures/broken-files.ts';
import { brokenZips } from './fixtures/broken-zips.ts';
import { outcomeOf, Workshop } from './fixtures/workshop.ts';

let workshop: Workshop;
beforeEach(async () => {
  workshop = await Workshop.make();
});
afterEach(() => workshop.dispose());

const page = (words: string) => `# Handbook\n\n${words}\n`;
const list = async () => (await (await workshop.store()).catalogue.list()).map(({ file }) => file).sort();

describe('Ingesting a zip', () => {
  it('makes a document of each file in it, with its own original, and finds it unchanged', async () => {
    const inner = await zipOf({ 'c.md': page('Coupling') });
    const names = {
      'pumps/a.pdf': goodPdf('Change the oil.'),
      '手册/更换 🔧.md': page('密封'),
      [`${'long'.repeat(75)}.md`]: page('Long'),
      'inner.zip': inner,
      '__MACOSX/x.md': 'junk',
      'empty/': '',
    };
    await workshop.write('delivery.zip', await zipOf(names));
    const report = await workshop.ingest();
    const files = [
      'delivery.zip/inner.zip/c.md',
      `delivery.zip/${'long'.repeat(75)}.md`,
      'delivery.zip/pumps/a.pdf',
      'delivery.zip/手册/更换 🔧.md',
    ];
    expect(await list()).toEqual(files);
    const outcome = outcomeOf(report, 'delivery.zip');
    expect(outcome).toMatchObject({ status: 'indexed', pages: 2, warnings: [] });
    expect(outcome.documentIds).toHaveLength(4);
    const store = await workshop.store();
    const pdf = (await store.catalogue.list()).find(({ format }) => format === 'pdf')!;
    expect(await (await workshop.ingestor()).originalOf(pdf)).toContain(pdf.fingerprint);
    const version = await store.catalogue.version();
    expect(outcomeOf(await workshop.ingest(), 'delivery.zip').status).toBe('unchanged');
    expect(await store.catalogue.version()).toBe(version);
    expect(await readdir(path.join(workshop.data, 'unpacking'))).toEqual([]);
  });

  it('reports what fails in it by name and keeps the others; nothing leaves the data folder', async () => {
    for (const [name, bytes] of Object.entries(await brokenZips())) await workshop.write(name, bytes);
    const before = (await readdir(workshop.folder)).sort();
    const report = await workshop.ingest();
    const found = Object.fromEntries(
      report.files.map(({ file, error, warnings, documentIds }) => [
        file,
        error ? error.code : `${documentIds.length}: ${warnings.map(({ code }) => code).join()}`,
      ]),
    );
    expect(found).toEqual({
      'climbs.zip': '1: file_damaged,file_damaged,file_damaged',
      'damaged-part.zip': '1: file_damaged,file_empty',
      'deep.zip': 'file_too_large',
      'empty.zip': 'file_empty',
      'encrypted.zip': '1: file_encrypted',
      'cut.zip': 'file_damaged',
      'twice.zip': '1: file_damaged',
      'bomb.zip': 'file_too_large',
      'nested-bomb.zip': '1: file_too_large',
      'programs.zip': 'file_kind_unknown',
    });
    for (const { file, error, warnings } of report.files) {
      for (const { message } of [...warnings, ...(error ? [error] : [])]) {
        expect(message).toContain(`"${file}`);
        expect(message).not.toMatch(/\n|undefined|\bat \w+ \(/);
        expect(message.length).toBeLessThan(600);
      }
    }
    expect((await readdir(workshop.folder)).sort()).toEqual(before);
    expect(await readdir(path.join(workshop.data, 'unpacking'))).toEqual([]);
  });

  it('follows changes of the zip; what is gone from it goes only when asked', async () => {
    const file = await workshop.write('a.zip', await zipOf({ 'a.md': page('Impeller'), 'b.md': page('Gasket') }));
    await workshop.ingest();
    await workshop.write('a.zip', await zipOf({ 'a.md': page('Impeller two'), 'c.md': page('Coupling') }));
    expect(outcomeOf(await workshop.ingest(), 'a.zip')).toMatchObject({ status: 'indexed' });
    expect(await list()).toEqual(['a.zip/a.md', 'a.zip/b.md', 'a.zip/c.md']);
    expect((await workshop.ingest({ prune: true })).files.map(({ file: name, status }) => `${name} ${status}`)).toEqual([
      'a.zip unchanged',
      'a.zip/b.md removed',
    ]);
    expect(await list()).toEqual(['a.zip/a.md', 'a.zip/c.md']);
    await rm(file);
    await workshop.ingest({ prune: true });
    expect(await list()).toEqual([]);
    expect(await workshop.originals()).toEqual([]);
  });

  it('takes a saved web site page by page, without what only makes pages look', async () => {
    await workshop.write(
      'site.zip',
      await zipOf({
        'index.html': '<html><body><h1>Valves</h1><p>Open slowly.</p></body></html>',
        'img/logo.png': 'png',
        'a.css': 'p{}',
        'a.js': 'var x',
      }),
    );
    await workshop.write('saved/page.html', '<html><body><h1>Pumps</h1><p>Vent first.</p></body></html>');
    await workshop.write('saved/page_files/logo.png', 'png');
    await workshop.write('saved/style.css', 'p{}');
    expect((await workshop.ingest()).totals).toMatchObject({ files: 2, indexed: 2, failed: 0 });
    expect(await list()).toEqual(['saved/page.html', 'site.zip/index.html']);
  });
});

describe('Ingesting a mail', () => {
  it('makes documents of its words and of each attachment', async () => {
    const part = (type: string, disposition: string, body: Buffer) => [
      '--x',
      `Content-Type: ${type}`,
      `Content-Disposition: ${disposition}`,
      'Content-Transfer-Encoding: base64',
      '',
      body.toString('base64'),
    ];
    const lines = [
      'From: li@plant.example',
      'To: shift@plant.example',
      'Subject: New seals',
      'Date: Tue, 18 Jun 2024 09:30:00 +0000',
      'MIME-Version: 1.0',
      'Content-Type: multipart/mixed; boundary=x',
      '',
      '--x',
      'Content-Type: text/plain',
      '',
      'See the list.',
      ...part('application/pdf', 'attachment; filename="../list.pdf"', goodPdf('Seal 4711')),
      ...part('text/markdown', 'attachment; filename="list.md"', Buffer.from(page('Gasket'))),
      ...part('text/markdown', 'attachment; filename="list.md"', Buffer.from(page('Coupling'))),
      ...part('image/png', 'inline; filename="logo.png"', Buffer.from('png')),
      '--x--',
      '',
    ];
    await workshop.write('mail.eml', lines.join('\r\n'));
    expect(outcomeOf(await workshop.ingest(), 'mail.eml')).toMatchObject({ status: 'indexed', warnings: [] });
    expect(await list()).toEqual(['mail.eml', 'mail.eml/.._list.pdf', 'mail.eml/list (2).md', 'mail.eml/list.md']);
    expect(outcomeOf(await workshop.ingest(), 'mail.eml').status).toBe('unchanged');
  });
});
