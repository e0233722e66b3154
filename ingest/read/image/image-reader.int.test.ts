import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { crc32, deflateSync } from 'node:zlib';
import { createCanvas } from '@napi-rs/canvas';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Block, ReadResult, TableBlock } from '../../../knowledge/document/block.ts';
import type { Box } from '../../../knowledge/document/box.ts';
import { readDocument } from '../read-document.ts';
import { DEFAULT_READ_LIMITS } from '../reader.ts';
import { characterErrorRate } from '../recognize/character-errors.ts';
import { pictureFile } from '../recognize/fixtures/pictures.ts';
import { CHINESE_LINES, ENGLISH_LINES, SHEET_ROWS } from '../recognize/fixtures/texts.ts';
import { openRecognition } from '../recognize/open-recognition.ts';
import { openImage } from './open-image.ts';

const settings = { recognizer: 'tesseract', folder: null } as const;
const { recognition } = openRecognition(settings);
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'millwright-images-'));
});
afterAll(async () => {
  await recognition?.close();
  await rm(folder, { recursive: true, force: true });
});

async function read(file: string): Promise<ReadResult> {
  return readDocument({ path: file, name: path.basename(file), limits: DEFAULT_READ_LIMITS, ...(recognition ? { recognition } : {}) });
}

async function written(name: string, bytes: Uint8Array): Promise<string> {
  const file = path.join(folder, name);
  await writeFile(file, bytes);
  return file;
}

const text = (blocks: readonly Block[]) => blocks.map((block) => ('text' in block ? block.text : '')).join('\n');
const tableOf = ({ blocks }: ReadResult) => blocks.find((block): block is TableBlock => block.kind === 'table')!;

/** The picture turned clockwise by quarters, as a PNG. */
async function turned(name: string, quarters: number): Promise<Buffer> {
  const { rgba, width, height } = await (await openImage(pictureFile(name), name)).pixels(0, 20_000_000);
  const from = createCanvas(width, height);
  const data = from.getContext('2d').createImageData(width, height);
  data.data.set(rgba);
  from.getContext('2d').putImageData(data, 0, 0);
  const to = quarters % 2 === 0 ? createCanvas(width, height) : createCanvas(height, width);
  const context = to.getContext('2d');
  context.translate(to.width / 2, to.height / 2);
  context.rotate((quarters * Math.PI) / 2);
  context.drawImage(from, -width / 2, -height / 2);
  return to.toBuffer('image/png');
}

function boxOf({ blocks }: ReadResult, word: string): Box {
  for (const block of blocks) {
    if (!('text' in block)) continue;
    const at = block.text.indexOf(word);
    const span = at < 0 ? undefined : block.spans.find(({ start, end }) => start <= at && end > at);
    if (span) return span.box;
  }
  throw new Error(`"${word}" was not read.`);
}

describe('a photographed page', () => {
  let sheet: ReadResult;
  beforeAll(async () => {
    sheet = await read(pictureFile('sheet.jpg'));
  });

  it('is one page of text and a table with its cells right, though it is askew and noisy', () => {
    expect(sheet).toMatchObject({ format: 'image', pageCount: 1, warnings: [] });
    const table = tableOf(sheet);
    expect(table.headerRows).toBe(1);
    expect(table.rows.map((row) => row.map((cell) => cell.text))).toEqual(SHEET_ROWS);
    expect(text(sheet.blocks)).toContain('Next inspection after 2,000 hours.');
  });

  it('has a span with box and confidence for each word, which follow the slope of the line', () => {
    const spans = sheet.blocks.flatMap((block) => ('spans' in block ? block.spans : []));
    expect(spans.every(({ confidence }) => confidence !== undefined && confidence > 0.5)).toBe(true);
    const [first, last] = [boxOf(sheet, 'Gearbox'), boxOf(sheet, '2024')];
    const { width, height } = { width: 1000, height: 875 };
    const slope = ((last.y - first.y) * height) / ((last.x - first.x) * width);
    expect(Math.abs((Math.atan(slope) * 180) / Math.PI - 2)).toBeLessThan(0.5);
  });

  it.each([1, 2, 3])('turned by %d quarters it says the same, and its boxes turn with it', async (quarters) => {
    const other = await read(await written(`turned-${quarters}.png`, await turned('english.png', quarters)));
    const upright = await read(pictureFile('english.png'));
    expect(characterErrorRate(ENGLISH_LINES.join(' '), text(other.blocks))).toBeLessThanOrEqual(0.03);
    const box = boxOf(upright, 'Loosen');
    const there = boxOf(other, 'Loosen');
    const expected = [
      { x: 1 - box.y - box.height, y: box.x },
      { x: 1 - box.x - box.width, y: 1 - box.y - box.height },
      { x: box.y, y: 1 - box.x - box.width },
    ][quarters - 1]!;
    expect(there.x).toBeCloseTo(expected.x, 1.7);
    expect(there.y).toBeCloseTo(expected.y, 1.7);
  });
});

describe('a TIFF', () => {
  it('has a page for each of its pictures', async () => {
    const frames = await Promise.all(
      ['english.png', 'chinese.png'].map(async (name) => (await openImage(pictureFile(name), name)).pixels(0, 1e7)),
    );
    const result = await read(await written('two.tif', tiffOf(frames)));
    expect(result.pageCount).toBe(2);
    expect(characterErrorRate(ENGLISH_LINES.join(' '), text(result.blocks.filter(({ page }) => page === 1)))).toBeLessThan(0.03);
    expect(characterErrorRate(CHINESE_LINES.join(''), text(result.blocks.filter(({ page }) => page === 2)))).toBeLessThan(0.06);
  });
});

/** Uncompressed greys, one strip a page. Source: TIFF 6.0. */
function tiffOf(frames: readonly { width: number; height: number; rgba: Uint8Array | Uint8ClampedArray }[]): Uint8Array {
  const parts: Buffer[] = [Buffer.from([0x49, 0x49, 42, 0, 0, 0, 0, 0])];
  let length = 8;
  let link = 4;
  const links: [number, number][] = [];
  for (const { width, height, rgba } of frames) {
    const pixels = Buffer.from(Uint8Array.from({ length: width * height }, (_, i) => rgba[i * 4]!));
    const tags = [
      [256, 4, 1, width],
      [257, 4, 1, height],
      [258, 3, 1, 8],
      [259, 3, 1, 1],
      [262, 3, 1, 1],
      [273, 4, 1, length],
      [277, 3, 1, 1],
      [278, 4, 1, height],
      [279, 4, 1, pixels.length],
    ];
    const directory = Buffer.alloc(2 + tags.length * 12 + 4);
    directory.writeUInt16LE(tags.length, 0);
    for (const [i, [tag, type, count, value]] of tags.entries()) {
      directory.writeUInt16LE(tag!, 2 + i * 12);
      directory.writeUInt16LE(type!, 4 + i * 12);
      directory.writeUInt32LE(count!, 6 + i * 12);
      directory.writeUInt32LE(value!, 10 + i * 12);
    }
    const odd = pixels.length % 2 === 0 ? pixels : Buffer.concat([pixels, Buffer.alloc(1)]);
    links.push([link, length + odd.length]);
    link = length + odd.length + directory.length - 4;
    parts.push(odd, directory);
    length += odd.length + directory.length;
  }
  const file = Buffer.concat(parts);
  for (const [at, target] of links) file.writeUInt32LE(target, at);
  return file;
}

describe('what is no readable picture', () => {
  it('of 10,000 x 10,000 pixels is refused before it is unfolded', async () => {
    const error = await read(await written('bomb.png', bomb(10_000, 10_000))).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: 'file_too_large' });
    expect((error as Error).message).toContain('10000 x 10000');
  });

  it('cut off or empty inside is damaged', async () => {
    const whole = await readFile(pictureFile('sheet.jpg'));
    await expect(read(await written('head.jpg', whole.subarray(0, 300)))).rejects.toMatchObject({ code: 'file_damaged' });
    await expect(read(await written('head.tif', Buffer.from([0x49, 0x49, 42, 0, 8, 0, 0, 0])))).rejects.toMatchObject({
      code: 'file_damaged',
    });
  });

  it('without a recognizer is a page without text, said so', async () => {
    const file = pictureFile('english.png');
    const result = await readDocument({ path: file, name: 'english.png', limits: DEFAULT_READ_LIMITS });
    expect(result).toMatchObject({ blocks: [], pageCount: 1, warnings: [{ code: 'page_without_text', page: 1 }] });
  });
});

/** A PNG of one-bit black pixels: a few kilobytes that unfold to width x height. */
function bomb(width: number, height: number): Buffer {
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
    const head = Buffer.alloc(4);
    head.writeUInt32BE(data.length);
    const tail = Buffer.alloc(4);
    tail.writeUInt32BE(crc32(body));
    return Buffer.concat([head, body, tail]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = 1;
  const rows = deflateSync(Buffer.alloc((Math.ceil(width / 8) + 1) * height));
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', header),
    chunk('IDAT', rows),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}
