import { describe, expect, it } from 'vitest';
import type { TableBlock } from '../../../knowledge/document/block.ts';
import { readFixture, tables, texts } from './fixtures/read-fixture.ts';

const grid = (table: TableBlock | undefined): string[][] => (table?.rows ?? []).map((row) => row.map((cell) => cell.text));

describe('tables of one page', () => {
  it('reads ruled tables, repeating merged cells', async () => {
    const [ruled] = tables((await readFixture('tables.pdf')).blocks);
    const note = 'see the foundation drawing, which comes with the frame and shows every bolt';
    expect(grid(ruled)).toEqual([
      ['Bolt', 'Thread', 'Torque (N·m)'],
      ['Casing', 'M8', '24'],
      ['Casing', 'M10', '47 ± 3'],
      ['Foot', note, note],
    ]);
    expect(ruled).toMatchObject({ caption: 'Table 1: Tightening torques', headerRows: 1, page: 1, pageEnd: 1 });
    expect(ruled?.rows[2]?.map((cell) => cell.repeated)).toEqual([true, false, false]);
    expect(ruled?.rows[3]?.map((cell) => cell.repeated)).toEqual([false, false, true]);
    expect(ruled?.rows[2]?.[0]?.spans).toEqual(ruled?.rows[1]?.[0]?.spans);
  });

  it('sees rules that are masks of one pixel', async () => {
    const [table] = tables((await readFixture('image-rules.pdf')).blocks);
    expect(grid(table)).toEqual([
      ['Alarm code', 'Usual cause', 'Remedy'],
      ['E-11', 'Dry running', 'Open V-3'],
      ['E-12', 'Hot casing', 'Wait'],
    ]);
  });

  it('ends a table without rules where a sentence runs across its columns', async () => {
    const { blocks } = await readFixture('close-tables.pdf');
    const [areas, letters] = tables(blocks);
    expect(grid(areas).map(([key]) => key)).toEqual(['boot', 'lock', 'fuse', 'user']);
    expect(grid(letters).map(([key]) => key)).toEqual(['r', 'w', 'v']);
    expect(texts(blocks)).toContain('The next letter says what is done with the area that was named:');
  });

  it('keeps the words that wrap in the last row of a table without rules', async () => {
    const { blocks } = await readFixture('close-tables.pdf');
    const letters = tables(blocks)[1];
    expect(letters?.headerRows).toBe(0);
    expect(grid(letters)[2]).toEqual(['v', 'The area is compared, and the first place that differs is said in words with its values.']);
    expect(texts(blocks)).toContain('After this the lamp turns green.');
  });

  it('heads columns by two rows where the first one stands over several', async () => {
    const versions = tables((await readFixture('close-tables.pdf')).blocks)[2];
    expect(versions).toMatchObject({ headerRows: 2 });
    expect(grid(versions).slice(0, 2)).toEqual([
      ['', 'Server', 'Server'],
      ['Client', '1.0', '2.0'],
    ]);
  });

  it('reads tables that only shading or alignment shows', async () => {
    const [, shaded, aligned] = tables((await readFixture('tables.pdf')).blocks);
    expect(grid(shaded)).toEqual([
      ['Signal', 'Warn', 'Stop'],
      ['Bearing temperature', '85 °C', '95 °C'],
      ['Discharge pressure', '9.2 bar', '9.8 bar'],
      ['Vibration', '4.5 mm/s', '7.1 mm/s'],
    ]);
    expect(shaded).toMatchObject({ caption: 'Table 2: Alarm limits', headerRows: 1 });
    expect(grid(aligned)).toEqual([
      ['Code', 'Meaning', 'Action'],
      ['E-01', 'Over current', 'Check the rotor'],
      ['E-02', 'Over voltage', 'Check the supply'],
      ['E-03', 'Phase lost', 'Check the fuses'],
    ]);
    expect(aligned?.headerRows).toBe(1);
  });

  it('keeps the text around tables, captions apart', async () => {
    expect(texts((await readFixture('tables.pdf')).blocks)).toEqual([
      '4 Settings',
      'The table below gives the torques.',
      'The next one has shading and no lines.',
      'This one has neither.',
      'These lines stand below all three tables and are text again, long enough to be a paragraph of two lines on the page that they are printed on.',
    ]);
  });

  it('makes no table of text columns', async () => {
    expect(tables((await readFixture('two-columns.pdf')).blocks)).toEqual([]);
    expect(tables((await readFixture('side-notes.pdf')).blocks)).toEqual([]);
  });

  it('makes one row of a bold head that wraps, and keeps rows of names in a monospaced font', async () => {
    const [pins] = tables((await readFixture('loose-tables.pdf')).blocks);
    expect(pins?.headerRows).toBe(1);
    expect(grid(pins)).toEqual([
      ['Cable pin', 'Wire colour', 'Pin of the board'],
      ['1 (clock)', 'black', 'PB1'],
      ['2 (data)', 'white', 'PB2'],
      ['3 (ground)', 'grey', ''],
      ['4', 'red', 'VCC'],
      ['5 (none)', 'green', ''],
    ]);
  });

  it('keeps the last row of a table without rules when a long paragraph follows', async () => {
    const letters = tables((await readFixture('loose-tables.pdf')).blocks)[1];
    expect(grid(letters).map(([key]) => key)).toEqual(['r', 'w', 'v']);
  });

  it('reads Chinese tables', async () => {
    const [table] = tables((await readFixture('chinese.pdf')).blocks);
    expect(grid(table)).toEqual([
      ['代码', '名称', '处理方法'],
      ['E-01', '过电流', '检查电机是否堵转'],
      ['E-02', '过电压', '检查电源电压'],
    ]);
    expect(table?.caption).toBe('表 7-1 故障代码');
  });
});

describe('a table over two pages', () => {
  it('is one table also where the first page holds its head and a nearly empty row', async () => {
    const table = tables((await readFixture('loose-tables.pdf')).blocks)[2];
    expect(table).toMatchObject({ caption: 'Table 1: Free codes', headerRows: 1, page: 2, pageEnd: 3 });
    expect(grid(table).map(([code]) => code)).toEqual(['Codes', '00-09', '10-19', '20-29']);
  });

  it('is one table, its header once, its merged cells whole', async () => {
    const found = tables((await readFixture('long-table.pdf')).blocks);
    expect(found).toHaveLength(1);
    const [table] = found;
    expect(table).toMatchObject({ caption: 'Table 3: Parameters', headerRows: 1, page: 1, pageEnd: 2 });
    expect(grid(table)).toEqual([
      ['Group', 'Code', 'Name', 'Default'],
      ...Array.from({ length: 40 }, (_, i) => [
        `Group ${Math.floor(i / 4) + 1}`,
        `P-${String(i + 1).padStart(3, '0')}`,
        `Setting ${i + 1}`,
        String(i * 5),
      ]),
    ]);
  });

  it('says for each row on which page it stands', async () => {
    const [table] = tables((await readFixture('long-table.pdf')).blocks);
    const pages = table?.rows.map((row) => row[1]?.spans[0]?.box.page) ?? [];
    expect(pages[0]).toBe(1);
    expect(pages.at(-1)).toBe(2);
    expect([...pages].sort()).toEqual(pages);
  });
});
