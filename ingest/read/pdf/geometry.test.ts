import fc from 'fast-check';
import { expect, it } from 'vitest';
import { toBox, turnRect } from './geometry.ts';

const size = fc.integer({ min: 50, max: 3000 });

it('turning a rectangle four quarters brings it back', () => {
  fc.assert(
    fc.property(size, size, fc.integer({ min: 0, max: 3 }), (width, height, turns) => {
      const rect = { left: 10, top: 20, right: 30, bottom: 45 };
      const [across, down] = turns % 2 === 0 ? [width, height] : [height, width];
      expect(turnRect(turnRect(rect, width, height, turns), across, down, (4 - turns) % 4)).toEqual(rect);
    }),
  );
});

it('gives boxes as fractions of the displayed page, cut at its edges', () => {
  const frame = { page: 3, displayWidth: 200, displayHeight: 400, turns: 0 };
  expect(toBox({ left: 50, top: 100, right: 250, bottom: 200 }, frame)).toEqual({ page: 3, x: 0.25, y: 0.25, width: 0.75, height: 0.25 });
  const turned = { ...frame, turns: 1 };
  expect(toBox({ left: 40, top: 20, right: 80, bottom: 30 }, turned)).toEqual({ page: 3, x: 0.85, y: 0.1, width: 0.05, height: 0.1 });
});
