import type { Rect } from '../geometry.ts';
import type { Line, Segment } from '../text-lines.ts';

/** A cell of a table that was found on a page. A merged cell stands in each place it covers; all but the first are `repeated`. */
export type DraftCell = { lines: Line[]; repeated: boolean; shaded: boolean };

/** A table as found on one page, before its text is joined. */
export type PageTable = {
  rect: Rect;
  /** Left edges of the columns and the right edge of the last, in points: the same over the pages of one table. */
  columns: number[];
  rows: DraftCell[][];
  headerRows: number;
  /** What stands in it: no longer part of the running text. */
  segments: Set<Segment>;
};

export function cellText(cell: DraftCell): string {
  return cell.lines.map((line) => line.text).join(' ');
}

/** A shaded listing has columns of its own making; a table is seldom all in a monospaced font. */
export function isListing({ segments }: PageTable): boolean {
  let [mono, all] = [0, 0];
  for (const segment of segments) {
    mono += segment.monoLength;
    all += segment.length;
  }
  return mono > 0.8 * all;
}
