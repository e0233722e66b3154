import { describe, expect, it } from 'vitest';
import { DEFAULT_READ_LIMITS } from '../reader.ts';
import { fixture, isText, readFixture, tables, texts } from './fixtures/read-fixture.ts';
import { pdfReader } from './pdf-reader.ts';

describe('reading a page of one column', () => {
  it('gives headings, paragraphs, list items with their marks, and listings, in order', async () => {
    const { blocks } = await readFixture('one-column.pdf');
    expect(texts(blocks)).toEqual([
      '1 Feed pump',
      'The feed pump moves water from the day tank to the filling line. It runs on its own when the tank is above the lower float, and it stops when the tank is empty for more than ten seconds.',
      'The flow is 12 m³/h at 3.5 bar. A charge of 10³ litres lasts five minutes. The gas is CO2.',
      '1.1 Before each shift',
      '1. Close the drain valve V-12 and lock it, then wait until the gauge shows no pressure at all, which takes about half a minute on a warm day.',
      '2. Open the vent.',
      '3. Check the oil:',
      '• level between the marks',
      '• no foam',
      'WARNING',
      'Hot surface. Let the casing cool below 40 °C.',
      '1.2 Commands',
      'Type these lines on the panel:',
      'set pump 7\n  speed 1450\nstart',
      'The lamp turns green.',
    ]);
  });

  it('says which blocks are headings, list items, code, and boxed', async () => {
    const { blocks } = await readFixture('one-column.pdf');
    const text = blocks.filter(isText);
    expect(text.filter((b) => b.kind === 'heading').map((b) => [b.text, b.level])).toEqual([
      ['1 Feed pump', 1],
      ['1.1 Before each shift', 2],
      ['1.2 Commands', 2],
    ]);
    expect(text.filter((b) => b.kind === 'list_item').map((b) => b.indent)).toEqual([0, 0, 0, 1, 1]);
    expect(text.filter((b) => b.kind === 'code').map((b) => b.text)).toEqual(['set pump 7\n  speed 1450\nstart']);
    expect(text.filter((b) => b.boxed).map((b) => b.text)).toEqual(['WARNING', 'Hot surface. Let the casing cool below 40 °C.']);
    expect(text[0]).toMatchObject({ fontSize: 18, bold: true });
    expect(text[1]).toMatchObject({ fontSize: 10, bold: false });
  });

  it('gives the properties and the outline of the file', async () => {
    const { properties, outline, pageCount } = await readFixture('one-column.pdf');
    expect(pageCount).toBe(1);
    expect(properties.title).toBe('Feed pump FP-7');
    expect(properties.created).toMatch(/^\d{4}-\d\d-\d\d$/);
    expect(outline.map((entry) => [entry.title, entry.level, entry.page])).toEqual([
      ['1 Feed pump', 1, 1],
      ['1.1 Before each shift', 2, 1],
      ['1.2 Commands', 2, 1],
    ]);
  });
});

describe('columns', () => {
  it('reads two columns one after the other, and a heading over both between them', async () => {
    const { blocks } = await readFixture('two-columns.pdf');
    const firstWords = texts(blocks).map((text) => text.split(' ').slice(0, 2).join(' '));
    expect(firstWords).toEqual([
      '3 Compressor',
      'Alpha begins',
      'Bravo follows',
      'Charlie stands',
      'Delta ends',
      '3.1 A',
      'Echo begins',
      'Foxtrot is',
      'Golf stands',
      'Hotel ends',
    ]);
  });

  it('puts side notes before the text they stand beside', async () => {
    const { blocks } = await readFixture('side-notes.pdf');
    expect(texts(blocks).map((text) => text.split(' ')[0])).toEqual(['9', 'Filling', 'Fill', 'Emptying', 'Open']);
  });
});

describe('words', () => {
  it('joins words that the line end broke and keeps hyphens that belong to them', async () => {
    const { blocks } = await readFixture('hyphens.pdf');
    expect(texts(blocks).slice(2)).toEqual([
      'The word maintenance is broken at the end of the line by hand.',
      'The line is a high-pressure line and stays so.',
      'This is pump KP-40 and none other.',
      'The temperature of this extraordinarily hot temperaturesensor is high.',
    ]);
  });

  it('sets no spaces between Chinese lines and characters', async () => {
    const { blocks } = await readFixture('chinese.pdf');
    expect(texts(blocks)).toEqual([
      '7 变频器参数',
      '本变频器用于控制水泵电机的转速，最高输出频率为 50 Hz。安装之前请先切断电源，并等待五分钟，直到指示灯完全熄灭为止，然后才可以打开端子盖。',
      '1. 关闭阀门 V-12。',
      '2. 按下启动按钮，观察压力表的读数是否在 3.5 bar 以下。',
    ]);
  });
});

describe('a page printed sideways', () => {
  it('is read along its own lines, with what stands across at the end', async () => {
    const { blocks } = await readFixture('turned.pdf');
    expect(texts(blocks)).toEqual(['8 Turned page', 'This text runs from the top of the sheet to its foot.', 'Upright label beside it']);
  });
});

describe('a table printed sideways on an upright page', () => {
  it('is read along its rows, and the upright running head and page number around it are left out', async () => {
    const { blocks, furniture } = await readFixture('turned-table.pdf');
    const [signals, alarms] = tables(blocks);
    expect(signals).toMatchObject({ caption: 'Table 1: Signals of the line', headerRows: 1, page: 2 });
    expect(signals?.rows[2]?.map(({ text }) => text)).toEqual(['S-2', 'X1:5', 'blue', 'The cutter is at rest.']);
    expect(alarms?.rows[1]?.map(({ text }) => text)).toEqual(['A-10', 'No film on the roll.', 'Put in a new roll.']);
    expect(texts(blocks)).toEqual([
      '7.1 Signals',
      'The next page shows the signals of the line.',
      'The signals are read by the control every ten milliseconds.',
      'All alarms are kept for one year.',
    ]);
    expect(furniture).toEqual(['Packing line PL-3 book 7']);
  });
});

it('reads pages that the file turns by 180 and 270 degrees', async () => {
  expect(texts((await readFixture('rotated-more.pdf')).blocks)).toEqual(['Upside down in the file', 'To the left in the file']);
});

describe('what is no part of the text', () => {
  it('leaves running heads, page numbers and the contents out, and keeps what the heads say', async () => {
    const { blocks, furniture } = await readFixture('running-heads.pdf');
    const all = texts(blocks);
    expect(all[0]).toBe('1 Safety');
    expect(all.filter((text) => /operating book|^Page \d|\.{5}|^Contents$/.test(text))).toEqual([]);
    expect(all.filter((text) => /^Sentence/.test(text))).toHaveLength(24);
    expect(furniture).toEqual(['Filling line FL-2 operating book Rev. C']);
  });

  it('warns of a page that is an image', async () => {
    const { warnings, blocks } = await readFixture('scan.pdf');
    expect(warnings).toEqual([expect.objectContaining({ code: 'page_without_text', page: 2 })]);
    expect(warnings[0]?.message).toContain('Page 2');
    expect(blocks.map((block) => block.kind)).toEqual(['text', 'figure']);
  });
});

describe('files that cannot be read', () => {
  const read = (name: string) => readFixture(name);

  it.each([
    ['encrypted.pdf', 'file_encrypted', 'password'],
    ['truncated.pdf', 'file_damaged', 'not a whole PDF'],
    ['no-pages.pdf', 'file_empty', 'no pages'],
    ['absent.pdf', 'file_missing', 'no longer there'],
    ['raw-pdf.ts', 'file_damaged', 'another format'],
  ])('%s is refused with code %s and a sentence that names it', async (name, code, words) => {
    await expect(read(name)).rejects.toMatchObject({ code, message: expect.stringContaining(words) });
    await expect(read(name)).rejects.toMatchObject({ message: expect.stringContaining(`"${name}"`) });
  });

  it('refuses more pages than the limit', async () => {
    const limits = { ...DEFAULT_READ_LIMITS, maxPages: 4 };
    const name = 'running-heads.pdf';
    await expect(pdfReader.read({ path: fixture(name), name, limits })).rejects.toMatchObject({
      code: 'file_too_large',
      context: { pages: 5, maxPages: 4 },
    });
  });
});

it('reports each page while it reads', async () => {
  const seen: string[] = [];
  const name = 'running-heads.pdf';
  await pdfReader.read({ path: fixture(name), name, limits: DEFAULT_READ_LIMITS, onPage: (done, total) => seen.push(`${done}/${total}`) });
  expect(seen).toEqual(['1/5', '2/5', '3/5', '4/5', '5/5']);
});
