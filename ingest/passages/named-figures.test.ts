import { expect, it } from 'vitest';
import { madeRevision } from '../../knowledge/store/fixtures/made-revision.ts';
import { addNamedFigures } from './named-figures.ts';

const figure = (caption: string, page: number) => ({ caption, page, box: { page, x: 0.1, y: 0.1, width: 0.5, height: 0.2 } });

/** Pages of the figures that a passage on page 4 gets, where each page has a figure of its own. */
function pagesNamed(text: string, captions: string[]): number[] {
  const { passages } = madeRevision({ docId: 'm.pdf', passages: [{ id: 'a', text }, ...captions.map((id) => ({ id, text: 'x' }))] });
  for (const [i, caption] of captions.entries()) passages[i + 1]!.figures.push(figure(caption, i + 1));
  passages[0]!.page = 4;
  addNamedFigures(passages);
  return passages[0]!.figures.map(({ page }) => page);
}

it.each([
  ['See figure 4-2 for the order.', [2]],
  ['The bolts (Fig. 4.2) are long.', [2]],
  ['Figures 4-1 and 4-3 show both ends.', [1, 3]],
  ['如图 4-3 所示安装。', [3]],
  ['按图4-1、4-2接线。', [1, 2]],
  ['See figure 4-20.', []],
  ['The configure 4-2 step.', []],
])('%s', (text, pages) => {
  expect(pagesNamed(text, ['Figure 4-1: Feet', 'Fig. 4-2 Bolts', '图 4-3 接线'])).toEqual(pages);
});

it('means the nearest of two figures with one number', () => {
  expect(pagesNamed('See figure 1.', ['Figure 1: Far', 'Other', 'Figure 1: Near'])).toEqual([3]);
});
