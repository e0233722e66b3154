import type { Block } from '../../../knowledge/document/block.ts';
import { TableGrid } from '../office/table-grid.ts';

/** `edge`: where the cell ends, in twips from the margin. */
type Definition = { mergedLeft: boolean; mergedAbove: boolean; edge: number };
type Row = { cells: Block[][]; definitions: Definition[]; header: boolean };

/** Gathers cells and rows, which RTF writes as properties of paragraphs, into tables. */
export class RtfTables {
  #rows: Row[] = [];
  #row: Row = newRow();
  #cell: Block[] = [];
  #next: Definition = newDefinition();

  add(blocks: readonly Block[]): void {
    this.#cell.push(...blocks);
  }

  endCell(): void {
    this.#row.cells.push(this.#cell);
    this.#cell = [];
  }

  /** Words that define the cells of the row under way, before or behind its words. */
  define(name: string, value: number | null): void {
    if (name === 'trowd') Object.assign(this.#row, { definitions: [], header: false });
    else if (name === 'trhdr') this.#row.header = true;
    else if (name === 'clmrg') this.#next.mergedLeft = true;
    else if (name === 'clvmrg') this.#next.mergedAbove = true;
    else if (name === 'cellx') {
      this.#row.definitions.push({ ...this.#next, edge: value ?? 0 });
      this.#next = newDefinition();
    }
  }

  /** The definitions stay for rows that repeat none. */
  endRow(): void {
    const { definitions, header } = this.#row;
    if (this.#row.cells.length > 0) this.#rows.push(this.#row);
    this.#row = { ...newRow(), definitions, header };
  }

  /** The table is over: its blocks; none where there was no table. */
  end(): Block[] {
    if (this.#row.cells.length > 0 || this.#cell.length > 0) {
      if (this.#cell.length > 0) this.endCell();
      this.endRow();
    }
    const rows = this.#rows;
    this.#rows = [];
    this.#row = newRow();
    if (rows.length === 0) return [];
    const edges = edgesOf(rows);
    const grid = new TableGrid();
    for (const row of rows) addRow(grid, row, edges);
    return grid.finish();
  }
}

/** Cells that end within so many twips of each other end together (a twentieth of a point each). */
const SAME_EDGE = 60;

/** All places where cells of the table end: its columns. */
function edgesOf(rows: readonly Row[]): number[] {
  const edges: number[] = [];
  for (const edge of rows.flatMap(({ definitions }) => definitions.map((each) => each.edge)).sort((a, b) => a - b))
    if (edges.length === 0 || edge > edges.at(-1)! + SAME_EDGE) edges.push(edge);
  return edges;
}

function addRow(grid: TableGrid, { cells, definitions, header }: Row, edges: readonly number[]): void {
  grid.startRow({ header });
  const columnAfter = (index: number) => {
    const edge = definitions[index]?.edge;
    return edge === undefined ? null : edges.findIndex((each) => each >= edge - SAME_EDGE) + 1;
  };
  let column = 0;
  for (const [index, blocks] of cells.entries()) {
    if (definitions[index]?.mergedLeft) continue;
    let last = index;
    while (definitions[last + 1]?.mergedLeft) last += 1;
    const span = Math.max(1, (columnAfter(last) ?? column + 1) - column);
    if (definitions[index]?.mergedAbove) grid.addMergedAbove(span);
    else grid.addCell({ blocks, columnSpan: span });
    column += span;
  }
}

function newDefinition(): Definition {
  return { mergedLeft: false, mergedAbove: false, edge: 0 };
}

function newRow(): Row {
  return { cells: [], definitions: [], header: false };
}
