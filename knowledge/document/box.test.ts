import { describe, expect, it } from 'vitest';
import { boxesUnder } from './box.ts';

const box = { page: 1, x: 0.1, y: 0.2, width: 0.8, height: 0.02 };
const line = (text: string) => ({ text, spans: [{ start: 0, end: text.length, box }] });

describe('boxesUnder', () => {
  it('gives the line’s own box for the whole line', () => {
    const text = 'Close the valve.';
    expect(boxesUnder(line(text), 0, text.length)).toEqual([box]);
  });

  it('gives a box a line, in order, and none for what stands elsewhere', () => {
    const second = { ...box, y: 0.24 };
    const placed = {
      text: 'one two\nthree',
      spans: [
        { start: 0, end: 7, box },
        { start: 8, end: 13, box: second },
      ],
    };
    expect(boxesUnder(placed, 0, 13)).toEqual([box, second]);
    expect(boxesUnder(placed, 8, 13)).toEqual([second]);
    expect(boxesUnder(placed, 7, 8)).toEqual([]);
  });

  it('cuts a line where its characters stand: Han are twice as wide as letters', () => {
    const text = '关闭阀门 valve';
    const [han] = boxesUnder(line(text), 0, 4, 0);
    expect(han!.x).toBe(0.1);
    expect(han!.width / box.width).toBeGreaterThan(0.55);
    const [latin] = boxesUnder(line(text), 5, text.length, 0);
    expect(latin!.x + latin!.width).toBeCloseTo(0.9);
    expect(latin!.x).toBeGreaterThan(han!.x + han!.width);
  });

  it('widens cuts by the margin, never over the line’s ends', () => {
    const text = 'aaaaaaaaaa';
    const [middle] = boxesUnder(line(text), 4, 6, 0.1);
    expect(middle!.x).toBeCloseTo(0.1 + 0.3 * 0.8);
    expect(middle!.width).toBeCloseTo(0.4 * 0.8);
    const [first] = boxesUnder(line(text), 0, 1, 0.5);
    expect(first!.x).toBe(0.1);
  });
});
