import { rm } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { brokenFiles, contentBomb, goodPdf, zipBomb } from './fixtures/broken-files.ts';
import { outcomeOf, Workshop } from './fixtures/workshop.ts';

let workshop: Workshop;
beforeEach(async () => {
  workshop = await Workshop.make();
});
afterEach(() => workshop.dispose());

const CODES: Record<string, string> = {
  'truncated.pdf': 'file_damaged',
  'encrypted.pdf': 'file_encrypted',
  'no-pages.pdf': 'file_empty',
  'zero-bytes.pdf': 'file_empty',
  'words.pdf': 'file_damaged',
  'sign-in.pdf': 'file_damaged',
  'noise.pdf': 'file_damaged',
  'words.docx': 'file_damaged',
  'cut.docx': 'file_damaged',
  'program.bin': 'file_kind_unknown',
  'lines.jsonl': 'file_damaged',
};

describe('Ingesting files that are broken', () => {
  it('ends each with its code and one clear line, and indexes all others', async () => {
    for (const [name, content] of Object.entries(brokenFiles())) await workshop.write(name, content);
    await workshop.write('a-good.pdf', goodPdf('Change the oil.'));
    await workshop.write('z-good.md', '# Seals\n\nReplace the mechanical seal.\n');
    for (const round of ['indexed', 'unchanged']) {
      const report = await workshop.ingest();
      expect(Object.fromEntries(report.files.map(({ file, error }) => [file, error?.code]))).toEqual({
        ...CODES,
        'a-good.pdf': undefined,
        'z-good.md': undefined,
      });
      for (const { file, status, error } of report.files) {
        expect(status).toBe(error ? 'failed' : round);
        if (!error) continue;
        expect(error.message).toContain(`"${file}"`);
        expect(error.message).not.toMatch(/\n|undefined|\bat \w+ \(/);
        expect(error.message.length).toBeLessThan(300);
      }
      const { files, indexed, unchanged, failed } = report.totals;
      expect({ files, done: indexed + unchanged, failed }).toEqual({ files: 13, done: 2, failed: 11 });
    }
    const store = await workshop.store();
    expect((await store.catalogue.list()).map(({ file }) => file)).toEqual(['a-good.pdf', 'z-good.md']);
    expect(await workshop.originals()).toHaveLength(2);
  });

  it('gives up what takes too much memory, alone', async () => {
    await workshop.write('a-bomb.pdf', contentBomb(300));
    await workshop.write('b-bomb.pdf', contentBomb(301));
    await zipBomb(path.join(workshop.files, 'c-bomb.docx'), 405);
    for (const name of ['d', 'e', 'f', 'g']) await workshop.write(`${name}.pdf`, goodPdf(`Words of ${name}`));
    const ingestor = await workshop.ingestor({ maxMemoryBytes: 320_000_000, filesAProcess: 2 });
    const report = await ingestor.ingest({ paths: [workshop.files] });
    expect(report.files.map(({ file, error }) => `${file} ${error?.code ?? 'indexed'}`)).toEqual([
      'a-bomb.pdf parse_memory',
      'b-bomb.pdf parse_memory',
      'c-bomb.docx file_too_large',
      ...['d', 'e', 'f', 'g'].map((name) => `${name}.pdf indexed`),
    ]);
    expect(outcomeOf(report, 'a-bomb.pdf').error!.message).toContain('320 MB');
    expect(await workshop.originals()).toHaveLength(4);
  });

  it('gives up what takes too long, alone', async () => {
    await workshop.write('a-endless.pdf', contentBomb(400));
    for (const name of ['b', 'c', 'd']) await workshop.write(`${name}.pdf`, goodPdf(`Words of ${name}`));
    const ingestor = await workshop.ingestor({ stallMs: 10_000 });
    const report = await ingestor.ingest({ paths: [workshop.files] });
    expect(outcomeOf(report, 'a-endless.pdf').error).toMatchObject({ code: 'parse_timeout', message: expect.stringContaining('10 s') });
    expect(outcomeOf(report, 'a-endless.pdf').ms).toBeLessThan(40_000);
    expect(report.totals).toMatchObject({ indexed: 3, failed: 1 });
  });

  it('says which file vanished after it was listed', async () => {
    for (const name of ['a.md', 'b.md', 'c.md']) await workshop.write(name, `# ${name}\n\nWords.\n`);
    const report = await (await workshop.ingestor()).ingest({ paths: [workshop.files] }, async (event) => {
      if (event.type === 'found') await rm(path.join(workshop.files, 'b.md'));
    });
    expect(outcomeOf(report, 'b.md')).toMatchObject({ status: 'failed', error: { code: 'file_missing' } });
    expect(report.totals).toMatchObject({ indexed: 2, failed: 1 });
  });

  it('refuses a path or glob that is not there, before anything is read', async () => {
    const missing = { code: 'file_missing', message: expect.stringContaining('nowhere') };
    await workshop.write('a.md', 'Words');
    await expect(workshop.ingest({ paths: [workshop.files, path.join(workshop.folder, 'nowhere')] })).rejects.toMatchObject(missing);
    await expect(workshop.ingest({ paths: [path.join(workshop.folder, 'nowhere*.pdf')] })).rejects.toMatchObject(missing);
    expect(await (await workshop.store()).catalogue.list()).toEqual([]);
  });
});
