import { expect, it } from 'vitest';
import type { TextBlock } from '../../knowledge/document/block.ts';
import { parseFile } from '../parse-file.ts';
import { textBlock } from '../read/make-block.ts';
import { fixture } from '../read/pdf/fixtures/read-fixture.ts';
import { DEFAULT_READ_LIMITS } from '../read/reader.ts';
import { structureDocument } from './structure-document.ts';

it('steps keep their sub-steps, and the notice before a step belongs to it: framed, beside an icon, in a cell, between rules', async () => {
  const [document] = await parseFile({ path: fixture('notices.pdf'), name: 'notices.pdf', limits: DEFAULT_READ_LIMITS });
  const told = document!.passages.map(({ sectionPath, kind, steps, notices, text }) => ({
    title: sectionPath.at(-1),
    kind,
    steps: steps.map(({ number }) => number),
    notices: notices.map(({ level, step, start }) => [level, step, text.slice(start).split('\n')[0]]),
  }));
  expect(told).toEqual([
    {
      title: '3.1 Changing the oil',
      kind: 'procedure',
      steps: ['1', '2', '2.a', '2.b', '3', '4'],
      notices: [
        ['warning', '1', 'WARNING'],
        ['caution', '3', 'CAUTION Oil on the floor is slippery. Wipe up what was spilled at once, before anybody walks there.'],
        ['note', null, 'NOTICE'],
      ],
    },
    {
      title: '3.2 更换滤芯',
      kind: 'procedure',
      steps: ['1', '2', '3'],
      notices: [
        ['danger', '1', '危险'],
        ['caution', '3', '⚠ 小心：滤芯可能很烫。'],
        ['note', null, '提示：旧滤芯按规定处理。'],
      ],
    },
  ]);
});

const READ = { limits: DEFAULT_READ_LIMITS };

it('steps nest as deep as they are printed: letters, roman numbers, "2.1", Chinese signs, marks that all stand at the margin', async () => {
  const [document] = await parseFile({ path: fixture('nested-steps.pdf'), name: 'nested-steps.pdf', ...READ });
  const steps = document!.passages.map(({ sectionPath, steps }) => [sectionPath.at(-1), ...steps.map(({ number }) => number)]);
  expect(steps).toEqual([
    ['4.1 Changing the belt', '1', '1.a', '1.b', '1.b.i', '1.b.ii', '1.b.iii', '1.c', '2', '3'],
    ['4.2 Setting the tension', '1', '1.1', '1.2', '2', '2.1', '2.2', '3'],
    ['4.3 更换皮带', '1', '1.1', '1.2', '1.2.1', '1.2.2', '2', '3'],
    ['4.4 Flat numbering', '1', '1.a', '1.b', '2', '2.a', '3'],
  ]);
});

it('a footnote between two steps interrupts nothing and is kept behind them', () => {
  const step = (marker: string, text: string): TextBlock => textBlock(text, { kind: 'list_item', marker });
  const blocks = [step('1.', 'Stop.¹'), textBlock('¹ By hand.', { aside: 'footnote' }), step('2.', 'Wait.'), textBlock('Done.')];
  const { content } = structureDocument({ blocks });
  expect(content.map((part) => (part.kind === 'paragraph' ? part.block.text : part.kind))).toEqual(['procedure', '¹ By hand.', 'Done.']);
});

it('a notice before a sub-step belongs to the sub-step, and a second count from 1 is a second procedure', () => {
  const step = (marker: string, text: string): TextBlock => textBlock(text, { kind: 'list_item', marker });
  const blocks = [
    step('1.', 'Stop.'),
    step('a)', 'Lock.'),
    textBlock('CAUTION: It may be hot.'),
    step('b)', 'Open.'),
    step('2.', 'Wait.'),
    step('1.', 'Close.'),
    step('2.', 'Start.'),
  ];
  const { content } = structureDocument({ blocks });
  const procedures = content.flatMap((part) => (part.kind === 'procedure' ? [part.steps] : []));
  expect(procedures.map((steps) => steps.map(({ number }) => number))).toEqual([
    ['1', '2'],
    ['1', '2'],
  ]);
  expect(procedures[0]![0]!.steps.map(({ number, notices }) => [number, notices.length])).toEqual([
    ['a', 0],
    ['b', 1],
  ]);
});
