import { describe, expect, it } from 'vitest';
import type { Citation } from '../../../server/api/schemas.ts';
import { figuresOf } from './figures-of.ts';

const box = (page: number, y: number) => ({ page, x: 0.1, y, width: 0.5, height: 0.2 });
const citation = (n: number, figures: Citation['figures']): Citation => ({
  n,
  documentId: 'd',
  file: 'manual.pdf',
  title: 'Manual',
  revision: null,
  revisionDate: null,
  superseded: false,
  recognized: null,
  equipment: [],
  sectionPath: [],
  passageId: `p${n}`,
  page: 1,
  pageEnd: 1,
  pageLabel: '1-1',
  quote: 'words',
  boxes: [box(1, 0.1)],
  figures,
});

describe('the pictures beside an answer', () => {
  const first = { caption: 'Figure 1 Pump', page: 2, box: box(2, 0.3) };
  const second = { caption: null, page: 3, box: box(3, 0.4) };

  it('are those of its citations, each once, and open their own page', () => {
    const shown = figuresOf({ outcome: 'answered', citations: [citation(1, [first]), citation(2, [first, second])] });
    expect(shown.map(({ caption, page }) => [caption, page])).toEqual([
      ['Figure 1 Pump', 2],
      [null, 3],
    ]);
    expect(shown[0]!.place).toMatchObject({ page: 2, pageEnd: 2, pageLabel: null, boxes: [first.box], quote: 'Figure 1 Pump' });
  });

  it('are few, and none where nothing was answered', () => {
    const many = Array.from({ length: 9 }, (_, i) => ({ caption: null, page: i + 1, box: box(i + 1, 0.1) }));
    expect(figuresOf({ outcome: 'answered', citations: [citation(1, many)] })).toHaveLength(3);
    expect(figuresOf({ outcome: 'not_found', citations: [citation(1, many)] })).toEqual([]);
  });
});
