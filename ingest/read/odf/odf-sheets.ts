import { type Area, type Sheet, type SheetRow, spreadMerged } from '../office/sheet.ts';
import { walkXml, type XmlPart } from '../office/walk-xml.ts';
import type { OdfStyles } from './odf-styles.ts';

type Attributes = Record<string, string>;
type Cell = { text: string; attributes: Attributes; columns: number; rows: number; covered: boolean };

/** LibreOffice fills the rest of a sheet with repeated cells; a filled one repeated more often than this is a background, and
 *  counts once. */
const MAX_REPEATED = 300;

function copiesOf(repeat: number): number {
  return repeat > MAX_REPEATED ? 1 : repeat;
}

/** The sheets of an OpenDocument spreadsheet, cells as they are shown, dates in ISO form. */
export function readOdfSheets(xml: Buffer, styles: OdfStyles, where: XmlPart): Sheet[] {
  return new SheetsWalk(styles).walk(xml, where);
}

class SheetsWalk {
  readonly #styles: OdfStyles;
  readonly #sheets: Sheet[] = [];
  readonly #filters: { sheet: string; row: number }[] = [];
  #sheet: (Sheet & { skipped: Set<number> }) | null = null;
  #merges: Area[] = [];
  #row: SheetRow & { hidden: boolean; repeat: number } = { number: 0, cells: [], hidden: false, repeat: 1 };
  #columns: { from: number; to: number }[] = [];
  #column = 0;
  #declared = 0;
  #cell: Cell | null = null;
  #paragraphs = 0;
  #depth = 0;
  #skip = 0;
  readonly #leftOut = new Set<number>();

  constructor(styles: OdfStyles) {
    this.#styles = styles;
  }

  walk(xml: Buffer, where: XmlPart): Sheet[] {
    walkXml(xml, where, {
      open: (tag, attributes) => {
        if (this.#skip > 0 || tag === 'annotation' || tag === 'shapes' || tag === 'tracked-changes') this.#skip += 1;
        else this.#open(tag, attributes);
      },
      text: (text) => {
        if (this.#skip === 0 && this.#cell !== null && this.#paragraphs > 0) this.#cell.text += text;
      },
      close: (tag) => {
        if (this.#skip > 0) this.#skip -= 1;
        else this.#close(tag);
      },
    });
    for (const { sheet, row } of this.#filters) this.#sheets.find(({ name }) => name === sheet)?.headerRows.push(row);
    return this.#sheets;
  }

  #open(tag: string, attributes: Attributes): void {
    if (tag === 'table') this.#openSheet(attributes);
    else if (tag === 'table-column') this.#declareColumns(attributes);
    else if (tag === 'table-row') {
      const hidden = /^(?:collapse|filter)$/.test(attributes.visibility ?? '');
      this.#row = { number: this.#row.number, cells: [], hidden, repeat: Number(attributes['number-rows-repeated']) || 1 };
      this.#column = 0;
    } else if (tag === 'table-cell' || tag === 'covered-table-cell') this.#openCell(tag, attributes);
    else if (tag === 'p' || tag === 'h') {
      this.#paragraphs += 1;
      if (this.#cell && this.#cell.text !== '') this.#cell.text += ' ';
    } else if ((tag === 's' || tag === 'tab' || tag === 'line-break') && this.#cell) this.#cell.text += ' ';
    else if (tag === 'database-range') this.#addFilter(attributes);
  }

  #openSheet(attributes: Attributes): void {
    this.#depth += 1;
    if (this.#depth > 1) return;
    const hidden = this.#styles.of(attributes['style-name']).hidden;
    this.#sheet = { name: attributes.name ?? '', hidden, rows: [], skipped: new Set(), hiddenRows: 0, hiddenColumns: 0, headerRows: [] };
    this.#row = { number: 0, cells: [], hidden: false, repeat: 1 };
    this.#merges = [];
    this.#columns = [];
    this.#declared = 0;
    this.#leftOut.clear();
  }

  #declareColumns(attributes: Attributes): void {
    const count = Number(attributes['number-columns-repeated']) || 1;
    if (/^(?:collapse|filter)$/.test(attributes.visibility ?? ''))
      this.#columns.push({ from: this.#declared, to: this.#declared + count - 1 });
    this.#declared += count;
  }

  #openCell(tag: string, attributes: Attributes): void {
    if (this.#depth !== 1) return;
    this.#cell = {
      text: '',
      attributes,
      columns: Number(attributes['number-columns-spanned']) || 1,
      rows: Number(attributes['number-rows-spanned']) || 1,
      covered: tag === 'covered-table-cell',
    };
    this.#paragraphs = 0;
  }

  #addFilter({ 'target-range-address': range, 'display-filter-buttons': buttons }: Attributes): void {
    const match = /^'?(?<sheet>.*?)'?\.\$?[A-Z]+\$?(?<row>\d+):/.exec(range ?? '')?.groups;
    if (match && buttons === 'true')
      this.#filters.push({ sheet: match.sheet!.replace(/^\$/, '').replace(/^'/, ''), row: Number(match.row) - 1 });
  }

  #close(tag: string): void {
    if (tag === 'p' || tag === 'h') this.#paragraphs -= 1;
    else if (tag === 'table-cell' || tag === 'covered-table-cell') this.#closeCell();
    else if (tag === 'table-row' && this.#depth === 1) this.#closeRow();
    else if (tag === 'table') this.#closeSheet();
  }

  #closeCell(): void {
    const cell = this.#cell;
    if (cell === null) return;
    this.#cell = null;
    const repeat = Number(cell.attributes['number-columns-repeated']) || 1;
    const text = cell.covered ? '' : shown(cell);
    for (let copy = 0; text !== '' && copy < copiesOf(repeat); copy += 1) this.#addCell(text, this.#column + copy);
    if (text !== '' && cell.columns * cell.rows > 1) {
      const { number } = this.#row;
      this.#merges.push({ top: number, bottom: number + cell.rows - 1, left: this.#column, right: this.#column + cell.columns - 1 });
    }
    this.#column += repeat;
  }

  #addCell(text: string, column: number): void {
    if (this.#columns.some(({ from, to }) => column >= from && column <= to)) this.#leftOut.add(column);
    else this.#row.cells.push({ column, text, repeated: false });
  }

  #closeRow(): void {
    const { number, cells, hidden, repeat } = this.#row;
    const copies = cells.length === 0 ? 0 : copiesOf(repeat);
    if (hidden) {
      this.#sheet!.hiddenRows += copies;
      for (let copy = 0; copy < Math.min(repeat, MAX_REPEATED); copy += 1) this.#sheet!.skipped.add(number + copy);
    } else
      for (let copy = 0; copy < copies; copy += 1)
        this.#sheet!.rows.push({ number: number + copy, cells: cells.map((cell) => ({ ...cell })) });
    this.#row = { number: number + repeat, cells: [], hidden: false, repeat: 1 };
  }

  #closeSheet(): void {
    this.#depth -= 1;
    if (this.#depth > 0 || this.#sheet === null) return;
    spreadMerged(this.#sheet.rows, this.#merges);
    this.#sheet.hiddenColumns = this.#leftOut.size;
    this.#sheets.push(this.#sheet);
    this.#sheet = null;
  }
}

function shown({ text, attributes }: Cell): string {
  const words = text.replaceAll(/\s+/g, ' ').trim();
  const date = attributes['date-value'];
  if (attributes['value-type'] === 'date' && date)
    return date
      .replace('T', ' ')
      .replace(/ 00:00:00.*$/, '')
      .slice(0, 16);
  return words !== '' ? words : (attributes.value ?? '');
}
