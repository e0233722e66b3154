import type { Block, TableBlock, TableCell } from '../../knowledge/document/block.ts';

/** Tables that run over pages made one: the next table follows on the next page, has as many columns, and repeats the header or has none. */
export function joinedTables(blocks: readonly Block[]): Block[] {
  const joined: Block[] = [];
  for (const block of blocks) {
    const last = joined.at(-1);
    if (block.kind === 'table' && last?.kind === 'table' && goesOn(last, block)) joined[joined.length - 1] = join(last, block);
    else joined.push(block);
  }
  return joined;
}

function goesOn(first: TableBlock, second: TableBlock): boolean {
  const end = first.pageEnd ?? first.page;
  if (end === null || second.page === null || second.page !== end + 1) return false;
  if (first.rows[0]?.length !== second.rows[0]?.length) return false;
  if (second.caption !== null && !/continued|续/i.test(second.caption)) return false;
  return second.headerRows === 0 || sameHeader(first, second);
}

function sameHeader(first: TableBlock, second: TableBlock): boolean {
  const words = (row: TableCell[] | undefined) => (row ?? []).map(({ text }) => text.replaceAll(/\s+/g, '')).join('|');
  return Array.from({ length: second.headerRows }, (_, row) => words(first.rows[row]) === words(second.rows[row])).every(Boolean);
}

function join(first: TableBlock, second: TableBlock): TableBlock {
  return { ...first, rows: [...first.rows, ...second.rows.slice(second.headerRows)], pageEnd: second.pageEnd ?? second.page };
}
