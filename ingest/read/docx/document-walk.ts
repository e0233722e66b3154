import type { Block, FigureBlock } from '../../../knowledge/document/block.ts';
import { symbolText } from '../office/symbols.ts';
import { TableGrid } from '../office/table-grid.ts';
import { walkXml, type XmlPart } from '../office/walk-xml.ts';
import { raise } from '../pdf/text-joining.ts';
import type { Numbering } from './numbering.ts';
import { Paragraph, type RunStyle } from './paragraph.ts';
import { type DocxStyles, isOn, isShade } from './styles.ts';

type Attributes = Record<string, string>;
/** A place that takes blocks (the body, a cell, a text box). */
type Flow = { kind: 'body' | 'cell' | 'box'; blocks: Block[]; paragraph: Paragraph | null; span: number; mergedAbove: boolean };
type Table = { kind: 'table'; grid: TableGrid; rowOpen: boolean; before: number; header: boolean; deleted: boolean };

export type DocxNotes = { footnotes: ReadonlyMap<string, string>; endnotes: ReadonlyMap<string, string> };

/** Parts that are not the document as it stands: deleted text, former looks, copies for older programs. */
const SKIPPED = new Set([
  'moveFrom',
  'Fallback',
  'pPrChange',
  'rPrChange',
  'tblPrChange',
  'trPrChange',
  'tcPrChange',
  'sectPrChange',
  'sectPr',
  'tblGridChange',
  'rt',
]);
const PLAIN_RUN: RunStyle = { bold: null, size: null, raised: false, hidden: false };
/** Word writes such alternative texts by itself. */
const JUNK_ALT = /automatically generated|自动生成|^(?:picture|image|图片|graphic|grafik)\s*\d*$/i;

/** The blocks of word/document.xml in reading order, tracked deletions left out. */
export class DocumentWalk {
  readonly #styles: DocxStyles;
  readonly #numbering: Numbering;
  readonly #notes: DocxNotes;
  readonly #path: string[] = [];
  readonly #frames: (Flow | Table)[] = [newFlow('body')];
  #skip = 0;
  #run: RunStyle = PLAIN_RUN;
  #contents = false;
  #figure: { alt: string | null; picture: boolean } | null = null;
  #noteNumber = 0;

  constructor({ styles, numbering, notes }: { styles: DocxStyles; numbering: Numbering; notes: DocxNotes }) {
    this.#styles = styles;
    this.#numbering = numbering;
    this.#notes = notes;
  }

  walk(xml: Buffer, where: XmlPart): Block[] {
    walkXml(xml, where, {
      open: (tag, attributes) => {
        if (this.#skip > 0 || this.#isSkipped(tag)) this.#skip += 1;
        else this.#open(tag, attributes);
        this.#path.push(tag);
      },
      text: (text) => {
        if (this.#skip === 0 && this.#path.at(-1) === 't') this.#addText(text);
      },
      close: (tag) => {
        this.#path.pop();
        if (this.#skip > 0) this.#skip -= 1;
        else this.#close(tag);
      },
    });
    return (this.#frames[0] as Flow).blocks;
  }

  #isSkipped(tag: string): boolean {
    const parent = this.#path.at(-1);
    if (tag === 'del') {
      // As a property it says that a paragraph's mark or a row is deleted; elsewhere it holds deleted text.
      if (parent === 'rPr' && this.#paragraph && this.#path.at(-2) === 'pPr') this.#paragraph.goesOn = true;
      const table = this.#frames.at(-1);
      if (parent === 'trPr' && table?.kind === 'table') table.deleted = true;
      return true;
    }
    if (tag === 'sdtContent' && this.#contents) {
      this.#contents = false;
      return true;
    }
    return SKIPPED.has(tag);
  }

  get #paragraph(): Paragraph | null {
    const frame = this.#frames.at(-1)!;
    return frame.kind === 'table' ? null : frame.paragraph;
  }

  #open(tag: string, attributes: Attributes): void {
    const parent = this.#path.at(-1);
    if (tag === 'p') this.#openParagraph();
    else if (tag === 'r') this.#run = { ...PLAIN_RUN };
    else if (parent === 'rPr') this.#runProperty(tag, attributes);
    else if (parent === 'pPr' || parent === 'numPr') this.#paragraphProperty(tag, attributes);
    else if (parent === 'r' || parent === 'pict' || parent === 'object') this.#inRun(tag, attributes);
    else if (tag === 'docPartGallery') this.#contents = /table of contents/i.test(attributes.val ?? '');
    this.#openTable(tag, attributes, parent);
    this.#openDrawing(tag, attributes);
  }

  #openParagraph(): void {
    const frame = this.#frames.at(-1)!;
    // Broken files may hold words between table and cell: they are dropped.
    if (frame.kind === 'table') return;
    if (frame.paragraph?.goesOn) frame.paragraph.goesOn = false;
    else frame.paragraph = new Paragraph();
  }

  #runProperty(tag: string, { val }: Attributes): void {
    if (this.#path.at(-2) !== 'r') return;
    if (tag === 'b') this.#run.bold = isOn(val, true);
    else if (tag === 'sz') this.#run.size = Number(val) / 2 || null;
    else if (tag === 'vertAlign') this.#run.raised = val === 'superscript';
    else if (tag === 'vanish' || tag === 'strike' || tag === 'dstrike') this.#run.hidden ||= isOn(val, true);
  }

  #paragraphProperty(tag: string, attributes: Attributes): void {
    const paragraph = this.#paragraph;
    if (paragraph === null) return;
    const { val } = attributes;
    if (tag === 'pStyle') paragraph.styleId = val ?? null;
    else if (tag === 'numId') paragraph.numId = val ?? null;
    else if (tag === 'ilvl') paragraph.ilvl = Number(val) || 0;
    else if (tag === 'outlineLvl') paragraph.outline = Number(val);
    else if (tag === 'pBdr') paragraph.boxed = true;
    else if (tag === 'shd') paragraph.boxed ||= isShade(attributes.fill);
    else if (tag === 'ind') paragraph.left = Number(attributes.left ?? attributes.start ?? 0) || 0;
  }

  #inRun(tag: string, attributes: Attributes): void {
    const paragraph = this.#paragraph;
    if (paragraph === null) return;
    if (tag === 'tab' || tag === 'br' || tag === 'cr' || tag === 'ptab') paragraph.addMark(' ');
    else if (tag === 'noBreakHyphen') paragraph.addMark('-');
    else if (tag === 'sym') paragraph.addText(symbolText(attributes.font ?? '', Number.parseInt(attributes.char ?? '0', 16)), this.#run);
    else if (tag === 'footnoteReference') this.#addNote(this.#notes.footnotes.get(attributes.id ?? ''));
    else if (tag === 'endnoteReference') this.#addNote(this.#notes.endnotes.get(attributes.id ?? ''));
  }

  #addNote(note: string | undefined): void {
    if (note === undefined) return;
    this.#noteNumber += 1;
    const mark = raise(String(this.#noteNumber));
    this.#paragraph!.addMark(mark);
    this.#paragraph!.notes.push(`${mark} ${note}`);
  }

  #addText(text: string): void {
    const paragraph = this.#paragraph;
    if (paragraph === null) return;
    const power = this.#path.at(-3) === 'sup' || this.#path.at(-2) === 'sup';
    paragraph.addText(text, power ? { ...this.#run, raised: true } : this.#run);
  }

  #openTable(tag: string, attributes: Attributes, parent: string | undefined): void {
    const frame = this.#frames.at(-1)!;
    if (tag === 'tbl') {
      this.#frames.push({ kind: 'table', grid: new TableGrid(), rowOpen: false, before: 0, header: false, deleted: false });
      return;
    }
    if (frame.kind === 'table') {
      if (tag === 'tr') Object.assign(frame, { rowOpen: false, before: 0, header: false, deleted: false });
      else if (parent === 'trPr' && tag === 'tblHeader') frame.header = isOn(attributes.val, true);
      else if (parent === 'trPr' && tag === 'gridBefore') frame.before = Number(attributes.val) || 0;
      else if (tag === 'tc') {
        this.#startRow(frame);
        this.#frames.push(newFlow('cell'));
      }
      return;
    }
    if (frame.kind !== 'cell' || parent !== 'tcPr') return;
    if (tag === 'gridSpan') frame.span = Number(attributes.val) || 1;
    if (tag === 'vMerge') frame.mergedAbove = attributes.val !== 'restart';
  }

  #startRow(table: Table): void {
    if (table.rowOpen) return;
    table.rowOpen = true;
    table.grid.startRow({ header: table.header });
    if (table.before > 0) table.grid.skip(table.before);
  }

  #openDrawing(tag: string, attributes: Attributes): void {
    if (tag === 'drawing' || tag === 'pict' || tag === 'object') this.#figure = { alt: null, picture: false };
    else if (tag === 'docPr' && this.#figure) this.#figure.alt = attributes.descr || attributes.title || null;
    else if ((tag === 'blip' || tag === 'chart') && this.#figure) this.#figure.picture = true;
    else if (tag === 'imagedata' && this.#figure) this.#figure = { alt: attributes.title || this.#figure.alt, picture: true };
    else if (tag === 'txbxContent') this.#frames.push(newFlow('box'));
  }

  #close(tag: string): void {
    if (tag === 'p') this.#closeParagraph();
    else if (tag === 'num' && this.#path.at(-1) === 'f') this.#paragraph?.addMark('/');
    else if (tag === 'tc') this.#closeCell();
    else if (tag === 'tr') this.#closeRow();
    else if (tag === 'tbl') this.#closeTable();
    else if (tag === 'txbxContent') this.#closeBox();
    else if (tag === 'drawing' || tag === 'pict' || tag === 'object') this.#closeDrawing();
  }

  #closeParagraph(): void {
    const frame = this.#frames.at(-1)!;
    if (frame.kind === 'table' || frame.paragraph === null || frame.paragraph.goesOn) return;
    frame.blocks.push(...frame.paragraph.finish(this.#styles, this.#numbering));
    frame.paragraph = null;
  }

  /** A paragraph whose mark is deleted has nothing behind it to go on with. */
  #endFlow(flow: Flow): Block[] {
    if (flow.paragraph) flow.blocks.push(...flow.paragraph.finish(this.#styles, this.#numbering));
    return flow.blocks;
  }

  #closeCell(): void {
    const cell = this.#frames.at(-1)!;
    const table = this.#frames.at(-2);
    if (cell.kind !== 'cell' || table?.kind !== 'table') return;
    this.#frames.pop();
    const blocks = this.#endFlow(cell);
    if (cell.mergedAbove) table.grid.addMergedAbove(cell.span);
    else table.grid.addCell({ blocks, columnSpan: cell.span });
  }

  #closeRow(): void {
    const table = this.#frames.at(-1)!;
    if (table.kind === 'table' && table.deleted && table.rowOpen) table.grid.dropRow();
  }

  #closeTable(): void {
    const table = this.#frames.at(-1)!;
    const flow = this.#frames.at(-2);
    if (table.kind !== 'table' || flow === undefined || flow.kind === 'table') return;
    this.#frames.pop();
    for (const block of table.grid.finish()) flow.blocks.push(block);
  }

  #closeBox(): void {
    const box = this.#frames.at(-1)!;
    if (box.kind !== 'box') return;
    this.#frames.pop();
    const host = this.#paragraph;
    const blocks = this.#endFlow(box).map((block) =>
      block.kind === 'text' || block.kind === 'list_item' ? { ...block, boxed: true } : block,
    );
    if (host) host.boxes.push(...blocks);
  }

  #closeDrawing(): void {
    const figure = this.#figure;
    this.#figure = null;
    if (!figure?.picture) return;
    const alt = figure.alt?.replaceAll(/\s+/g, ' ').trim();
    const block: FigureBlock = { kind: 'figure', caption: alt && !JUNK_ALT.test(alt) ? alt : null, page: null, box: null };
    this.#paragraph?.figures.push(block);
  }
}

function newFlow(kind: Flow['kind']): Flow {
  return { kind, blocks: [], paragraph: null, span: 1, mergedAbove: false };
}
