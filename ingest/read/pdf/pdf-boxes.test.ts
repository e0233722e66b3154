import { describe, expect, it } from 'vitest';
import { splitSentences } from '../../../answer/evidence/split-sentences.ts';
import { boxesUnder } from '../../../knowledge/document/box.ts';
import { inkUnderBox } from './fixtures/ink-under-box.ts';
import { isText, placedTexts, readFixture, textUnderBox } from './fixtures/read-fixture.ts';

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

/** Points that an edge may lie off the ink: a pixel of the drawing is half a point. */
const [CUT, LOOSE] = [-1.1, 1.6];

describe.each(['one-column.pdf', 'hyphens.pdf', 'nested-steps.pdf', 'chinese.pdf'])('boxes drawn on %s', (name) => {
  it('begin and end with the ink of a sentence, wherever in its line it stands', async () => {
    const { blocks } = await readFixture(name);
    const edges = await inkUnderBox(name);
    const sentences = blocks.filter(isText).flatMap((block) =>
      splitSentences(block.text).map(({ start, end }) => {
        const boxes = boxesUnder(block, start, end).filter(({ page }) => page === 1);
        return { text: block.text.slice(start, end), places: boxes.map((box) => edges(box, 1)) };
      }),
    );
    const wrong = sentences.filter(({ text, places }) =>
      places.some(([left, top, right, bottom]) => {
        // A full-width stop leaves more than half of its square white; a raised digit makes its line higher.
        const loose = /[。！]$/.test(text) ? 8 : 2.5;
        return Math.min(left, top, right, bottom) < CUT || left > 3 || right > loose || top > 3 || bottom > 2.5;
      }),
    );
    expect(sentences.length).toBeGreaterThan(4);
    expect(wrong).toEqual([]);
  });

  it('are as high as the ink of their lines', async () => {
    const { blocks } = await readFixture(name);
    const edges = await inkUnderBox(name);
    const lines = blocks.flatMap(placedTexts).filter(({ box }) => box.page === 1);
    const wrong = lines
      .map(({ text, box }) => ({ text, edges: edges(box, 1) }))
      .filter(({ edges: [, top, , bottom] }) => Math.max(top, bottom) > LOOSE);
    expect(wrong).toEqual([]);
  });
});

it('covers the mark of a list item', async () => {
  const under = await textUnderBox('nested-steps.pdf');
  const { blocks } = await readFixture('nested-steps.pdf');
  const numbered = blocks.filter(isText).filter(({ marker }) => marker !== null && marker !== '•');
  expect(numbered.length).toBeGreaterThan(20);
  // The place of the full stop behind "ii" is not told exactly by an even division of its line.
  const found = numbered.map(({ marker, markerBox }) => ({ marker: marker!, letters: under(markerBox!) }));
  expect(found.filter(({ marker, letters }) => letters === '' || !marker.startsWith(letters))).toEqual([]);
});
