import { expect, it } from 'vitest';
import { nearestFigures } from './nearest-figures.ts';

const figure = (caption: string, page: number, y: number) => ({ caption, page, box: { page, x: 0.1, y, width: 0.5, height: 0.1 } });
const figures = [figure('Figure 1', 1, 0.1), figure('Figure 2', 1, 0.6), figure('Figure 3', 2, 0.3)];
const order = (quote: string, page: number, y: number) =>
  nearestFigures(figures, quote, [{ page, x: 0.1, y, width: 0.5, height: 0.02 }]).map(({ caption }) => caption!.at(-1));

it('the figure that stands below the quoted words comes first', () => {
  expect(order('Open the vent.', 1, 0.55)).toEqual(['2', '1', '3']);
  expect(order('Close it.', 2, 0.25)).toEqual(['3', '2', '1']);
});

it('the figure that the words name comes before nearer ones', () => {
  expect(order('Open the vent (figure 3).', 1, 0.05)).toEqual(['3', '1', '2']);
});
