import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LettersEmbedder } from '../knowledge/embed/fixtures/letters-embedder.ts';
import { HybridRetriever } from '../knowledge/retrieve/hybrid-retriever.ts';
import { PlantGlossary } from '../knowledge/terms/plant-glossary.ts';
import { baseGlossary } from '../knowledge/text/glossary/base-glossary.ts';
import { Workshop } from './jobs/fixtures/workshop.ts';
import type { IngestReport } from './jobs/ingest-report.ts';
import { zipOf } from './read/fixtures/read-bytes.ts';

const OFFICE = path.join(import.meta.dirname, 'read', 'office', 'fixtures');
const office = (name: string) => readFile(path.join(OFFICE, name));
const mime = (...lines: string[]) => ['MIME-Version: 1.0', ...lines].join('\r\n');

/** A plant where each fact stands in one file of one format alone: question, the file, words of its answer. */
const FACTS: [string, string, string][] = [
  ['What mass has the gearbox GX-11?', 'gearbox.html', '48 kg'],
  ['What mass has the gearbox GX-12?', 'gearbox.mhtml', '52 kg'],
  ['What mass has the gearbox GX-13?', 'gearbox.md', '61 kg'],
  ['What mass has the gearbox GX-14?', 'gearbox.txt', '73 kg'],
  ['What mass has the gearbox GX-15?', 'gearboxes.csv', '84 kg'],
  ['What mass has the gearbox GX-16?', 'gearbox.eml', '95 kg'],
  ['What mass has the gearbox GX-17?', 'gearbox.eml/gx-17.md', '99 kg'],
  ['What mass has the gearbox GX-18?', 'delivery.zip/gx/gx-18.txt', '111 kg'],
  ['What mass has the gearbox GX-19?', 'book.epub', '118 kg'],
  ['齿轮箱GX-20的质量是多少？', 'gbk.txt', '126 kg'],
  ['What is the cause of fault D-21?', 'slides.pptx', 'Vent the head'],
  ['Which part number has the diaphragm?', 'sheets.ods', '4711-08'],
  ['How many strokes has DU-12/9?', 'handbook.odt', '64'],
];

let workshop: Workshop;
let retriever: HybridRetriever;
let report: IngestReport;

beforeAll(async () => {
  workshop = await Workshop.make();
  const files: Record<string, string | Buffer> = {
    'gearbox.html': '<html><body><h1>Gearbox GX-11</h1><p>The mass of the gearbox GX-11 is 48 kg.</p></body></html>',
    'gearbox.mhtml': mime(
      'From: <Saved by Blink>',
      'Snapshot-Content-Location: http://plant.example/',
      'Subject: GX-12',
      'Content-Type: multipart/related; boundary="z"',
      '',
      '--z',
      'Content-Type: text/html',
      '',
      '<html><body><h1>Gearbox GX-12</h1><p>The mass of the gearbox GX-12 is 52 kg.</p></body></html>',
      '--z--',
      '',
    ),
    'gearbox.md': '# Gearbox GX-13\n\nThe mass of the gearbox GX-13 is 61 kg.\n',
    'gearbox.txt': 'Gearbox GX-14\n\nThe mass of the gearbox GX-14 is 73 kg.\n',
    'gearboxes.csv': 'Gearbox;Mass\nGX-15;84 kg\nGX-25;12 kg\nGX-35;14 kg\n',
    'gearbox.eml': mime(
      'From: li@plant.example',
      'Subject: Gearbox GX-16',
      'Date: Tue, 18 Jun 2024 09:30:00 +0000',
      'Content-Type: multipart/mixed; boundary=x',
      '',
      '--x',
      'Content-Type: text/plain',
      '',
      'The mass of the gearbox GX-16 is 95 kg.',
      '--x',
      'Content-Type: text/markdown',
      'Content-Disposition: attachment; filename=gx-17.md',
      '',
      '# Gearbox GX-17\n\nThe mass of the gearbox GX-17 is 99 kg.',
      '--x--',
      '',
    ),
    'delivery.zip': await zipOf({ 'gx/gx-18.txt': 'Gearbox GX-18\n\nThe mass of the gearbox GX-18 is 111 kg.\n' }),
    'book.epub': await zipOf({
      mimetype: 'application/epub+zip',
      'META-INF/container.xml': '<container><rootfiles><rootfile full-path="b.opf"/></rootfiles></container>',
      'b.opf':
        '<package><manifest><item id="a" href="a.xhtml" media-type="application/xhtml+xml"/></manifest><spine><itemref idref="a"/></spine></package>',
      'a.xhtml': '<html><body><h1>Gearbox GX-19</h1><p>The mass of the gearbox GX-19 is 118 kg.</p></body></html>',
    }),
    'gbk.txt': Buffer.from('b3ddc2d6cfe447582d3230b5c4d6cac1bfcac731323620 6b67a1a3'.replaceAll(' ', ''), 'hex'),
    'slides.pptx': await office('slides.pptx'),
    'sheets.ods': await office('sheets.ods'),
    'handbook.odt': await office('handbook.odt'),
    'handbook.docx': await office('handbook.docx'),
    'handbook.rtf': await office('handbook.rtf'),
    'sheets.xlsx': await office('sheets.xlsx'),
    'slides.odp': await office('slides.odp'),
  };
  for (const [name, content] of Object.entries(files)) await workshop.write(name, content);
  report = await workshop.ingest();
  const embedder = new LettersEmbedder();
  const store = await workshop.store();
  retriever = new HybridRetriever({ store, embedder, glossary: new PlantGlossary(store.terms, baseGlossary()) });
}, 120_000);
afterAll(() => workshop.dispose());

describe('A plant with a file of each format', () => {
  it('is taken in whole', () => {
    expect(report.files.filter(({ status }) => status === 'failed')).toEqual([]);
    expect(report.totals).toMatchObject({ files: 16, failed: 0 });
  });

  it.each(FACTS)('%s', async (question, file, words) => {
    const { hits } = await retriever.retrieve({ text: question, limit: 5 });
    // The handbook, slides and sheets are there in several formats each.
    const base = file.replace(/\.[^.]+$/, '');
    const found = hits.filter(({ passage }) => passage.document.file.startsWith(base)).map(({ passage }) => passage.text);
    expect(found.join('\n')).toContain(words);
  });
});
