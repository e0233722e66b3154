import { describe, expect, it } from 'vitest';
import { boxesUnder, confidenceUnder, type Span } from './box.ts';

const text = 'Close valve V12 now.';
const word = (start: number, end: number, x: number, y: number, width: number, confidence: number): Span => ({
  start,
  end,
  box: { page: 1, x, y, width, height: 0.02 },
  confidence,
});
const level = [
  word(0, 5, 0.1, 0.2, 0.08, 0.9),
  word(6, 11, 0.19, 0.2, 0.08, 0.8),
  word(12, 15, 0.28, 0.2, 0.05, 0.4),
  word(16, 20, 0.34, 0.2, 0.06, 1),
];

describe('words that were recognized', () => {
  it('have one box where they stand on a level line close to each other', () => {
    const [box, ...others] = boxesUnder({ text, spans: level }, 0, 20);
    expect(others).toEqual([]);
    expect(box).toMatchObject({ page: 1, x: 0.1, y: 0.2 });
    expect(box!.height).toBeCloseTo(0.02, 6);
    expect(box!.width).toBeCloseTo(0.3, 6);
  });

  it('give the very words asked for, not a share of the line', () => {
    const [box] = boxesUnder({ text, spans: level }, 6, 15);
    expect(box!.x).toBeCloseTo(0.19, 6);
    expect(box!.width).toBeCloseTo(0.14, 6);
  });

  it('have several boxes on a line that falls off', () => {
    const askew = level.map((span, i) => ({ ...span, box: { ...span.box, y: 0.2 + i * 0.004 } }));
    expect(boxesUnder({ text, spans: askew }, 0, 20)).toHaveLength(4);
    const slightly = level.map((span, i) => ({ ...span, box: { ...span.box, y: 0.2 + i * 0.002 } }));
    expect(boxesUnder({ text, spans: slightly }, 0, 20)).toHaveLength(2);
  });

  it('have one box where the line runs down the page', () => {
    const down = level.map(({ box, ...span }) => ({ ...span, box: { page: 1, x: box.y, y: box.x, width: box.height, height: box.width } }));
    expect(boxesUnder({ text, spans: down }, 0, 20)).toHaveLength(1);
  });

  it('stay apart over columns and pages', () => {
    const far = level.map((span, i) => (i < 2 ? span : { ...span, box: { ...span.box, x: span.box.x + 0.4 } }));
    expect(boxesUnder({ text, spans: far }, 0, 20)).toHaveLength(2);
    const turned = level.map((span, i) => (i < 2 ? span : { ...span, box: { ...span.box, page: 2 } }));
    expect(boxesUnder({ text, spans: turned }, 0, 20).map(({ page }) => page)).toEqual([1, 2]);
  });

  it('say how sure they are: the mean over their characters, and the least', () => {
    expect(confidenceUnder(level, 6, 15)).toEqual({ mean: 0.65, least: 0.4 });
    expect(confidenceUnder(level, 0, 5)).toEqual({ mean: 0.9, least: 0.9 });
  });
});

describe('lines that the file itself holds', () => {
  const lines = level.map(({ confidence: _, ...span }) => span);

  it('have one box where they are in parts, and are not unsure', () => {
    expect(boxesUnder({ text, spans: lines }, 0, 20)).toHaveLength(1);
    expect(confidenceUnder(lines, 0, 11)).toBeNull();
  });

  it('have a box each where they stand close one above the other', () => {
    const stacked = lines.map((span, i) => ({ ...span, box: { ...span.box, x: 0.1, width: 0.3, y: 0.2 + i * 0.021 } }));
    expect(boxesUnder({ text, spans: stacked }, 0, 20)).toHaveLength(4);
  });
});
