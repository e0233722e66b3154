import type { Box } from '../../knowledge/document/box.ts';
import { figureNumber, namedFigures } from '../../knowledge/document/figure-names.ts';
import type { PassageFigure } from '../../knowledge/document/passage.ts';

/** A passage's figures in the order in which they belong to the quoted words: those that the words name, then the nearest to
 *  their end (a picture follows its words as a rule). */
export function nearestFigures(figures: readonly PassageFigure[], quote: string, boxes: readonly Box[]): PassageFigure[] {
  const named = namedFigures(quote);
  const last = boxes.at(-1);
  const distance = ({ caption, page, box }: PassageFigure): number => {
    if (named.has(figureNumber(caption) ?? '')) return -1;
    return last === undefined ? 0 : Math.abs(page + box.y - (last.page + last.y + last.height));
  };
  return figures.toSorted((a, b) => distance(a) - distance(b));
}
