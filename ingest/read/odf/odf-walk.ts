import type { Block } from '../../../knowledge/document/block.ts';
import { textBlock } from '../make-block.ts';
import { TableGrid } from '../office/table-grid.ts';
import { walkXml, type XmlPart } from '../office/walk-xml.ts';
import { raise, tidySpaces } from '../pdf/text-joining.ts';
import { type Flow, type List, newFlow, type Paragraph, type Table } from './odf-frames.ts';
import { SKIPPED } from './odf-skipped.ts';
import { type OdfStyle, type OdfStyles, OUTLINE } from './odf-styles.ts';

type Attributes = Record<string, string>;
const MAX_SPACES = 100;
const MAX_REPEATED = 200;
/** Levels that lists can number; deeper ones count with the last of them. */
const MAX_LEVELS = 10;

export type OdfPage = { title: string | null; blocks: Block[]; notes: Block[]; hidden: boolean };

/** The blocks of content.xml of a text (one page) or of a presentation (a page a slide). */
export class OdfWalk {
  readonly pages: OdfPage[] = [];
  readonly #styles: OdfStyles;
  readonly #frames: (Flow | Table)[] = [newFlow('body')];
  readonly #path: string[] = [];
  readonly #spans: boolean[] = [];
  readonly #outline: number[] = [];
  readonly #counters = new Map<string, number[]>();
  #skip = 0;
  #note: { text: string; mark: string } | null = null;
  #noteNumber = 0;
  #picture: { alt: string; there: boolean } | null = null;
  #isTitle = false;
  #page: OdfPage | null = null;

  constructor(styles: OdfStyles) {
    this.#styles = styles;
  }

  walk(xml: Buffer, where: XmlPart): Block[] {
    walkXml(xml, where, {
      open: (tag, attributes) => {
        if (this.#skip > 0 || SKIPPED.has(tag) || tag.endsWith('-source')) this.#skip += 1;
        else this.#open(tag, attributes);
        this.#path.push(tag);
      },
      text: (text) => {
        if (this.#skip === 0) this.#addText(text.replaceAll(/\s+/g, ' '));
      },
      close: (tag) => {
        this.#path.pop();
        if (this.#skip > 0) this.#skip -= 1;
        else this.#close(tag);
      },
    });
    return (this.#frames[0] as Flow).blocks;
  }

  get #flow(): Flow | null {
    const frame = this.#frames.at(-1)!;
    return frame.kind === 'flow' ? frame : null;
  }

  get #paragraph(): Paragraph | null {
    return this.#flow?.paragraphs.at(-1) ?? null;
  }

  #open(tag: string, attributes: Attributes): void {
    const paragraph = this.#paragraph;
    if (tag === 'p' || tag === 'h') this.#openParagraph(tag, attributes);
    else if (tag === 'span') this.#spans.push(this.#styles.of(attributes['style-name']).raised);
    else if (tag === 's') this.#addText(' '.repeat(Math.min(MAX_SPACES, Number(attributes.c) || 1)));
    else if (tag === 'tab' || tag === 'line-break') this.#addText(' ');
    else if (tag === 'note') this.#openNote();
    else if (tag === 'note-body' && paragraph && this.#note) paragraph.text += this.#note.mark;
    else if (tag === 'list' || tag === 'list-item' || tag === 'list-header') this.#openList(tag, attributes);
    else if (tag === 'page') this.#openPage(attributes);
    else this.#openFrame(tag, attributes);
    this.#openTable(tag, attributes);
  }

  #openParagraph(tag: string, attributes: Attributes): void {
    if (this.#note !== null) return;
    const style = this.#styles.of(attributes['style-name']);
    const level = tag === 'h' ? Number(attributes['outline-level']) || style.outline || 1 : style.outline;
    this.#flow?.paragraphs.push({ text: '', style, level, bold: style.bold, letters: 0, notes: [], inner: [] });
  }

  #addText(text: string): void {
    if (this.#note !== null) {
      if (this.#path.includes('note-body')) this.#note.text += text;
      return;
    }
    const top = this.#path.at(-1);
    if (this.#picture !== null && (top === 'title' || top === 'desc')) {
      this.#picture.alt ||= text.trim();
      return;
    }
    const paragraph = this.#paragraph;
    if (paragraph === null) return;
    paragraph.text += this.#spans.at(-1) ? raise(text) : text;
  }

  #openList(tag: string, attributes: Attributes): void {
    const lists = this.#flow?.lists;
    if (lists === undefined) return;
    if (tag === 'list') {
      const style = attributes['style-name'] ?? lists.at(-1)?.style ?? null;
      const going = attributes['continue-numbering'] === 'true' || attributes['continue-list'] !== undefined;
      const before = going ? this.#counters.get(style ?? '')?.[lists.length] : undefined;
      lists.push({ style, counter: before ?? this.#styles.startOf(style, lists.length + 1) - 1, marker: null, first: true });
    } else if (tag === 'list-item') {
      const list = lists.at(-1);
      if (list === undefined) return;
      list.counter = attributes['start-value'] === undefined ? list.counter + 1 : Number(attributes['start-value']);
      const counters = lists.slice(0, MAX_LEVELS).map(({ counter }) => counter);
      this.#counters.set(list.style ?? '', counters);
      list.marker = this.#styles.mark(list.style, counters);
      list.first = true;
    } else {
      const list = lists.at(-1);
      if (list) Object.assign(list, { marker: null, first: false });
    }
  }

  #openNote(): void {
    this.#noteNumber += 1;
    this.#note = { text: '', mark: raise(String(this.#noteNumber)) };
  }

  #openPage(attributes: Attributes): void {
    this.#page = { title: null, blocks: [], notes: [], hidden: this.#styles.of(attributes['style-name']).hidden };
    this.pages.push(this.#page);
  }

  #openFrame(tag: string, attributes: Attributes): void {
    if (tag === 'frame') {
      this.#picture = { alt: '', there: false };
      this.#isTitle = attributes.class === 'title';
    } else if (tag === 'image' || tag === 'object' || tag === 'plugin') {
      if (this.#picture) this.#picture.there = true;
    } else if (tag === 'text-box' || tag === 'custom-shape' || tag === 'rect' || tag === 'notes') {
      this.#frames.push({ ...newFlow(tag), boxed: this.#page === null || tag === 'custom-shape' || tag === 'rect' });
    }
  }

  #openTable(tag: string, attributes: Attributes): void {
    const frame = this.#frames.at(-1)!;
    if (tag === 'table')
      this.#frames.push({ kind: 'table', grid: new TableGrid(), header: attributes['use-first-row-styles'] === 'true' ? 1 : 0 });
    if (frame.kind !== 'table') return;
    if (tag === 'table-header-rows') frame.header = Number.POSITIVE_INFINITY;
    else if (tag === 'table-row') {
      frame.grid.startRow({ header: frame.header > 0 });
      frame.header -= 1;
    } else if (tag === 'covered-table-cell') frame.grid.skip(Math.min(MAX_REPEATED, Number(attributes['number-columns-repeated']) || 1));
    if (tag !== 'table-cell' && tag !== 'covered-table-cell') return;
    const spans = {
      columnSpan: Number(attributes['number-columns-spanned']) || 1,
      rowSpan: Number(attributes['number-rows-spanned']) || 1,
    };
    this.#frames.push({ ...newFlow(tag), ...spans });
  }

  #close(tag: string): void {
    if (tag === 'p' || tag === 'h') this.#closeParagraph();
    else if (tag === 'span') this.#spans.pop();
    else if (tag === 'note') this.#closeNote();
    else if (tag === 'list') this.#flow?.lists.pop();
    else if (tag === 'page') this.#closePage();
    else if (tag === 'table-header-rows') {
      const frame = this.#frames.at(-1)!;
      if (frame.kind === 'table') frame.header = 0;
    } else if (tag === 'frame') this.#closePicture();
    else if (/^(?:table-cell|covered-table-cell|text-box|custom-shape|rect|notes)$/.test(tag)) this.#closeFlow(tag);
    else if (tag === 'table') this.#closeTable();
  }

  #closeNote(): void {
    const note = this.#note;
    this.#note = null;
    const text = note?.text.replaceAll(/\s+/g, ' ').trim();
    if (note && text) this.#paragraph?.notes.push(`${note.mark} ${text}`);
  }

  #closeParagraph(): void {
    const flow = this.#flow;
    if (this.#note !== null) {
      this.#note.text += ' ';
      return;
    }
    const paragraph = flow?.paragraphs.pop();
    if (!flow || !paragraph) return;
    const text = tidySpaces(paragraph.text.replaceAll(/\s+/g, ' '));
    const notes = paragraph.notes.map((note) => textBlock(note, { aside: 'footnote' }));
    if (text !== '') flow.blocks.push(this.#block(text, paragraph, flow));
    for (const block of [...paragraph.inner, ...notes]) flow.blocks.push(block);
  }

  #block(text: string, { style, level, bold }: Paragraph, { lists, boxed: inBox, tag }: Flow): Block {
    const named = (pattern: RegExp) => style.names.some((name) => pattern.test(name));
    const look = { bold, fontSize: style.size };
    if (level !== null)
      return textBlock(`${this.#headingNumber(level, style, lists)}${text}`, { ...look, kind: 'heading', level, bold: true });
    if (tag === 'text-box' && this.#page !== null && this.#isTitle && this.#page.title === null) this.#page.title = text;
    if (named(/^title$|^标题$/i)) return textBlock(text, { ...look, kind: 'heading', level: 1, bold: true });
    if (named(/^(?:caption|table|illustration|figure|drawing|题注)$/i)) return textBlock(text, { ...look, kind: 'caption' });
    if (named(/^(?:preformatted text|source (?:code|text))$/i)) return textBlock(text, { kind: 'code' });
    const boxed = inBox || style.boxed || named(/^quotations?$/i);
    const list = lists.at(-1);
    if (list?.marker && list.first) {
      list.first = false;
      return textBlock(text, { ...look, kind: 'list_item', marker: list.marker, indent: Math.min(MAX_LEVELS, lists.length) - 1, boxed });
    }
    return textBlock(text, { ...look, indent: Math.min(MAX_LEVELS, lists.length) || style.indent, boxed });
  }

  /** "2.3 " before a numbered heading; the number comes from the outline, or from a list around the heading. */
  #headingNumber(level: number, { list }: OdfStyle, lists: List[]): string {
    const item = lists.at(-1);
    if (item?.marker && item.first && item.marker !== '•') {
      item.first = false;
      return `${item.marker} `;
    }
    if (list === '') return '';
    while (this.#outline.length < level) this.#outline.push(0);
    this.#outline.length = level;
    this.#outline[level - 1]! += 1;
    const mark = this.#styles.mark(
      OUTLINE,
      this.#outline.map((count) => Math.max(1, count)),
    );
    return mark === null ? '' : `${mark} `;
  }

  #closeFlow(tag: string): void {
    const flow = this.#flow;
    if (flow?.tag !== tag) return;
    this.#frames.pop();
    const below = this.#frames.at(-1)!;
    if (below.kind === 'table') {
      if (tag === 'table-cell') below.grid.addSpread({ blocks: flow.blocks, columnSpan: flow.columnSpan, rowSpan: flow.rowSpan });
      return;
    }
    if (tag === 'notes' && this.#page) {
      this.#page.notes.push(...flow.blocks.filter(({ kind }) => kind !== 'figure'));
      return;
    }
    const isTitle = this.#page !== null && this.#isTitle && tag === 'text-box';
    const blocks = isTitle ? this.#titled(flow.blocks) : flow.blocks;
    const place = below.paragraphs.at(-1)?.inner ?? below.blocks;
    for (const block of blocks) place.push(block);
  }

  #titled(blocks: Block[]): Block[] {
    const words = blocks.flatMap((block) => ('text' in block ? [block.text] : [])).join(' ');
    this.#page!.title = words || null;
    return blocks.filter((block) => !('text' in block));
  }

  #closeTable(): void {
    const table = this.#frames.at(-1)!;
    if (table.kind !== 'table') return;
    this.#frames.pop();
    // A table drawn in a frame is no picture besides.
    this.#picture = null;
    const flow = this.#flow;
    const place = flow?.paragraphs.at(-1)?.inner ?? flow?.blocks;
    for (const block of table.grid.finish()) place?.push(block);
  }

  #closePicture(): void {
    const picture = this.#picture;
    this.#picture = null;
    this.#isTitle = false;
    const flow = this.#flow;
    if (!picture?.there || !flow) return;
    (flow.paragraphs.at(-1)?.inner ?? flow.blocks).push({ kind: 'figure', caption: picture.alt || null, page: null, box: null });
  }

  #closePage(): void {
    const body = this.#frames[0] as Flow;
    if (this.#page === null) return;
    for (const block of body.blocks.splice(0)) this.#page.blocks.push(block);
    this.#page = null;
  }
}
