import { expect, it } from 'vitest';
import { parseFile } from '../parse-file.ts';
import { fixture } from '../read/pdf/fixtures/read-fixture.ts';
import { DEFAULT_READ_LIMITS } from '../read/reader.ts';

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
