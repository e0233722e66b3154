import type { Figure } from './figures.ts';
import type { Rect } from './geometry.ts';
import type { PageTable } from './tables/page-table.ts';
import type { Line, Segment } from './text-lines.ts';

/** What stands on a page once furniture, contents and tables are known. */
export type Item =
  | { kind: 'segment'; rect: Rect; segment: Segment }
  | { kind: 'table'; rect: Rect; table: PageTable }
  | { kind: 'figure'; rect: Rect; figure: Figure }
  | { kind: 'frame'; rect: Rect; items: Item[] };

/** A stretch of the page in reading order: lines of one column, or one other thing. `area`: the column's extent; `aside`: notes
 *  in the margin, behind the text that they stand beside. */
export type Part =
  | { kind: 'lines'; lines: Line[]; area: Rect; boxed: boolean; aside?: 'margin' }
  | { kind: 'table'; table: PageTable }
  | { kind: 'figure'; figure: Figure };
