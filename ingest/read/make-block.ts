import type { TableBlock, TableCell, TextBlock } from '../../knowledge/document/block.ts';

/** A text block that says no more than is given. */
export function textBlock(text: string, part: Partial<TextBlock> = {}): TextBlock {
  return {
    kind: 'text',
    text,
    spans: [],
    page: null,
    fontSize: null,
    bold: false,
    level: null,
    marker: null,
    indent: 0,
    boxed: false,
    ...part,
  };
}

/** Rows made equally long; an empty header row (tables that have none) does not count as header. */
export function tableBlock(rows: TableCell[][], headerRows: number, caption: string | null = null): TableBlock {
  // Not Math.max over all: sheets have more rows than a call takes arguments.
  const width = rows.reduce((widest, row) => Math.max(widest, row.length), 0);
  const full = rows.map((row) => [...row, ...Array.from({ length: width - row.length }, () => ({ text: '', spans: [], repeated: false }))]);
  const emptyHeader = headerRows === 1 && full[0]?.every((cell) => cell.text === '');
  return {
    kind: 'table',
    caption,
    headerRows: emptyHeader ? 0 : headerRows,
    rows: emptyHeader ? full.slice(1) : full,
    page: null,
    pageEnd: null,
    box: null,
  };
}
