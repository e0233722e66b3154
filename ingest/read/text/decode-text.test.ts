import { describe, expect, it } from 'vitest';
import { linesOf, readBytes } from '../fixtures/read-bytes.ts';

const CHINESE = '更换机械密封前请断电，并确认泵体已经冷却。扭矩为45 N·m。';
/** Encoded by hand where Node cannot write the encoding: bytes of the same words, from iconv. */
const SAMPLES: [string, string, string][] = [
  [
    'GBK',
    'b8fcbbbbbbfad0b5c3dcb7e2c7b0c7ebb6cfb5e7a3acb2a2c8b7c8cfb1c3cce5d2d1beadc0e4c8b4a1a3',
    '更换机械密封前请断电，并确认泵体已经冷却。',
  ],
  ['a short GBK line', 'c5a4bed8ceaa34354e6d', '扭矩为45Nm'],
  [
    'Big5',
    'a7f3b4abbef7b1f1b14babcaab65bdd0c25fb971a141a8c3bd54bb7baca6c5e9a477b867a74eab6fa143',
    '更換機械密封前請斷電，並確認泵體已經冷卻。',
  ],
  [
    'Shift-JIS',
    '83 7c 83 93 83 76 82 cc 93 64 8c b9 82 f0 90 d8 82 c1 82 c4 82 ad 82 be 82 b3 82 a2 81 42',
    'ポンプの電源を切ってください。',
  ],
  [
    'EUC-KR',
    'c6dfc7c1c0c720c0fcbff8c0bb20b2f4bdcabdc3bfc02e20bed0b7c2c0ba20302e35204d506120c0d4b4cfb4d92e',
    '펌프의 전원을 끄십시오. 압력은 0.5 MPa 입니다.',
  ],
  ['Windows-1252', '4772f6df6520646572d66666 6e756e673a2032352 0b043', 'Größe derÖffnung: 25 °C'],
  ['a lone degree sign', '3235 20b043', '25 °C'],
  ['Windows-1251', 'cef2eaebfef7e8f2e520efe8f2e0ede8e520ede0f1eef1e02e', 'Отключите питание насоса.'],
];
const unhex = (hex: string) => Buffer.from(hex.replaceAll(' ', ''), 'hex');
const swapped = (bytes: Buffer) => Buffer.from(bytes).swap16();

describe('Text in the encodings that plants have', () => {
  it.each(SAMPLES)('%s', async (_, hex, words) => {
    const { blocks, warnings } = await readBytes('note.txt', unhex(hex));
    expect(linesOf(blocks)).toEqual([words]);
    expect(warnings.map(({ code }) => code)).toEqual(['encoding_guessed']);
  });

  it.each([
    ['UTF-8', Buffer.from(CHINESE)],
    ['UTF-8 with a mark', Buffer.from(`\uFEFF${CHINESE}`)],
    ['UTF-16 LE with a mark', Buffer.from(`\uFEFF${CHINESE}`, 'utf16le')],
    ['UTF-16 BE with a mark', swapped(Buffer.from(`\uFEFF${CHINESE}`, 'utf16le'))],
    ['UTF-16 LE', Buffer.from(CHINESE, 'utf16le')],
    ['UTF-16 BE', swapped(Buffer.from(CHINESE, 'utf16le'))],
  ])('%s, without a warning', async (_, bytes) => {
    const { blocks, warnings } = await readBytes('note.txt', bytes);
    expect(linesOf(blocks)).toEqual([CHINESE]);
    expect(warnings).toEqual([]);
  });

  it('keeps UTF-8 that was damaged on its way, and says so', async () => {
    const bytes = Buffer.from(CHINESE);
    bytes[30] = 0x41;
    const { blocks, warnings } = await readBytes('note.txt', bytes);
    expect(linesOf(blocks)[0]).toContain('更换机械密封前');
    expect(warnings.map(({ code }) => code)).toEqual(['encoding_damaged']);
  });

  it.each([
    ['plan.csv', ';'],
    ['plan.csv', ','],
    ['plan.tsv', '\t'],
    ['plan.csv', '|'],
  ])('%s parted by "%s", in UTF-16', async (name, mark) => {
    const rows = [
      ['任务', '周期', '备注'],
      ['换油', '4000 h', `a${mark === ',' ? ';' : ','} b`],
      ['检查密封', '500 h', ''],
    ];
    const { blocks } = await readBytes(name, Buffer.from(rows.map((row) => row.join(mark)).join('\r\n'), 'utf16le'));
    expect(linesOf(blocks)).toEqual(['== 任务 | 周期 | 备注', `= 换油 | 4000 h | a${mark === ',' ? ';' : ','} b`, '= 检查密封 | 500 h | ']);
  });

  it('takes the mark that the first line states, and tables parted by empty lines as two', async () => {
    const { blocks } = await readBytes('plan.csv', 'sep=;\nMaintenance plan\nTask;Interval, h\nOil;4000\n;\nPart;Number\nSeal;4711-08\n');
    expect(linesOf(blocks)).toEqual(['Maintenance plan', '== Task | Interval, h', '= Oil | 4000', '== Part | Number', '= Seal | 4711-08']);
  });
});
