import { describe, expect, it } from 'vitest';
import { isGarbage } from './unread-text.ts';

describe('text that means nothing', () => {
  it.each([
    ['glyphs of the private use area', Array.from({ length: 40 }, (_, i) => String.fromCodePoint(0xe001 + i)).join('')],
    ['replacement characters', `Pump ${'\ufffd'.repeat(30)}`],
    ['marks of a shifted encoding', '!"#$%&\'()*+,-./:;<=>?@[]^_{|}~ !"#$%&\'()*+,-./:;<=>?@[]^_{|}~ !"#$%&\'()*+,-'],
  ])('%s', (_, text) => expect(isGarbage(text)).toBe(true));

  it.each([
    ['prose', 'Close the valve and wait until the pressure has fallen below 0.5 bar.'],
    ['Chinese', '启动前检查油位，油位应在油窗中线处，轴承温度不得高于七十五摄氏度。'],
    ['few marks', '\ufffd\ufffd 12'],
    ['a contents page with leaders', '1 Safety ................................................................ 4'],
    ['a contents page with spaced leaders', `5.2 HAL Basics ${'. '.repeat(90)}207\n5.2.1 HAL Commands ${'. '.repeat(90)}208`],
    ['numbers', '0.12 0.15 0.18 0.22 0.27 0.33 1.2 1.5 1.8 2.2 2.7 3.3 12 15 18 22 27 33 0.12 0.15 0.18 0.22'],
  ])('but not %s', (_, text) => expect(isGarbage(text)).toBe(false));
});
