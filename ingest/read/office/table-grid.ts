import type { Block, TableBlock, TableCell } from '../../../knowledge/document/block.ts';
import { tableBlock } from '../make-block.ts';
import { guessHeaderRows } from './header-rows.ts';

/** A span larger than this is a mistake of the file's maker (or an attack), not a merged cell. */
const MAX_COLUMNS = 500;

type Place = { text: string; bold: boolean; repeated: boolean; blocks: Block[] };
export type GridCell = { blocks: Block[]; columnSpan?: number; rowSpan?: number };

/** A table as office formats write it, row by row, made into blocks: merged cells repeated in each place they cover. */
export class TableGrid {
  readonly #rows: (Place | undefined)[][] = [];
  #headers = 0;
  #column = 0;
  #row = -1;

  startRow({ header = false }: { header?: boolean } = {}): void {
    this.#row += 1;
    this.#column = 0;
    this.#rows[this.#row] ??= [];
    if (header && this.#headers === this.#row) this.#headers += 1;
  }

  /** A row that is taken back (tracked as deleted). */
  dropRow(): void {
    if (this.#row < 0) return;
    this.#rows.length = this.#row;
    if (this.#headers > this.#row) this.#headers = this.#row;
    this.#row -= 1;
  }

  /** At the next place; goes on behind the columns it spans. */
  addCell({ blocks, columnSpan = 1, rowSpan = 1 }: GridCell): void {
    this.#place(blocks, columnSpan, rowSpan);
    this.skip(columnSpan);
  }

  /** At the next place, in formats that also write the places which a merged cell covers (as `skip`). */
  addSpread(cell: GridCell): void {
    this.#place(cell.blocks, cell.columnSpan ?? 1, cell.rowSpan ?? 1);
    this.skip(1);
  }

  /** The next places go on with the cell above. */
  addMergedAbove(columnSpan = 1): void {
    const above = this.#rows[this.#row - 1];
    for (let column = this.#column; column < Math.min(MAX_COLUMNS, this.#column + columnSpan); column += 1) {
      const place = above?.[column];
      if (place) this.#rows[this.#row]![column] = { ...place, repeated: true, blocks: [] };
    }
    this.skip(columnSpan);
  }

  skip(columns: number): void {
    this.#column = Math.min(MAX_COLUMNS, this.#column + Math.max(1, columns));
  }

  #place(blocks: Block[], columnSpan: number, rowSpan: number): void {
    const text = cellText(blocks);
    const bold = text !== '' && blocks.every((block) => block.kind !== 'text' || block.bold);
    const columns = Math.min(MAX_COLUMNS - this.#column, Math.max(1, columnSpan));
    for (let down = 0; down < Math.min(MAX_COLUMNS, Math.max(1, rowSpan)); down += 1) {
      this.#rows[this.#row + down] ??= [];
      const row = this.#rows[this.#row + down]!;
      for (let right = 0; right < columns; right += 1) {
        const first = down + right === 0;
        row[this.#column + right] = { text, bold, repeated: !first, blocks: first ? blocks : [] };
      }
    }
  }

  /** A table of one column or one row lays text out or frames a notice: its blocks then stand for themselves. */
  finish(caption: string | null = null): Block[] {
    const rows = this.#rows.slice(0, this.#row + 1).filter((row) => row.some((place) => place !== undefined));
    const width = rows.reduce(
      (widest, row) => Math.max(widest, row.findLastIndex((place) => place !== undefined && place.text !== '') + 1),
      0,
    );
    if (width <= 1 || rows.filter((row) => row.some((place) => place?.text)).length <= 1) return this.#asText(rows);
    const grid = rows.map((row) =>
      Array.from({ length: width }, (_, column): TableCell => {
        const place = row[column];
        return { text: place?.text ?? '', spans: [], repeated: place?.repeated ?? false };
      }),
    );
    const bold = rows.map((row) => row.some((place) => place?.text) && row.every((place) => !place?.text || place.bold));
    const headers = this.#headers > 0 && this.#headers < grid.length ? this.#headers : guessHeaderRows(grid, bold);
    const table: TableBlock = tableBlock(grid, headers, caption);
    return [table];
  }

  #asText(rows: (Place | undefined)[][]): Block[] {
    const places = rows.flat().filter((place): place is Place => place !== undefined && place.blocks.length > 0);
    const boxed = places.filter(({ text }) => text !== '').length <= 2;
    return places.flatMap(({ blocks }) => blocks).map((block) => (boxed && isText(block) ? { ...block, boxed } : block));
  }
}

function isText(block: Block): boolean {
  return block.kind === 'text' || block.kind === 'list_item';
}

/** What a cell says in one line. */
export function cellText(blocks: readonly Block[]): string {
  const texts = blocks.map((block) => {
    if (block.kind === 'figure') return block.caption ?? '';
    if (block.kind === 'table')
      return block.rows
        .map((row) =>
          row
            .filter((cell) => !cell.repeated)
            .map(({ text }) => text)
            .join(' '),
        )
        .join(' ');
    return block.kind === 'list_item' && block.marker !== null && block.marker !== '•' ? `${block.marker} ${block.text}` : block.text;
  });
  return texts.join(' ').replaceAll(/\s+/g, ' ').trim();
}
