import { comparable, namePattern } from '../../knowledge/machines/name-pattern.ts';
import type { EvidenceUnit, RowCell } from '../evidence/evidence-unit.ts';
import { aroundOf, headsOf, labelColumn } from './found-tables.ts';
import { headOf, headsCalled, isCalled, isSibling } from './heads.ts';
import { type AskedName, joined } from './mentions.ts';

export type VariantNames = {
  /** All that the question may call a variant. */
  names: readonly AskedName[];
  /** Those that tell columns, and rows, of a table apart. */
  inColumns: readonly AskedName[];
  inRows: readonly AskedName[];
  /** The variants beside them. */
  siblings: readonly string[];
};

/** A cell that gives no value. */
const EMPTY = /^[\s–—-]*$/;

/** Makes of a sentence or row what it says of the variants that a question names; null where it is about others. */
export function ofVariant(asked: VariantNames): (unit: EvidenceUnit) => EvidenceUnit | null {
  return (unit) => {
    if (unit.cells === null) return isAboutSibling(unit, asked) ? null : unit;
    if (isOthersRow(unit, unit.cells, asked)) return null;
    const cells = ofColumns(unit, unit.cells, asked);
    return cells && { ...unit, cells };
  };
}

function isAboutSibling({ text }: EvidenceUnit, { inColumns, siblings }: VariantNames): boolean {
  if (siblings.length === 0) return false;
  const said = comparable(joined(text));
  const names = (name: string) => namePattern(joined(name)).test(said);
  return siblings.some(names) && !inColumns.some(({ name }) => names(name));
}

/** The columns that name no variant, and those of the asked ones. Null where all columns are others', or give nothing. */
function ofColumns(unit: EvidenceUnit, cells: RowCell[], { names }: VariantNames): RowCell[] | null {
  const heads = headsOf(cells.slice(1).map(({ header }) => header));
  if (heads.length === 0) return cells;
  const around = aroundOf(unit.hit);
  const called = new Set(names.flatMap((name) => headsCalled(heads, name, around)).map(({ text }) => text));
  const isOthers = ({ header }: RowCell) => heads.some(({ text }) => text === header.trim()) && !called.has(header.trim());
  if (called.size > 0) {
    const kept = cells.filter((cell, index) => index === 0 || !isOthers(cell));
    return kept.every(({ header, value }) => !called.has(header.trim()) || EMPTY.test(value)) ? null : kept;
  }
  const unnamed = names.filter(({ name }) => !heads.some((head) => isCalled(head, name, around)));
  return unnamed.some((name) => heads.some((head) => isSibling(head, name))) ? null : cells;
}

/** A row that is another variant's. */
function isOthersRow({ hit }: EvidenceUnit, cells: readonly RowCell[], { inRows }: VariantNames): boolean {
  const label = labelColumn(cells.map(({ header }) => header));
  const head = label === null ? null : headOf(cells[label]!.value);
  if (head === null || inRows.length === 0) return false;
  const around = aroundOf(hit);
  return !inRows.some(({ name }) => isCalled(head, name, around)) && inRows.some((name) => isSibling(head, name));
}
