import { expect, it } from 'vitest';
import { matchOutline } from './outline.ts';
import type { HeadingMark } from './paragraphs.ts';
import { type Line, makeLine } from './text-lines.ts';

const frame = { page: 1, displayWidth: 600, displayHeight: 800, turns: 0 };

function line(text: string, top: number): Line {
  const place = { left: 50, right: 400, top, bottom: top + 10, baseline: top + 8, size: 10 };
  const counts = { length: text.length, boldLength: 0, monoLength: 0 };
  return makeLine([{ ...place, ...counts, text, ink: place, cuts: [], mark: null, artifact: false, label: false }]);
}

it.each([
  ['A Spare parts', 'Appendix A Spare parts'],
  ['A Spare parts', 'Appendix A: Spare parts'],
  ['Spare parts', 'A.2 Spare parts'],
  ['3.0 source format', '7.13 3.0 source format'],
  ['3 Setting up', 'Chapter 3 Setting up'],
])('the bookmark "%s" is the line "%s"', (title, text) => {
  const lines = [line('Words before it', 100), line(text, 120), line('Words behind it', 140)];
  const marks = new Map<Line, HeadingMark>();
  expect(matchOutline([{ title, level: 2, page: 1, y: null }], lines, frame, marks)).toEqual([]);
  expect([...marks].map(([marked, { level }]) => [marked.text, level])).toEqual([[text, 2]]);
});
