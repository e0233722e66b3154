import type { Block, TextBlock } from '../../../knowledge/document/block.ts';
import { textBlock } from '../make-block.ts';
import { numberText } from '../office/number-text.ts';
import { TableGrid } from '../office/table-grid.ts';
import { walkXml, type XmlPart } from '../office/walk-xml.ts';
import { raise, tidySpaces } from '../pdf/text-joining.ts';

type Attributes = Record<string, string>;
type Shape = { placeholder: string | null; boxed: boolean; isTitle: boolean; counters: number[] };
type Line = {
  text: string;
  level: number;
  bullet: 'none' | 'mark' | 'number' | null;
  format: string;
  start: number;
  bold: boolean;
  letters: number;
};

export type Slide = {
  title: string | null;
  blocks: Block[];
  /** Words of footers. */
  furniture: string[];
  hidden: boolean;
  /** Relation ids of diagrams (SmartArt), whose words lie in parts of their own. */
  diagrams: string[];
};

const TITLES = /^(?:title|ctrTitle)$/;
const FURNITURE = /^(?:ftr|hdr|dt|sldNum|sldImg)$/;
/** Placeholders whose paragraphs are points unless they say otherwise. */
const POINTS = /^(?:body|obj)$/;
const NUMBER_FORMATS: [RegExp, string][] = [
  [/^arabic/, 'decimal'],
  [/^alphaLc/, 'lowerLetter'],
  [/^alphaUc/, 'upperLetter'],
  [/^romanLc/, 'lowerRoman'],
  [/^romanUc/, 'upperRoman'],
  [/^circleNum/, 'decimalEnclosedCircle'],
  [/^ea1/, 'chineseCounting'],
];

/** One slide (or page of notes) of a presentation. */
export class SlideWalk {
  readonly #slide: Slide = { title: null, blocks: [], furniture: [], hidden: false, diagrams: [] };
  readonly #path: string[] = [];
  readonly #page: number;
  #shape: Shape = newShape();
  #line: Line | null = null;
  #run = { bold: false, raised: false, isNumber: false };
  #table: { grid: TableGrid; header: boolean; cell: Block[] | null; attributes: Attributes } | null = null;
  #alt: string | null = null;

  constructor(page: number) {
    this.#page = page;
  }

  walk(xml: Buffer, where: XmlPart): Slide {
    walkXml(xml, where, {
      open: (tag, attributes) => {
        this.#open(tag, attributes, this.#path.at(-1));
        this.#path.push(tag);
      },
      text: (text) => {
        if (this.#path.at(-1) === 't' && this.#line !== null) this.#addText(text, this.#line);
      },
      close: (tag) => {
        this.#path.pop();
        this.#close(tag);
      },
    });
    return this.#slide;
  }

  #open(tag: string, attributes: Attributes, parent: string | undefined): void {
    if (tag === 'sld') this.#slide.hidden = attributes.show === '0' || attributes.show === 'false';
    else if (tag === 'sp' || tag === 'graphicFrame' || tag === 'pic') this.#shape = newShape();
    else if (tag === 'cNvPr') this.#alt = attributes.descr?.trim() || null;
    else if (tag === 'ph')
      this.#shape = { ...this.#shape, placeholder: attributes.type ?? 'obj', isTitle: TITLES.test(attributes.type ?? '') };
    else if (tag === 'solidFill' && parent === 'spPr') this.#shape.boxed = this.#shape.placeholder === null;
    else if (tag === 'relIds' && attributes.dm) this.#slide.diagrams.push(attributes.dm);
    else if (tag === 'p' && parent === 'txBody')
      this.#line = { text: '', level: 0, bullet: null, format: 'decimal', start: 1, bold: true, letters: 0 };
    else if (this.#line !== null) this.#inLine(tag, attributes, this.#line);
    if (tag === 'tbl' || this.#table !== null) this.#openTable(tag, attributes);
  }

  #inLine(tag: string, attributes: Attributes, line: Line): void {
    if (tag === 'pPr') line.level = Math.min(8, Number(attributes.lvl) || 0);
    else if (tag === 'buNone') line.bullet = 'none';
    else if (tag === 'buChar' || tag === 'buBlip') line.bullet = 'mark';
    else if (tag === 'buAutoNum') {
      line.bullet = 'number';
      line.format = NUMBER_FORMATS.find(([pattern]) => pattern.test(attributes.type ?? ''))?.[1] ?? 'decimal';
      line.start = Number(attributes.startAt) || 1;
    } else if (tag === 'r') this.#run = { bold: false, raised: false, isNumber: false };
    else if (tag === 'fld') this.#run = { bold: false, raised: false, isNumber: attributes.type === 'slidenum' };
    else if (tag === 'rPr') {
      this.#run.bold = attributes.b === '1' || attributes.b === 'true';
      this.#run.raised = Number(attributes.baseline) > 0;
    } else if (tag === 'br') line.text += ' ';
  }

  #addText(text: string, line: Line): void {
    if (this.#run.isNumber) return;
    line.text += this.#run.raised ? raise(text) : text;
    if (text.trim() === '') return;
    line.letters += 1;
    if (!this.#run.bold) line.bold = false;
  }

  #openTable(tag: string, attributes: Attributes): void {
    if (tag === 'tbl') this.#table = { grid: new TableGrid(), header: false, cell: null, attributes: {} };
    else if (tag === 'tblPr') this.#table!.header = attributes.firstRow === '1' || attributes.firstRow === 'true';
    else if (tag === 'tr') {
      this.#table!.grid.startRow({ header: this.#table!.header });
      this.#table!.header = false;
    } else if (tag === 'tc') Object.assign(this.#table!, { cell: [], attributes });
  }

  #close(tag: string): void {
    if (tag === 'p') this.#endLine();
    else if (tag === 'tc' && this.#table?.cell) {
      const { hMerge, vMerge, gridSpan, rowSpan } = this.#table.attributes;
      if (hMerge === '1' || vMerge === '1' || hMerge === 'true' || vMerge === 'true') this.#table.grid.skip(1);
      else this.#table.grid.addSpread({ blocks: this.#table.cell, columnSpan: Number(gridSpan) || 1, rowSpan: Number(rowSpan) || 1 });
      this.#table.cell = null;
    } else if (tag === 'tbl' && this.#table) {
      this.#slide.blocks.push(...this.#table.grid.finish().map((block) => paged(block, this.#page)));
      this.#table = null;
    } else if (tag === 'pic') this.#slide.blocks.push({ kind: 'figure', caption: this.#alt, page: this.#page, box: null });
  }

  #endLine(): void {
    const line = this.#line;
    this.#line = null;
    if (line === null) return;
    const text = tidySpaces(line.text.replaceAll(/\s+/g, ' '));
    if (text === '') return;
    const { placeholder, isTitle, boxed } = this.#shape;
    if (this.#table?.cell) this.#table.cell.push(this.#block(line, text, null, false));
    else if (FURNITURE.test(placeholder ?? '')) this.#slide.furniture.push(text);
    else if (isTitle) this.#slide.title = this.#slide.title === null ? text : `${this.#slide.title} ${text}`;
    else this.#slide.blocks.push(this.#block(line, text, placeholder, boxed));
  }

  #block(line: Line, text: string, placeholder: string | null, boxed: boolean): TextBlock {
    const bullet = line.bullet ?? (POINTS.test(placeholder ?? '') ? 'mark' : 'none');
    const look = { page: this.#page, boxed, bold: line.bold && line.letters > 0 };
    const { counters } = this.#shape;
    if (bullet !== 'number') counters.length = Math.min(counters.length, bullet === 'none' && line.level === 0 ? 0 : line.level + 1);
    if (bullet === 'none') return textBlock(text, { ...look, indent: line.level });
    if (bullet === 'mark') return textBlock(text, { ...look, kind: 'list_item', marker: '•', indent: line.level });
    counters.length = Math.min(counters.length, line.level + 1);
    counters[line.level] = counters[line.level] === undefined ? line.start : counters[line.level]! + 1;
    return textBlock(text, {
      ...look,
      kind: 'list_item',
      marker: `${numberText(counters[line.level]!, line.format)}.`,
      indent: line.level,
    });
  }
}

export function paged(block: Block, page: number): Block {
  return block.kind === 'table' ? { ...block, page, pageEnd: page } : { ...block, page };
}

function newShape(): Shape {
  return { placeholder: null, boxed: false, isTitle: false, counters: [] };
}
