import { tokenize } from '../../knowledge/text/tokens.ts';
import type { RowCell } from '../evidence/evidence-unit.ts';
import { headsOf } from '../variants/found-tables.ts';

/** A row with no more cells is shown whole. */
const WHOLE_ROW_CELLS = 8;
/** Columns of a wide row that are shown besides the one that names it. */
const SHOWN_COLUMNS = 3;

/** A row as words: "Header: value; Header: value". Of a wide row, the cell that names it and the columns asked for. */
export function renderRow(cells: readonly RowCell[], questionWords: readonly string[]): string {
  return shownCells(cells, questionWords)
    .map(({ header, value }) => (header === '' || header === value ? value : `${header}: ${value}`))
    .join('; ');
}

/** The cells that are shown, in their order; empty ones and repeated ones are left out. */
export function shownCells(cells: readonly RowCell[], questionWords: readonly string[]): RowCell[] {
  const filled = cells.filter(
    (cell, index) =>
      cell.value !== '' && !cells.slice(0, index).some(({ header, value }) => value === cell.value && header === cell.header),
  );
  if (filled.length <= WHOLE_ROW_CELLS) return filled;
  const wanted = new Set(questionWords);
  const scored = filled.map((cell, index) => {
    const header = tokenize(cell.header).filter((token) => wanted.has(token)).length;
    const value = tokenize(cell.value).filter((token) => wanted.has(token)).length;
    return { cell, index, score: header + value };
  });
  const best = scored.slice(1).sort((a, b) => b.score - a.score || a.index - b.index);
  const limit = best[SHOWN_COLUMNS - 1]?.score ?? 0;
  if (best[0]!.score === 0 && areVariants(filled)) return filled;
  const shown = new Set([
    filled[0],
    ...best.filter(({ score }, rank) => rank < SHOWN_COLUMNS || (score === limit && limit > 0)).map(({ cell }) => cell),
  ]);
  return filled.filter((cell) => shown.has(cell));
}

/** Columns of several machines: where none is asked for, some of them alone would pass for all. */
function areVariants(cells: readonly RowCell[]): boolean {
  return headsOf(cells.slice(1).map(({ header }) => header)).length > 1;
}
