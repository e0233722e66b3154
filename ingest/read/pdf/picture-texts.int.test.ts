import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Block, ReadResult } from '../../../knowledge/document/block.ts';
import { DEFAULT_READ_LIMITS } from '../reader.ts';
import { openRecognition } from '../recognize/open-recognition.ts';
import { pageWithPicture } from './fixtures/picture-page.ts';
import { pdfReader } from './pdf-reader.ts';

const { recognition } = openRecognition({ recognizer: 'tesseract', folder: null });
let folder: string;
let read: ReadResult;

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'millwright-picture-'));
  const file = path.join(folder, 'page.pdf');
  await writeFile(file, await pageWithPicture());
  read = await pdfReader.read({ path: file, name: 'page.pdf', limits: DEFAULT_READ_LIMITS, ...(recognition ? { recognition } : {}) });
});
afterAll(async () => {
  await recognition?.close();
  await rm(folder, { recursive: true, force: true });
});

const textOf = (block: Block): string =>
  block.kind === 'table'
    ? block.rows
        .flat()
        .map((cell) => cell.text)
        .join(' ')
    : 'text' in block
      ? block.text
      : '';
const indexOf = (words: string): number => read.blocks.findIndex((block) => textOf(block).includes(words));

describe('a picture on a page that has text', () => {
  it('gives its words where it stands, between what is printed above and below', () => {
    expect(read.warnings).toEqual([]);
    expect(indexOf('filled in by the inspector')).toBeGreaterThanOrEqual(0);
    expect(indexOf('Gearbox')).toBeGreaterThan(indexOf('filled in by the inspector'));
    expect(indexOf('Oil temperature')).toBeGreaterThan(indexOf('Gearbox'));
    expect(indexOf('Send a copy')).toBeGreaterThan(indexOf('Oil temperature'));
  });

  it('stays a figure with its caption', () => {
    expect(read.blocks).toContainEqual(expect.objectContaining({ kind: 'figure', caption: 'Figure 1: Inspection sheet' }));
  });

  it('marks its words as recognised, inside the picture, and the printed ones not', () => {
    const spans = read.blocks.flatMap((block) =>
      'spans' in block ? block.spans : block.kind === 'table' ? block.rows.flat().flatMap((cell) => cell.spans) : [],
    );
    const recognized = spans.filter(({ confidence }) => confidence !== undefined);
    expect(recognized.length).toBeGreaterThan(10);
    for (const { box } of recognized) {
      expect(box.x).toBeGreaterThanOrEqual(80 / 595 - 0.01);
      expect(box.x + box.width).toBeLessThanOrEqual(480 / 595 + 0.01);
      expect(box.y).toBeGreaterThanOrEqual(142 / 842 - 0.01);
      expect(box.y + box.height).toBeLessThanOrEqual(492 / 842 + 0.01);
    }
    expect(spans.length).toBeGreaterThan(recognized.length);
  });
});
