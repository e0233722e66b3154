import type { RankedPassage } from '../../knowledge/retrieve/retriever.ts';
import { type Head, headOf } from './heads.ts';

/** A table among what was found, as far as its columns and rows are named after machines of a series. */
export type FoundTable = {
  columns: readonly Head[];
  /** None where nothing says that the rows are machines. */
  rows: readonly Head[];
  /** Titles and headings above. */
  around: string;
  /** Place of its passage in the retrieval, from 0. */
  rank: number;
};

const CELL_JOINT = ' | ';
/** Heads of the column that holds the machines' names. */
const NAMES_MACHINES = /\b(?:models?|types?|sizes?|versions?|variants?|machines?|pumps?)\b|(?<!类)型|规格|机/iu;

export function tablesIn({ passage }: RankedPassage, rank: number): FoundTable[] {
  const tables: string[][][] = [];
  let inside = false;
  for (const line of passage.text.split('\n')) {
    const isRow = line.includes(CELL_JOINT);
    if (isRow && !inside) tables.push([]);
    if (isRow) tables.at(-1)!.push(line.split(CELL_JOINT).map((cell) => cell.trim()));
    inside = isRow;
  }
  const around = aroundOf({ passage });
  return tables.map(([header, ...rows]) => {
    const label = labelColumn(header!);
    const labels = label === null ? [] : [...new Set(rows.map((cells) => cells[label] ?? ''))];
    return { columns: headsOf(header!.slice(1)), rows: headsOf(labels), around, rank };
  });
}

/** The titles above a passage, and the equipment of its document. */
export function aroundOf({ passage: { document, sectionPath } }: Pick<RankedPassage, 'passage'>): string {
  return [document.title, ...document.equipment, ...sectionPath].join('\n');
}

/** Which column names the rows' machines; null where none does. */
export function labelColumn(headers: readonly string[]): number | null {
  const at = headers.findIndex((header) => NAMES_MACHINES.test(header) && headOf(header) === null);
  return at === -1 ? null : at;
}

/** Those of the texts that name machines. */
export function headsOf(texts: readonly string[]): Head[] {
  return [...new Set(texts)].map(headOf).filter((head) => head !== null);
}
