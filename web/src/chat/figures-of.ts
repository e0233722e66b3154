import type { Answer, Citation } from '../../../server/api/schemas.ts';
import type { Place } from '../citation/place.ts';

export type ShownFigure = { caption: string | null; page: number; box: Citation['boxes'][number]; place: Place };

/** Pictures beside an answer: more belong on their pages. */
const MOST = 3;

/** The pictures of the cited passages, each once, in the order of the citations. `place`: what a click opens. */
export function figuresOf({ citations, outcome }: Pick<Answer, 'citations' | 'outcome'>): ShownFigure[] {
  if (outcome !== 'answered') return [];
  const figures = new Map<string, ShownFigure>();
  for (const citation of citations) {
    for (const { caption, page, box } of citation.figures) {
      const name = [citation.documentId, page, box.x, box.y].join('/');
      if (figures.has(name)) continue;
      const place = { ...citation, page, pageEnd: page, pageLabel: null, boxes: [box], quote: caption ?? '' };
      figures.set(name, { caption, page, box, place });
    }
  }
  return [...figures.values()].slice(0, MOST);
}
