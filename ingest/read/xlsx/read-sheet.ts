import type { Area, Sheet, SheetRow } from '../office/sheet.ts';
import { spreadMerged } from '../office/sheet.ts';
import { walkXml, type XmlPart } from '../office/walk-xml.ts';
import { shownNumber } from './number-format.ts';
import type { Workbook } from './workbook.ts';

type Cell = { column: number; type: string; style: number; value: string };
type Attributes = Record<string, string>;
type ReadSheet = Omit<Sheet, 'name' | 'hidden'>;

const MAX_ROW = 1_048_576;
const MAX_COLUMN = 16_384;

/** The filled cells of a worksheet as they are shown; formulas by the values that were kept with them. */
export function readSheet(xml: Buffer, where: XmlPart, workbook: Workbook): ReadSheet {
  return new SheetWalk(workbook).walk(xml, where);
}

class SheetWalk {
  readonly #workbook: Workbook;
  readonly #rows: SheetRow[] = [];
  readonly #merges: Area[] = [];
  readonly #headerRows: number[] = [];
  readonly #hiddenColumns: Area[] = [];
  readonly #leftOut = new Set<number>();
  readonly #skipped = new Set<number>();
  #hiddenRows = 0;
  #row: SheetRow & { hidden: boolean } = { number: -1, cells: [], hidden: false };
  #cell: Cell | null = null;
  #column = -1;
  #inValue = false;
  #inPhonetic = false;

  constructor(workbook: Workbook) {
    this.#workbook = workbook;
  }

  walk(xml: Buffer, where: XmlPart): ReadSheet {
    walkXml(xml, where, {
      open: (tag, attributes) => this.#open(tag, attributes),
      text: (value) => {
        if (this.#inValue && this.#cell !== null) this.#cell.value += value;
      },
      close: (tag) => this.#close(tag),
    });
    const sorted = this.#rows.every((row, index) => index === 0 || this.#rows[index - 1]!.number < row.number);
    const rows = sorted ? this.#rows : inOrder(this.#rows);
    spreadMerged(rows, this.#merges);
    return { rows, skipped: this.#skipped, hiddenRows: this.#hiddenRows, hiddenColumns: this.#leftOut.size, headerRows: this.#headerRows };
  }

  #open(tag: string, attributes: Attributes): void {
    if (tag === 'row') {
      const number = attributes.r === undefined ? this.#row.number + 1 : Number(attributes.r) - 1;
      this.#row = { number: within(number, MAX_ROW), cells: [], hidden: isTrue(attributes.hidden) };
      this.#column = -1;
    } else if (tag === 'c') {
      this.#column = within(attributes.r === undefined ? this.#column + 1 : columnOf(attributes.r), MAX_COLUMN);
      this.#cell = { column: this.#column, type: attributes.t ?? 'n', style: Number(attributes.s ?? 0), value: '' };
    } else if (tag === 'col' && isTrue(attributes.hidden))
      this.#hiddenColumns.push({ top: 0, bottom: 0, left: Number(attributes.min) - 1, right: Number(attributes.max) - 1 });
    else if (tag === 'mergeCell') this.#merges.push(...(areaOf(attributes.ref) ?? []));
    else if (tag === 'autoFilter') for (const { top } of areaOf(attributes.ref) ?? []) this.#headerRows.push(top);
    if (tag === 'rPh') this.#inPhonetic = true;
    this.#inValue = tag === 'v' || (tag === 't' && this.#cell !== null && !this.#inPhonetic);
  }

  #close(tag: string): void {
    if (tag === 'v' || tag === 't') this.#inValue = false;
    else if (tag === 'rPh') this.#inPhonetic = false;
    else if (tag === 'c' && this.#cell !== null) {
      this.#addCell(this.#cell);
      this.#cell = null;
    } else if (tag === 'row') {
      if (this.#row.hidden) this.#skipped.add(this.#row.number);
      if (this.#row.cells.length === 0) return;
      if (this.#row.hidden) this.#hiddenRows += 1;
      else this.#rows.push({ number: this.#row.number, cells: this.#row.cells });
    }
  }

  #addCell(cell: Cell): void {
    const text = shown(cell, this.#workbook).replaceAll(/\s+/g, ' ').trim();
    if (text === '') return;
    if (this.#hiddenColumns.some(({ left, right }) => cell.column >= left && cell.column <= right)) this.#leftOut.add(cell.column);
    else this.#row.cells.push({ column: cell.column, text, repeated: false });
  }
}

function inOrder(rows: readonly SheetRow[]): SheetRow[] {
  const byNumber = new Map<number, SheetRow>();
  for (const row of rows) byNumber.set(row.number, { ...row, cells: [...(byNumber.get(row.number)?.cells ?? []), ...row.cells] });
  return [...byNumber.values()].sort((a, b) => a.number - b.number);
}

function shown({ type, style, value }: Cell, workbook: Workbook): string {
  if (type === 's') return workbook.strings[Number(value)] ?? '';
  if (type === 'b') return value === '1' ? 'TRUE' : 'FALSE';
  if (type !== 'n' || value === '') return value;
  return shownNumber(value, workbook.formats[style] ?? 0, workbook.from1904);
}

/** "B2:D7"; nothing where it is no such reference. */
export function areaOf(reference: string | undefined): Area[] | null {
  const match = /^\$?([A-Z]{1,3})\$?(\d{1,7}):\$?([A-Z]{1,3})\$?(\d{1,7})$/.exec(reference ?? '');
  if (match === null) return null;
  return [{ top: Number(match[2]) - 1, bottom: Number(match[4]) - 1, left: columnOf(match[1]!), right: columnOf(match[3]!) }];
}

/** "AB12" -> 27. */
function columnOf(reference: string): number {
  let column = 0;
  for (const letter of /^[A-Z]{1,3}/.exec(reference)?.[0] ?? 'A') column = column * 26 + letter.charCodeAt(0) - 64;
  return column - 1;
}

function within(value: number, limit: number): number {
  return Number.isInteger(value) && value >= 0 && value < limit ? value : 0;
}

function isTrue(value: string | undefined): boolean {
  return value === '1' || value === 'true';
}
