import type { Draft, DraftStatement } from './draft.ts';
import type { Phrases } from './phrases.ts';
import { plainMarkdown } from './plain-markdown.ts';
import { shownCells } from './render-row.ts';

/** A table of what is said of each side, a citation in every cell. Where all sides' statements are rows of tables with the same
 *  columns, these are its columns. A side of which nothing is said says so. */
export function renderComparison({ statements, sides = [] }: Draft, phrases: Phrases, words: readonly string[]): string {
  const columns = sharedColumns(statements, words);
  const head = [phrases.compared, ...(columns ?? [phrases.saidOfIt])];
  const rows = sides.flatMap((side) => {
    const said = statements.filter(({ of }) => of === side);
    if (said.length === 0) return [[side, phrases.nothingOfIt, ...head.slice(2).map(() => '')]];
    return said.map((entry) => [sideWords(side, entry), ...cellsOf(entry, columns)]);
  });
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.map(inCell).join(' | ')} |`).join('\n');
}

function cellsOf({ statement, stretch }: DraftStatement, columns: readonly string[] | null): string[] {
  const marks = statement.citations.map((n) => `[${n}]`).join('');
  if (columns === null) return [`${plainMarkdown(statement.text)} ${marks}`];
  return columns.map((column) => {
    const value = stretch.cells?.find(({ header }) => header === column)?.value ?? '';
    return value === '' ? '' : `${plainMarkdown(value)} ${marks}`;
  });
}

/** Null where not everything is a row, or where the tables differ in their columns. */
function sharedColumns(statements: readonly DraftStatement[], words: readonly string[]): string[] | null {
  const headers = statements.map(({ stretch }) => stretch.cells && shownCells(stretch.cells, words).map(({ header }) => header));
  const [first] = headers;
  if (!first || first.some((header) => header === '') || new Set(first).size < first.length) return null;
  return headers.every((each) => each !== null && each.join('\n') === first.join('\n')) ? first : null;
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
