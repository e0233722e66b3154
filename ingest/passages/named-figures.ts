import { figureNumber, namedFigures } from '../../knowledge/document/figure-names.ts';
import type { Passage, PassageFigure } from '../../knowledge/document/passage.ts';

/** Pictures of a passage at most: a page full of screenshots is better opened as a page. */
const MOST = 12;

/** Adds to each passage the figures that it names, wherever in the document they stand. Where a number is given twice (counted
 *  anew in each chapter) the one printed nearest is meant. */
export function addNamedFigures(passages: readonly Passage[]): void {
  const numbered = Map.groupBy(
    passages.flatMap(({ figures }) => figures),
    ({ caption }) => figureNumber(caption),
  );
  for (const passage of passages) {
    for (const number of numbered.size > 0 ? namedFigures(passage.text) : []) {
      const found = nearest(numbered.get(number) ?? [], passage.page ?? 1);
      if (found !== undefined && !passage.figures.some((own) => samePlace(own, found))) passage.figures.push(found);
    }
    passage.figures.splice(MOST);
  }
}

function nearest(figures: readonly PassageFigure[], page: number): PassageFigure | undefined {
  return [...figures].sort((a, b) => Math.abs(a.page - page) - Math.abs(b.page - page))[0];
}

function samePlace(a: PassageFigure, b: PassageFigure): boolean {
  return a.page === b.page && a.box.x === b.box.x && a.box.y === b.box.y;
}
