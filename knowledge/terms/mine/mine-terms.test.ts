import { beforeAll, describe, expect, it } from 'vitest';
import { baseGlossary } from '../../text/glossary/base-glossary.ts';
import { mineTerms } from './mine-terms.ts';

// Built once a process; that takes its time where the machine is busy.
beforeAll(() => void baseGlossary(), 60_000);

const mined = (text: string, sectionPath: string[] = []) => mineTerms([{ id: 'p1', text, sectionPath }], baseGlossary());
const names = (text: string, sectionPath: string[] = []) =>
  mined(text, sectionPath).map(({ english, chinese }) => [...english, ...chinese].join(' = '));

describe('abbreviations', () => {
  it.each([
    ['A programmable logic controller (PLC) runs the line.', 'programmable logic controller = PLC'],
    ['Set up the Real Time Application Programming Interface (RTAPI) first.', 'Real Time Application Programming Interface = RTAPI'],
    ['The PID (proportional integral derivative) loop holds it.', 'proportional integral derivative = PID'],
    ['PLC: programmable logic controller', 'programmable logic controller = PLC'],
    ['Abbreviation | Meaning\nVFD | variable frequency drive', 'variable frequency drive = VFD'],
    ['THC stands for torch height controller.', 'torch height controller = THC'],
    ['It speaks the hypertext transfer protocol (HTTP).', 'hypertext transfer protocol = HTTP'],
    ['Two variable frequency drives (VFDs) are built in.', 'variable frequency drives = VFD'],
    ['The mean time between failures (MTBF) is long.', 'mean time between failures = MTBF'],
  ])('of %j', (text, expected) => expect(names(text)).toEqual([expected]));

  it.each([
    'Tighten the bolts (M12) well.',
    'Turn it off (OFF) again.',
    'The pump runs at a high speed (RPM).',
    'Close the valve (see section 4).',
    'The shaft (SS) is long.',
  ])('sees none in %j', (text) => expect(names(text)).toEqual([]));
});

describe('names in both languages', () => {
  it.each([
    ['本系统采用可编程控制器（PLC）控制。', 'PLC = 可编程控制器'],
    ['可编程控制器（Programmable Logic Controller，PLC）', 'Programmable Logic Controller = PLC = 可编程控制器'],
    ['额定电压 (Rated voltage) | 400 V', 'Rated voltage = 额定电压'],
    ['Rated current（额定电流） | 12 A', 'Rated current = 额定电流'],
    ['检查显示电子组件（DEU）的插头。', 'DEU = 显示电子组件'],
    ['缩写 | 英文 | 中文\nABC | tool holder magazine | 刀具库', 'tool holder magazine = 刀具库'],
  ])('of %j', (text, expected) => expect(names(text)).toContain(expected));

  it.each([
    '转速（rpm）不得超过上限。',
    '压力（MPa）',
    '打开阀门（见图 3）。',
    '停止按钮（Pump）',
    '使用 Eeschema 绘图。',
    '名称 | 型号\n温度传感器 | Thermo Plus',
  ])('sees none in %j', (text) => expect(names(text)).toEqual([]));

  it('of headings, where the document says most of them twice, or the glossary bears it out', () => {
    const path = (headings: string[]) => headings.map((heading, index) => ({ id: `p${index}`, text: '文字', sectionPath: [heading] }));
    const twice = ['1 概述 Overview', '2 泰罗装置 Tero device', '3 卡普系统 Kappa system', '4 维护 Maintenance'];
    const found = (headings: string[]) => mineTerms(path(headings), baseGlossary()).flatMap(({ chinese }) => chinese);
    expect(found(twice)).toEqual(expect.arrayContaining(['泰罗装置', '卡普系统']));
    expect(found(['安装 LinuxCNC', '概述', '维护', '润滑 Lubrication', '附录'])).toEqual(['润滑']);
  });

  it.each([
    ['of headings', ['KX 主板简介', 'KX 主板接口', 'KX 主板固件', 'KX 主板尺寸'].map((heading) => ['文字', heading])],
    ['in brackets', [['默认（git）、默认（CAD）、默认（PCB）', '设置']]],
  ] as const)('takes no name for what tells others apart: %s', (_, passages) => {
    const read = passages.map(([text, heading], index) => ({ id: `p${index}`, text, sectionPath: [heading] }));
    expect(mineTerms(read, baseGlossary())).toEqual([]);
  });

  it('takes the name that is said more often for the whole one', () => {
    const text = '检查可编程控制器（PLC）。\n更换可编程控制器（PLC）。\n可编程控制器（PLC）故障。\n可编程控制器（PLC）电源。';
    const [first] = mined(text);
    expect(first).toMatchObject({ chinese: ['可编程控制器'], english: ['PLC'], rule: 'brackets', passages: ['p1'] });
    expect(first!.count).toBe(4);
  });
});

it('counts what is said again, and names the first passages that say it', () => {
  const text = 'The safety relay module (SRM) is red.';
  const passages = ['a', 'b', 'c', 'd', 'e'].map((id) => ({ id, text, sectionPath: [] }));
  expect(mineTerms(passages, baseGlossary())).toEqual([
    { english: ['safety relay module', 'SRM'], chinese: [], rule: 'abbreviation', count: 5, passages: ['a', 'b', 'c'] },
  ]);
});
