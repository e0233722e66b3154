import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ReadResult, TableBlock } from '../../../knowledge/document/block.ts';
import { DEFAULT_READ_LIMITS } from '../reader.ts';
import { PageRecognition } from '../recognize/page-recognition.ts';
import type { Recognizer } from '../recognize/recognizer.ts';
import { TesseractRecognizer } from '../recognize/tesseract/tesseract-recognizer.ts';
import { fixture } from './fixtures/read-fixture.ts';
import { pdfReader } from './pdf-reader.ts';

const SCAN = path.resolve(import.meta.dirname, '../../../samples/documents/commissioning-record-scan.pdf');

/** The real recognizer, counted. */
class Counted implements Recognizer {
  readonly #inner = new TesseractRecognizer();
  readonly id: string;
  pictures = 0;
  constructor(id = 'counted') {
    this.id = id;
  }
  recognize(image: Parameters<Recognizer['recognize']>[0]) {
    this.pictures += 1;
    return this.#inner.recognize(image);
  }
  close() {
    return this.#inner.close();
  }
}

let folder: string;
let first: ReadResult;
const counted = new Counted();
const recognition = (recognizer: Recognizer) => new PageRecognition({ open: async () => recognizer, folder });
const read = (path: string, by: PageRecognition, fingerprint: string) =>
  pdfReader.read({ path, name: 'scan.pdf', limits: DEFAULT_READ_LIMITS, recognition: by, fingerprint });

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'millwright-readings-'));
  first = await read(SCAN, recognition(counted), 'aa11');
});
afterAll(async () => {
  await counted.close();
  await rm(folder, { recursive: true, force: true });
});

describe('a scanned page of a PDF', () => {
  it('gives its words in order and its ruled table with the cells right', () => {
    expect(first.warnings).toEqual([]);
    const texts = first.blocks.flatMap((block) => ('text' in block ? [block.text] : []));
    expect(texts[0]).toBe('Commissioning record CR-2023-118');
    expect(texts.at(-2)).toContain('Suction strainer fitted, to be removed after 50 h');
    const table = first.blocks.find((block): block is TableBlock => block.kind === 'table')!;
    const rows = table.rows.map((row) => row.map((cell) => cell.text));
    expect(rows).toHaveLength(6);
    expect(rows).toContainEqual(['Flow', '59.2 m³/h', '60 m³/h']);
    expect(rows).toContainEqual(['Vibration velocity', '2.1 mm/s', '5.6 mm/s']);
  });

  it('places its words on the page: the heading near the top, the signature below the table', () => {
    const spans = first.blocks.flatMap((block) => ('spans' in block ? block.spans : []));
    for (const { box } of spans) {
      expect(box.page).toBe(1);
      expect(box.x + box.width).toBeLessThanOrEqual(1);
    }
    expect(spans[0]!.box.y).toBeGreaterThan(0.08);
    expect(spans[0]!.box.y).toBeLessThan(0.12);
    expect(spans.at(-1)!.box.y).toBeGreaterThan(0.49);
  });

  it('is read once: the reading is kept by content, and gives the same blocks', async () => {
    const before = counted.pictures;
    expect(await read(SCAN, recognition(counted), 'aa11')).toEqual(first);
    expect(counted.pictures).toBe(before);
  });

  it('is read again by another recognizer, and when its kept reading is damaged', async () => {
    const other = new Counted('another');
    await read(SCAN, recognition(other), 'aa11');
    expect(other.pictures).toBeGreaterThan(0);
    await other.close();
    expect(JSON.parse(await readFile(path.join(folder, 'aa11', '1.json'), 'utf8'))).toMatchObject({
      reader: expect.stringContaining('another'),
    });
  });

  it('stays unread with a warning where the recognizer fails', async () => {
    const broken: Recognizer = { id: 'broken', recognize: () => Promise.reject(new TypeError('no model')), close: async () => undefined };
    const { warnings, blocks } = await read(SCAN, recognition(broken), 'bb22');
    expect(blocks.filter(({ kind }) => kind === 'text')).toEqual([]);
    expect(warnings).toEqual([expect.objectContaining({ code: 'page_not_recognized', page: 1 })]);
  });
});

it('a PDF with text asks no recognizer', async () => {
  let opened = 0;
  const lazy = new PageRecognition({
    open: async () => {
      opened += 1;
      return counted;
    },
    folder,
  });
  await read(fixture('one-column.pdf'), lazy, 'cc33');
  expect(opened).toBe(0);
});
