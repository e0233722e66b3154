import type { Draft, DraftStatement } from './draft.ts';
import type { Phrases } from './phrases.ts';
import { plainMarkdown } from './plain-markdown.ts';
import { shownCells } from './render-row.ts';

/** A table of what is said of each side, a citation in every cell. Where all sides' statements are rows of tables with the same
 *  columns (each side's own apart), these are its columns. A side of which nothing is said says so. */
export function renderComparison({ statements, sides = [] }: Draft, phrases: Phrases, words: readonly string[]): string {
  const columns = sharedColumns(statements, words);
  const head = [phrases.compared, ...(columns?.map((column) => column ?? phrases.value) ?? [phrases.saidOfIt])];
  const rows = sides.flatMap((side) => {
    const said = statements.filter(({ of }) => of === side);
    if (said.length === 0) return [[side, phrases.nothingOfIt, ...head.slice(2).map(() => '')]];
    return said.map((entry) => [sideWords(side, entry), ...cellsOf(entry, columns)]);
  });
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.map(inCell).join(' | ')} |`).join('\n');
}

function cellsOf({ statement, stretch }: DraftStatement, columns: Columns | null): string[] {
  const marks = statement.citations.map((n) => `[${n}]`).join('');
  if (columns === null) return [`${plainMarkdown(statement.text)} ${marks}`];
  return columns.map((column) => {
    const value = stretch.cells?.find(({ header }) => (column === null ? !columns.includes(header) : header === column))?.value ?? '';
    return value === '' ? '' : `${plainMarkdown(value)} ${marks}`;
  });
}

/** Headers of columns; null is the one that each side has its own of: its name. */
type Columns = readonly (string | null)[];

/** Null where not everything is a row, or where the tables differ in more columns than one. */
function sharedColumns(statements: readonly DraftStatement[], words: readonly string[]): Columns | null {
  const rows = statements.map(({ stretch }) => stretch.cells && shownCells(stretch.cells, words).map(({ header }) => header));
  const headers = rows.filter((row) => row !== null);
  const [first] = headers;
  if (first === undefined || headers.length < rows.length || headers.some((each) => each.includes('') || new Set(each).size < each.length))
    return null;
  const columns = first.map((header) => (headers.every((each) => each.includes(header)) ? header : null));
  if (columns.filter((column) => column === null).length > 1) return null;
  const fits = (each: readonly string[]) =>
    each.length === columns.length && columns.every((column, at) => (column === null ? !columns.includes(each[at]!) : each[at] === column));
  return headers.every(fits) ? columns : null;
}

/** With the revision that is quoted, where the side is not a revision itself. */
function sideWords(side: string, { stretch }: DraftStatement): string {
  const { revision, revisionDate } = stretch.passage.document;
  const known = [revision !== null && !side.endsWith(` ${revision}`) ? revision : null, revisionDate].filter((part) => part !== null);
  return known.length === 0 ? side : `${side} (${known.join(', ')})`;
}

/** Fit to stand in a Markdown table. */
export function inCell(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim().replaceAll('|', '\\|');
}
