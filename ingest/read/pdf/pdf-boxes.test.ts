import { describe, expect, it } from 'vitest';
import { placedTexts, readFixture, textUnderBox } from './fixtures/read-fixture.ts';

/** Letters and digits only: hyphenation, raised digits and ligatures may be written otherwise. */
const letters = (text: string): string => text.normalize('NFKC').replace(/[^\p{L}\p{N}]/gu, '');

describe.each([
  'one-column.pdf',
  'two-columns.pdf',
  'side-notes.pdf',
  'tables.pdf',
  'long-table.pdf',
  'running-heads.pdf',
  'hyphens.pdf',
  'chinese.pdf',
  'turned.pdf',
  'rotated.pdf',
  'rotated-more.pdf',
  'turned-table.pdf',
  'footnotes.pdf',
  'margin-notes.pdf',
  'loose-tables.pdf',
])('boxes of %s', (name) => {
  it('lie on the very words they belong to', async () => {
    const { blocks } = await readFixture(name);
    const under = await textUnderBox(name);
    const placed = blocks.flatMap(placedTexts);
    expect(placed.length).toBeGreaterThan(0);
    expect(placed.map(({ box }) => letters(under(box)))).toEqual(placed.map(({ text }) => letters(text)));
  });

  it('stand inside the page', async () => {
    const { blocks } = await readFixture(name);
    for (const { box } of blocks.flatMap(placedTexts)) {
      expect(Math.min(box.x, box.y, box.width, box.height)).toBeGreaterThanOrEqual(0);
      expect(box.x + box.width).toBeLessThanOrEqual(1.00001);
      expect(box.y + box.height).toBeLessThanOrEqual(1.00001);
    }
  });
});

it('follows the rotation and the crop box of a page', async () => {
  const { blocks } = await readFixture('rotated.pdf');
  const [box] = blocks.flatMap(placedTexts).map((placed) => placed.box);
  // The words run along y = 700 of a page cropped to 100..500 x 100..750 and turned by 90 degrees: the displayed page is
  // 650 wide and 400 high, and the line stands upright, 600 from its left edge.
  expect(box!.x).toBeGreaterThan(0.9);
  expect(box!.height).toBeGreaterThan(box!.width);
  expect(box!.y).toBeCloseTo(20 / 400, 2);
});
