import { describe, expect, it } from 'vitest';
import { parseFile } from '../../parse-file.ts';
import { DEFAULT_READ_LIMITS } from '../reader.ts';
import { fixture, readFixture, texts } from './fixtures/read-fixture.ts';

const parsed = async () => (await parseFile({ path: fixture('figures.pdf'), name: 'figures.pdf', limits: DEFAULT_READ_LIMITS }))[0]!;

describe('figures', () => {
  it('are the pictures with their captions, the words on them kept apart; a logo on every page is none', async () => {
    const { blocks } = await readFixture('figures.pdf');
    const figures = blocks.filter((block) => block.kind === 'figure');
    expect(figures.map(({ page, caption }) => [page, caption])).toEqual([
      [1, 'Figure 4-1: Ports of the casing'],
      [2, null],
      [2, 'Figure 4-2: The open casing'],
      [3, 'Figure 4-3: Frame and anchors'],
    ]);
    expect(texts(blocks)).toContain('Vent Drain V-12');
    expect(figures[1]!.box!.width).toBeCloseTo(120 / 595, 2);
  });

  it('are known to the passage that holds them and to the one that names them', async () => {
    const { passages } = await parsed();
    expect(passages.map(({ figures }) => figures.map(({ page, caption }) => [page, caption?.slice(0, 10) ?? null]))).toEqual([
      [
        [1, 'Figure 4-1'],
        [2, 'Figure 4-2'],
        [3, 'Figure 4-3'],
      ],
      [
        [2, null],
        [2, 'Figure 4-2'],
      ],
      [[3, 'Figure 4-3']],
    ]);
  });

  it('inside a procedure belong to the step before them', async () => {
    const { passages } = await parsed();
    const procedure = passages[1]!;
    expect(procedure.steps.map(({ start, end }) => procedure.text.slice(start, end))).toEqual([
      '1. Open the vent.',
      '2. Lift the cover with both hands and lay it down on wood.\nFigure 4-2: The open casing',
    ]);
    const caption = procedure.spans.find(({ start, end }) => procedure.text.slice(start, end).startsWith('Figure 4-2'));
    expect(caption?.box.page).toBe(2);
  });
});
