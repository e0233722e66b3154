import { describe, expect, it } from 'vitest';
import { zoomToRead } from './scroll-to-boxes.ts';

const row = [
  { x: 0.12, y: 0.6, width: 0.1, height: 0.02 },
  { x: 0.7, y: 0.6, width: 0.08, height: 0.02 },
];

describe('zoomToRead', () => {
  it('enlarges a page on a phone, but a marked row still fits whole', () => {
    const zoom = zoomToRead(344, row);
    expect(zoom).toBeGreaterThan(1);
    expect(0.66 * 344 * zoom).toBeLessThanOrEqual(344);
  });

  it('leaves a page as it is where it can be read, where nothing is marked, and where a line is as wide as the page', () => {
    expect(zoomToRead(900, row)).toBe(1);
    expect(zoomToRead(344, [])).toBe(1);
    expect(zoomToRead(344, [{ x: 0, y: 0, width: 1, height: 0.1 }])).toBe(1);
  });
});
