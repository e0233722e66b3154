import type { DefaultTreeAdapterTypes } from 'parse5';
import type { TableBlock, TableCell } from '../../../knowledge/document/block.ts';
import { tableBlock } from '../make-block.ts';
import { guessHeaderRows } from '../office/header-rows.ts';
import { raise } from '../pdf/text-joining.ts';

type Node = DefaultTreeAdapterTypes.Node;
type Element = DefaultTreeAdapterTypes.Element;

/** A span larger than this is a mistake of the page's maker (or an attack), not a merged cell. */
const MAX_SPAN = 200;
/** All places of one table; beyond, merged cells are no longer repeated. */
const MAX_PLACES = 300_000;
const ROW_PARENTS = new Set(['table', 'thead', 'tbody', 'tfoot']);

/** A table with merged cells repeated in each place they cover; header rows are those of <thead>, else leading rows of <th> alone. */
export function htmlTable(table: Element): TableBlock {
  const rows: Element[] = [];
  let headRows = 0;
  let caption: string | null = null;
  collectRows(
    table,
    false,
    (row, inHead) => {
      rows.push(row);
      if (inHead) headRows += 1;
    },
    (text) => {
      caption = text;
    },
  );
  const grid: TableCell[][] = rows.map(() => []);
  let leadingHeads = 0;
  let placed = 0;
  for (const [index, row] of rows.entries()) {
    const cells = row.childNodes.filter((child): child is Element => child.nodeName === 'td' || child.nodeName === 'th');
    if (leadingHeads === index && cells.length > 0 && cells.every((cell) => cell.nodeName === 'th')) leadingHeads += 1;
    let column = 0;
    for (const cell of cells) {
      while (grid[index]![column] !== undefined) column += 1;
      placed += place(grid, index, column, cell, placed < MAX_PLACES);
      column += spanOf(cell, 'colspan');
    }
  }
  const filled = grid.map((row) => Array.from(row, (cell) => cell ?? { text: '', spans: [], repeated: false }));
  const stated = headRows > 0 ? headRows : leadingHeads < rows.length ? leadingHeads : Math.min(1, leadingHeads);
  const headers =
    stated > 0 || rows.some((row) => row.childNodes.some(({ nodeName }) => nodeName === 'th')) ? stated : guessHeaderRows(filled);
  return tableBlock(
    filled.filter((row) => row.length > 0),
    headers,
    caption,
  );
}

function collectRows(
  table: Element,
  inHead: boolean,
  onRow: (row: Element, inHead: boolean) => void,
  onCaption: (text: string) => void,
): void {
  for (const child of table.childNodes) {
    if (child.nodeName === 'tr') onRow(child as Element, inHead);
    else if (child.nodeName === 'caption') onCaption(textOf(child));
    else if (ROW_PARENTS.has(child.nodeName) && child.nodeName !== 'table')
      collectRows(child as Element, child.nodeName === 'thead', onRow, onCaption);
  }
}

/** Returns how many places were taken. */
function place(grid: TableCell[][], row: number, column: number, cell: Element, spread: boolean): number {
  const text = textOf(cell);
  const down = spread ? Math.min(spanOf(cell, 'rowspan'), grid.length - row) : 1;
  const right = spread ? spanOf(cell, 'colspan') : 1;
  for (let y = 0; y < down; y += 1) {
    for (let x = 0; x < right; x += 1) grid[row + y]![column + x] = { text, spans: [], repeated: x + y > 0 };
  }
  return down * right;
}

function spanOf(cell: Element, name: 'colspan' | 'rowspan'): number {
  const value = Number(cell.attrs.find((each) => each.name === name)?.value ?? 1);
  return Number.isInteger(value) && value >= 1 ? Math.min(value, MAX_SPAN) : 1;
}

/** The words under a node, without recursion. */
export function textOf(root: Node): string {
  let text = '';
  const stack: Node[] = [root];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (node.nodeName === '#text') {
      const { value, parentNode } = node as DefaultTreeAdapterTypes.TextNode;
      text += parentNode?.nodeName === 'sup' ? raise(value.trim()) : value;
    } else if ('childNodes' in node && node.nodeName !== 'script' && node.nodeName !== 'style') {
      if (/^(?:p|div|li|br|tr)$/.test(node.nodeName)) text += ' ';
      for (let index = node.childNodes.length - 1; index >= 0; index -= 1) stack.push(node.childNodes[index]!);
    }
  }
  return text.replaceAll(/\s+/g, ' ').trim();
}
