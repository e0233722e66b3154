import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countWords, lineJoint, needsSpace, raise, tidySpaces } from './text-joining.ts';

function join(before: string, after: string, known: string[] = []): string {
  const words = new Map<string, number>();
  for (const line of known) countWords(line, words);
  const { drop, glue } = lineJoint(before, after, words);
  return before.slice(0, before.length - drop) + glue + after;
}

describe('joining lines', () => {
  it.each([
    ['the main-', 'tenance plan', [], 'the maintenance plan'],
    ['the high-', 'pressure line', ['a high-pressure pump'], 'the high-pressure line'],
    ['pump KP-', '40 runs', [], 'pump KP-40 runs'],
    ['type M12-', 'A is', [], 'type M12-A is'],
    ['see EN-', 'ISO 12100', [], 'see EN-ISO 12100'],
    ['a soft\u00ad', 'ware', [], 'a software'],
    ['from 3 -', '5 bar', [], 'from 3 - 5 bar'],
    ['关闭阀门', '并锁定', [], '关闭阀门并锁定'],
    ['阀门 V-12', '关闭', [], '阀门 V-12 关闭'],
    ['under /usr/', 'share', [], 'under /usr/share'],
  ])('%s + %s', (before, after, known, expected) => {
    expect(join(before, after, known)).toBe(expected);
  });

  it('takes nothing away but hyphens', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (before, after) => {
        const bare = (text: string): string => text.replace(/[-\u2010\u00ad ]/g, '');
        expect(bare(join(before, after))).toBe(bare(before + after));
      }),
    );
  });
});

describe('spaces', () => {
  it('are dropped between Chinese characters, not between other words', () => {
    expect(tidySpaces('变 频 器  参数 P0-01 为 50 Hz 。')).toBe('变频器参数 P0-01 为 50 Hz 。');
  });

  it('stand for gaps, but not between Chinese characters', () => {
    expect(needsSpace('pump', 'runs', 3, 10)).toBe(true);
    expect(needsSpace('pu', 'mp', 0.2, 10)).toBe(false);
    expect(needsSpace('水', '泵', 3, 10)).toBe(false);
  });
});

it('raises digits only', () => {
  expect(raise('3')).toBe('³');
  expect(raise('-2')).toBe('⁻²');
  expect(raise('TM')).toBe('TM');
});
