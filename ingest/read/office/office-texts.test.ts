import { describe, expect, it } from 'vitest';
import { linesOf, readOffice } from '../fixtures/read-bytes.ts';

const BEFORE_BOX = [
  '# Dosing unit DU-12',
  '# 1 Putting into service',
  'The unit doses additive with a flow of 3.5 × 10⁻³ m³/h¹ against 6 bar.',
  '¹ Measured with water at 20 °C.',
  '! WARNING Additive burns the skin. Wear gloves.',
  '1. Close the ball valve V3.',
  '2. Fill the suction line:',
  '  a) open the vent screw,',
  '  b) fill until no bubbles rise.',
  '3. Switch the motor on.',
  '## 1.1 Settings',
  '(Table 1: Strokes and pressures)',
  '== Size | Pressure | Pressure^ | Strokes (1/min)',
  '== Size^ | normal (bar) | highest (bar) | Strokes (1/min)^',
  '= DU-12/4 | 4 | 7 | 96',
  '= DU-12/6 | 6 | 10 | 96^',
  '= DU-12/9 | 9 | 14 | 64',
  '# 2 保养',
  '每运行500小时更换隔膜，并检查单向阀的密封。',
  '• Diaphragm: every 500 h',
  '• Oil: every 4000 h',
];
const SCREWS = 'The diaphragm is held by six screws.';
const BOX = 'Spare diaphragms have the part number 4711-08.';
const FIGURE = '[Figure 1: Pump head]';

describe('Texts that an office program wrote', () => {
  it.each([
    ['handbook.docx', [SCREWS, `! ${BOX}`, FIGURE]],
    ['handbook.odt', [SCREWS, `! ${BOX}`, FIGURE]],
    // RTF writes a text box where it is anchored, before the words.
    ['handbook.rtf', [BOX, SCREWS, FIGURE]],
  ])(
    '%s: all words in order, headings with their numbers, steps, merged cells, notes at their place, deletions left out',
    async (name, end) => {
      const { blocks, furniture, properties, pageCount, warnings } = await readOffice(name);
      expect(linesOf(blocks)).toEqual([...BEFORE_BOX, ...end]);
      expect(furniture).toEqual(['Document number MH-3107 Revision D 2025-03-14']);
      expect(properties.title).toBe('Handbook of the dosing unit DU-12');
      expect({ pageCount, warnings }).toEqual({ pageCount: null, warnings: [] });
    },
  );

  it('handbook.epub: chapters named by the table of contents where headings are styled paragraphs', async () => {
    const { blocks, properties } = await readOffice('handbook.epub');
    const lines = linesOf(blocks);
    expect(lines).toEqual(expect.arrayContaining(['# Putting into service', '# 保养', '= DU-12/6 | 6 | 10 | 96^', FIGURE]));
    expect(properties.title).toBe('Handbook of the dosing unit DU-12');
  });
});

describe('Presentations that an office program wrote', () => {
  it.each(['slides.pptx', 'slides.odp'])('%s: a slide is a page and a section; notes behind it; hidden slides are said', async (name) => {
    const { blocks, pageCount, warnings } = await readOffice(name);
    const lines = linesOf(blocks).map((line) => line.replace('! ', ''));
    expect(lines).toEqual([
      '# Starting the dosing unit',
      '• Check the oil level',
      '  • upper mark when cold',
      '• Open the suction valve',
      'Show the oil glass on the left side.',
      '# Faults',
      '== Code | What to do | What to do^',
      '= D-21 | Vent the head | 5 min',
      '= D-22 | Change the diaphragm | 40 min',
      '# 停机步骤',
      '1. 关闭电机',
      '2. 关闭球阀V3',
    ]);
    expect(pageCount).toBe(4);
    expect(blocks.map(({ page }) => page)).toEqual([1, 1, 1, 1, 1, 2, 2, 4, 4, 4]);
    expect(warnings).toEqual([{ code: 'slide_hidden', message: 'Slide 3 is hidden and was left out.', page: 3 }]);
  });
});

describe('Workbooks that an office program wrote', () => {
  it.each(['sheets.xlsx', 'sheets.ods'])(
    '%s: numbers as shown, ISO dates, merged headers, tables apart, hidden parts said',
    async (name) => {
      const { blocks, pageCount, warnings } = await readOffice(name);
      expect(linesOf(blocks)).toEqual([
        '# Parameters',
        'Parameters of the dosing unit DU-12',
        '== Code | Name | Range | Range^ | Changed on',
        '== Code^ | Name^ | lowest | highest | Changed on^',
        '= P101 | Working pressure | 2.00 bar | 8.50 bar | 2025-03-14',
        '= P103 | Duty | 12.5% | 100.0% | 2024-11-02',
        '== Part | Number',
        '= Diaphragm | 4711-08',
        '= Valve ball | 4711-10',
        '# 保养',
        '== 项目 | 周期',
        '= 隔膜 | 500 h',
        '= 机油 | 4000 h',
      ]);
      expect(blocks.map(({ page }) => page)).toEqual([1, 1, 1, 1, 3, 3]);
      expect(pageCount).toBe(3);
      expect(warnings.map(({ code, page }) => `${code} ${page}`)).toEqual(['rows_hidden 1', 'sheet_hidden 2']);
    },
  );
});
