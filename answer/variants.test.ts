import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Answer } from '../knowledge/document/answer.ts';
import { type SmallPlant, smallPlant } from './fixtures/small-plant.ts';

const series = `# MW-40 and MW-60 Process Pumps – Operating Manual

Document no. MAN-MW Revision C

## 1 Technical data

| Item | Unit | MW-40 | MW-60 |
|---|---|---|---|
| Rated flow | m³/h | 25 | 61 |
| Tightening torque of the coupling bolts | N·m | 24 | 49 |
| Oil quantity of the bearing bracket | L | 0.45 | 0.92 |

## 2 Limits

| Measured value | Alarm |
|---|---|
| Bearing temperature | 85 °C |

## 3 Seals

| Model | Seal size | Setting length |
|---|---|---|
| MW-40 | 38 mm | 22 mm |
| MW-60 | 53 mm | 28 mm |

## 4 Flushing

Set the flushing pressure of the MW-60 to 3 bar.
`;

const compressor = `# VK-75 Screw Compressor – Service Manual

Document no. SM-VK Revision 4

## 1 Technical data

| Quantity | Unit | VK-75 / 8 | VK-75 / 10 |
|---|---|---|---|
| Free air delivery | m³/min | 12.6 | 10.9 |
| Maximum pressure | bar | 8.5 | 10.5 |

## 2 Factory settings

The unloading pressure is set to 7.5 bar (VK-75 / 8).
`;

const chinese = `# RW 系列离心泵使用说明书

文件编号 RW-001 版本 2

## 1 技术参数

| 项目 | 单位 | 40 型 | 60 型 | 80 型 |
|---|---|---|---|---|
| 额定流量 | m³/h | 26 | 62 | 110 |
| 额定扬程 | m | 32 | 38 | 41 |

## 2 参数设定

| 参数 | 名称 | RW-40 | RW-60 | RW-80 |
|---|---|---|---|---|
| P0-12 | 加速时间 | 5 s | 8 s | 12 s |
| P0-13 | 减速时间 | 6 s | 9 s | 15 s |
`;

const rows = `# YF300 系列变频器使用手册

文件编号 YF-01 版本 1

## 1 额定值

| 型号 | 额定功率 | 额定输出电流 |
|---|---|---|
| YF300-11K | 11 kW | 25.5 A |
| YF300-18K5 | 18.5 kW | 37.5 A |
`;

const wide = `# QX Drive Series – Settings

Document no. QX-1 Revision 1

## 1 Settings

| Setting | QX-1 | QX-2 | QX-3 | QX-4 | QX-5 | QX-6 | QX-7 | QX-8 | QX-9 |
|---|---|---|---|---|---|---|---|---|---|
| Braking current | 11 A | 12 A | 13 A | 14 A | 15 A | 16 A | 17 A | 18 A | 19 A |
`;

let plant: SmallPlant;
beforeAll(async () => {
  plant = await smallPlant({ 'series.md': series, 'compressor.md': compressor, 'zh.md': chinese, 'rows.md': rows, 'wide.md': wide });
});
afterAll(() => plant.close());

const ask = (question: string, equipment?: string): Promise<Answer> =>
  plant.answerer.ask({ question, ...(equipment && { scope: { equipment: [equipment] } }) });

/** The rows of the answer's table, head first. */
function tableOf({ text }: Answer): string[][] {
  const lines = text.split('\n').filter((line) => line.startsWith('| ') && !line.startsWith('| ---'));
  return lines.map((line) => line.slice(2, -2).split(' | '));
}

describe('one variant among the columns or rows of a table', () => {
  it.each([
    ['What is the rated flow of the MW-60?', '61', '25'],
    ['What is the rated flow of the MW60?', '61', '25'],
    ['What is the tightening torque of the coupling bolts of the MW-40?', '24', '49'],
    ['What is the tightening torque of the coupling bolts of the 60?', '49', '24'],
    ['How much oil does the bearing bracket of the 60 model take?', '0.92', '0.45'],
    ['What is the free air delivery of the VK-75/10?', '10.9', '12.6'],
    ['What is the free air delivery of the VK-75 / 8?', '12.6', '10.9'],
    ['What is the maximum pressure of the 10 bar version of the VK-75?', '10.5', '8.5'],
    ['60 型的额定流量是多少？', '62', '110'],
    ['RW-80 的额定流量是多少？', '110', '62'],
    ['RW-60 的加速时间是多少？', '8 s', '12 s'],
    ['P0-12 在 80 型上设多少？', '12 s', '8 s'],
    ['What is the braking current of the QX-7?', '17 A', '16 A'],
    ['YF300-11K 的额定输出电流是多少？', '25.5 A', '37.5 A'],
    ['18K5 型的额定输出电流是多少？', '37.5 A', '25.5 A'],
    ['What is the setting length of the seal of the MW-60?', '28 mm', '22 mm'],
  ])('%s', async (question, said, other) => {
    const answer = await ask(question);
    expect(answer.outcome).toBe('answered');
    const statement = answer.statements[0]!;
    expect(statement.verified).toBe(true);
    expect(statement.text).toContain(said);
    expect(answer.statements.map(({ text }) => text).join('\n')).not.toContain(other);
  });

  it('is the machine that the scope is narrowed to', async () => {
    const answer = await ask('What is the rated flow?', 'MW-60');
    expect(answer.statements[0]!.text).toBe('Item: Rated flow; Unit: m³/h; MW-60: 61');
  });

  it('is found by the tag of the asset list', async () => {
    await plant.store.catalogue.assets.replace([{ tag: 'P-707', model: 'MW-60', name: null, site: null, aliases: ['sump pump'] }]);
    try {
      for (const name of ['P-707', 'sump pump'])
        expect((await ask(`What is the rated flow of the ${name}?`)).statements[0]!.text).toBe('Item: Rated flow; Unit: m³/h; MW-60: 61');
    } finally {
      await plant.store.catalogue.assets.replace([]);
    }
  });

  it('also has what the manual says of all machines of the series', async () => {
    expect((await ask('What is the bearing temperature alarm of the MW-40?')).text).toContain('85 °C');
  });

  it.each([
    'What is the free air delivery of the VK-75/13?',
    'What is the rated flow of the MW-80?',
    'What is the flushing pressure of the MW-40?',
    '100 型的额定流量是多少？',
    'What is the rated flow of the 90?',
  ])('that no document gives it for gets no neighbour’s value: %s', async (question) => {
    const answer = await ask(question);
    expect(answer.outcome).toBe('not_found');
    expect(answer.citations).toEqual([]);
  });

  it('gets no sentence that names another variant', async () => {
    expect((await ask('What is the unloading pressure of the VK-75/8?')).text).toContain('7.5 bar');
    expect((await ask('What is the unloading pressure of the VK-75/10?')).text).not.toContain('7.5 bar');
  });
});

describe('no variant named', () => {
  it.each([
    ['What is the free air delivery of the VK-75?', ['VK-75 / 8: 12.6', 'VK-75 / 10: 10.9']],
    ['额定扬程是多少？', ['40 型: 32', '60 型: 38', '80 型: 41']],
    ['What is the braking current?', [1, 2, 3, 4, 5, 6, 7, 8, 9].map((n) => `QX-${n}: 1${n} A`)],
  ])('every column is shown with its name: %s', async (question, said) => {
    const { statements } = await ask(question);
    for (const each of said) expect(statements[0]!.text).toContain(each);
  });
});

describe('a comparison of variants', () => {
  it.each([
    ['Compare the MW-40 and the MW-60 torque of the coupling bolts', ['MW-40', '24'], ['MW-60', '49']],
    ['What is the rated flow of the MW-60 and the MW-40?', ['MW-60', '61'], ['MW-40', '25']],
    ['What is the difference in rated flow between the 40 and the 60 model?', ['MW-40', '25'], ['MW-60', '61']],
    ['Compare the free air delivery of the VK-75/8 and the VK-75/10', ['VK-75 / 8', '12.6'], ['VK-75 / 10', '10.9']],
    ['40 和 60 型的额定扬程各是多少？', ['40 型', '32'], ['60 型', '38']],
    ['RW-40 与 RW-80 的加速时间有何不同？', ['RW-40', '5 s'], ['RW-80', '12 s']],
    ['Compare the maximum pressure of the 8 and the 10 bar version of the VK-75', ['VK-75 / 8', '8.5'], ['VK-75 / 10', '10.5']],
    ['比较 VK-75/8 和 VK-75/10 的最大压力', ['VK-75 / 8', '8.5'], ['VK-75 / 10', '10.5']],
    ['YF300-11K 和 YF300-18K5 的额定输出电流各是多少？', ['YF300-11K', '25.5 A'], ['YF300-18K5', '37.5 A']],
    ['Compare the seal size of the MW-40 and the MW-60', ['MW-40', '38 mm'], ['MW-60', '53 mm']],
  ])('is a table, a side a row, with a citation in every cell: %s', async (question, one, two) => {
    const answer = await ask(question);
    expect(answer.outcome).toBe('answered');
    const rows = tableOf(answer).slice(1);
    expect(rows).toHaveLength(2);
    for (const [index, [name, value]] of [one, two].entries()) {
      const [side, ...cells] = rows[index]!;
      expect(side).toContain(name);
      expect(cells.join()).toContain(value);
      for (const cell of cells) expect(cell).toMatch(/ \[\d+\]$/);
    }
    expect(rows[0]!.join()).not.toContain(two[1]!);
    expect(rows[1]!.join()).not.toContain(one[1]!);
    expect(answer.statements.every(({ verified }) => verified)).toBe(true);
  });

  it('says so of a variant that the table has not', async () => {
    const answer = await ask('Compare the free air delivery of the VK-75/8 and the VK-75/13');
    const [, first, second] = tableOf(answer);
    expect(first!.join()).toContain('12.6 [1]');
    expect(second!.slice(0, 2)).toEqual(['VK-75/13', 'not found in its documents']);
    expect(answer.text).not.toContain('10.9');
  });

  it('asks as ever where the names are no variants', async () => {
    const answer = await ask('What are P0-12 and P0-13 on the RW-40?');
    expect(answer.outcome).toBe('answered');
    expect(tableOf(answer)).toEqual([]);
  });
});
