import type { Block } from '../../../knowledge/document/block.ts';
import type { TableGrid } from '../office/table-grid.ts';
import type { OdfStyle } from './odf-styles.ts';

/** What is open while a file is walked: paragraphs and lists in a flow of text (body, cell, box, note), or a table. */
export type Paragraph = {
  text: string;
  style: OdfStyle;
  level: number | null;
  bold: boolean;
  letters: number;
  notes: string[];
  inner: Block[];
};
export type List = { style: string | null; counter: number; marker: string | null; first: boolean };
export type Flow = {
  kind: 'flow';
  tag: string;
  blocks: Block[];
  paragraphs: Paragraph[];
  lists: List[];
  columnSpan: number;
  rowSpan: number;
  boxed: boolean;
};
export type Table = { kind: 'table'; grid: TableGrid; header: number };

export function newFlow(tag: string): Flow {
  return { kind: 'flow', tag, blocks: [], paragraphs: [], lists: [], columnSpan: 1, rowSpan: 1, boxed: false };
}
