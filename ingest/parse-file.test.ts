import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { RevisionContent } from '../knowledge/document/document.ts';
import { type ParsedDocument, parseFile } from './parse-file.ts';
import { DEFAULT_READ_LIMITS } from './read/reader.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'millwright-parse-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function parse(name: string, content: string): Promise<ParsedDocument[]> {
  const file = path.join(folder, path.basename(name));
  await writeFile(file, content);
  return parseFile({ path: file, name, limits: DEFAULT_READ_LIMITS });
}

/** Throws where the document could not be stored as it is. */
function expectStorable(document: ParsedDocument): void {
  const own = { documentId: 'x', source: 'x', fingerprint: 'x', bytes: 1 };
  RevisionContent.parse({ ...document, ...own, docId: document.docId ?? 'x' });
  const ids = document.passages.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(document.passages.map(({ ordinal }) => ordinal)).toEqual(ids.map((_, index) => index));
  for (const { passageId } of document.records) expect(ids).toContain(passageId);
}

const HANDBOOK = `# KP-40 Pump

## 5 Maintenance

Tighten the casing bolts to 45 N·m.

| Code | Cause |
|------|-------|
| E-407 | Dry running |
| E-408 | Overheated winding |
`;

describe('parseFile', () => {
  it('makes one document of a file: passages in order, rows of tables, what it says of itself', async () => {
    const [document, ...more] = await parse('pumps/kp-40.md', HANDBOOK);
    expect(more).toEqual([]);
    expectStorable(document!);
    expect(document).toMatchObject({ format: 'markdown', docId: null, pageCount: null, identity: { title: 'KP-40 Pump', language: 'en' } });
    const bolts = document!.passages.find(({ text }) => text.includes('45 N·m'))!;
    expect(bolts.sectionPath).toContain('5 Maintenance');
    expect(bolts.quantities).toMatchObject([{ value: 45, unit: 'N·m', dimension: 'torque' }]);
    expect(document!.records.map(({ keys }) => keys)).toEqual([expect.arrayContaining(['E407']), expect.arrayContaining(['E408'])]);
  });

  it('gives the same passages with the same ids again', async () => {
    expect(await parse('a.md', HANDBOOK)).toEqual(await parse('a.md', HANDBOOK));
  });

  it('makes a document of each doc_id of prepared passages, and keeps their ids', async () => {
    const lines = [
      { doc_id: 'kp-40', id: 'a', title: 'Bolts', path: ['Maintenance'], text: 'Tighten the bolts to 45 N·m.', page: 3 },
      { doc_id: '手册', id: 1, text: '更换机械密封前请断电，并确认泵体已经冷却。' },
      { doc_id: 'kp-40', id: 'b', text: HANDBOOK, page: 7 },
    ];
    const documents = await parse('corpus.jsonl', lines.map((line) => JSON.stringify(line)).join('\n'));
    expect(documents.map(({ docId, identity }) => [docId, identity.title, identity.language])).toEqual([
      ['kp-40', 'kp-40', 'en'],
      ['手册', '手册', 'zh'],
    ]);
    for (const document of documents) expectStorable(document);
    const [pump, manual] = documents;
    expect(pump!.pageCount).toBe(7);
    expect(manual!.pageCount).toBeNull();
    expect(new Set(pump!.passages.map(({ externalId }) => externalId))).toEqual(new Set(['a', 'b']));
    expect(pump!.passages[0]).toMatchObject({ externalId: 'a', page: 3, sectionPath: ['Maintenance', 'Bolts'] });
    expect(manual!.passages[0]!.externalId).toBe('1');
    expect(pump!.records).toHaveLength(2);
  });

  it('splits a long prepared passage, all parts under its id', async () => {
    const text = Array.from({ length: 120 }, (_, index) => `Sentence number ${index} says something about the pump.`).join(' ');
    const [document] = await parse('long.jsonl', JSON.stringify({ doc_id: 'd', id: 'only', text }));
    expect(document!.passages.length).toBeGreaterThan(1);
    expect(document!.passages.every(({ externalId }) => externalId === 'only')).toBe(true);
    expect(document!.passages.map((passage) => passage.text).join(' ')).toContain('Sentence number 119');
    expectStorable(document!);
  });

  it.each([
    ['page.html', '<html><head><title>Valve</title></head><body><h1>Valve</h1><p>Open it slowly.</p></body></html>', 'html'],
    ['plan.csv', 'Task,Interval\nChange oil,4000 h\nCheck seal,500 h\n', 'csv'],
    ['note.txt', 'Open the valve slowly.\n', 'text'],
    ['no-ending', '# Valve\n\nOpen it slowly.\n', 'markdown'],
  ])('reads %s', async (name, content, format) => {
    const [document] = await parse(name, content);
    expectStorable(document!);
    expect(document!.format).toBe(format);
    expect(document!.passages.length).toBeGreaterThan(0);
  });

  it('refuses what is empty, missing or not as named', async () => {
    await expect(parse('a.md', '')).rejects.toMatchObject({ code: 'file_empty' });
    await expect(parse('a.jsonl', '\n\n')).rejects.toMatchObject({ code: 'file_empty' });
    await expect(parse('a.pdf', 'Words')).rejects.toMatchObject({ code: 'file_damaged', message: expect.stringContaining('no PDF file') });
    await expect(parse('a.xlsx', 'a,b\n1,2\n')).rejects.toMatchObject({ code: 'file_damaged' });
    const gone = { path: path.join(folder, 'gone.md'), name: 'gone.md', limits: DEFAULT_READ_LIMITS };
    await expect(parseFile(gone)).rejects.toMatchObject({ code: 'file_missing' });
  });

  it('names the line of prepared passages that is wrong', async () => {
    const good = JSON.stringify({ doc_id: 'd', id: 1, text: 'x' });
    for (const [bad, part] of [
      ['{"doc_id":"d"', 'not JSON'],
      ['{"doc_id":"d","id":2}', 'text: missing'],
      ['{"doc_id":"","id":2,"text":"x"}', 'doc_id'],
      ['[]', 'value'],
      ['null', 'value'],
      [good, 'repeats'],
    ])
      await expect(parse('a.jsonl', `${good}\n\n${bad}\n`)).rejects.toMatchObject({
        code: 'file_damaged',
        message: expect.stringMatching(new RegExp(`^Line 3 of "a\\.jsonl".*${part}`)),
      });
  });
});
