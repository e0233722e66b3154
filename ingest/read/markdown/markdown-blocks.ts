import MarkdownIt, { type Token } from 'markdown-it';
import type { Block, TableCell } from '../../../knowledge/document/block.ts';
import { htmlBlocks } from '../html/html-blocks.ts';
import { tableBlock, textBlock } from '../make-block.ts';
import { labelled } from '../notice-class.ts';
import { asQuotes } from './admonitions.ts';

const parser = new MarkdownIt({ html: true, linkify: false });

/** Depth beyond which nested quotes and lists are read as one level: no real document goes deeper. */
const MAX_DEPTH = 20;

/** The blocks of a Markdown text. Quotes become boxed text (a likely notice, admonitions too), HTML inside is read as HTML. */
export function markdownBlocks(text: string): Block[] {
  return new MarkdownWalk().walk(parser.parse(asQuotes(text), {}));
}

type List = { next: number | null };

class MarkdownWalk {
  readonly #blocks: Block[] = [];
  readonly #lists: List[] = [];
  #quotes = 0;
  /** The mark of the list item that has begun and has no text yet. */
  #marker: string | null = null;
  #heading: number | null = null;
  #table: { rows: TableCell[][]; headerRows: number; row: TableCell[] } | null = null;

  walk(tokens: Token[]): Block[] {
    for (const token of tokens) this.#take(token);
    return this.#blocks;
  }

  #take(token: Token): void {
    switch (token.type) {
      case 'heading_open':
        this.#heading = Number(token.tag.slice(1));
        break;
      case 'heading_close':
        this.#heading = null;
        break;
      case 'blockquote_open':
        this.#quotes = Math.min(MAX_DEPTH, this.#quotes + 1);
        break;
      case 'blockquote_close':
        this.#quotes -= 1;
        break;
      case 'bullet_list_open':
        this.#lists.push({ next: null });
        break;
      case 'ordered_list_open':
        this.#lists.push({ next: Number(token.attrGet('start') ?? 1) });
        break;
      case 'bullet_list_close':
      case 'ordered_list_close':
        this.#lists.pop();
        break;
      case 'list_item_open':
        this.#marker = this.#nextMarker();
        break;
      case 'fence':
      case 'code_block':
        this.#blocks.push(textBlock(token.content.replace(/\n$/, ''), { kind: 'code' }));
        break;
      case 'html_block':
        this.#addHtml(token.content);
        break;
      case 'inline':
        this.#addInline(token);
        break;
      default:
        this.#takeTable(token);
    }
  }

  #takeTable(token: Token): void {
    if (token.type === 'table_open') this.#table = { rows: [], headerRows: 0, row: [] };
    if (this.#table === null) return;
    if (token.type === 'tr_open') this.#table.row = [];
    if (token.type === 'tr_close') this.#table.rows.push(this.#table.row);
    if (token.type === 'thead_close') this.#table.headerRows = this.#table.rows.length;
    if (token.type === 'table_close') {
      this.#blocks.push(tableBlock(this.#table.rows, this.#table.headerRows));
      this.#table = null;
    }
  }

  #addInline(token: Token): void {
    const text = plainInline(token.children ?? []);
    if (this.#table !== null) {
      this.#table.row.push({ text, spans: [], repeated: false });
      return;
    }
    if (this.#heading !== null) {
      if (text !== '') this.#blocks.push(textBlock(text, { kind: 'heading', level: this.#heading, bold: true }));
      return;
    }
    this.#addText(text, isAllStrong(token.children ?? []));
  }

  #addHtml(html: string): void {
    const boxed = this.#quotes > 0;
    for (const block of htmlBlocks(html).blocks) this.#blocks.push(block.kind === 'text' && boxed ? { ...block, boxed } : block);
  }

  #addText(given: string, bold = false): void {
    if (given.trim() === '') return;
    const depth = this.#lists.length;
    const boxed = this.#quotes > 0;
    const text = boxed ? labelled(given) : given;
    if (depth > 0 && this.#marker !== null) {
      this.#blocks.push(textBlock(text, { kind: 'list_item', marker: this.#marker, indent: Math.min(MAX_DEPTH, depth - 1), boxed, bold }));
      this.#marker = null;
      return;
    }
    this.#blocks.push(textBlock(text, { indent: Math.min(MAX_DEPTH, depth), boxed, bold }));
  }

  #nextMarker(): string {
    const list = this.#lists.at(-1);
    if (list === undefined || list.next === null) return '•';
    const marker = `${list.next}.`;
    list.next += 1;
    return marker;
  }
}

/** The words of a line; what is struck out was withdrawn. */
function plainInline(children: Token[]): string {
  let text = '';
  let struck = 0;
  for (const child of children) {
    if (child.type === 's_open') struck += 1;
    else if (child.type === 's_close') struck -= 1;
    else if (struck > 0) continue;
    else if (child.type === 'text' || child.type === 'code_inline') text += child.content;
    else if (child.type === 'softbreak' || child.type === 'hardbreak') text += ' ';
    else if (child.type === 'image') text += child.content;
    else if (child.type === 'html_inline') text += /^<br\s*\/?>$/i.test(child.content) ? ' ' : '';
  }
  return text
    .replaceAll(/ {2,}/g, ' ')
    .replaceAll(/(?<=\p{Script=Han}) (?=\p{Script=Han})/gu, '')
    .trim();
}

function isAllStrong(children: Token[]): boolean {
  const telling = children.filter((child) => child.type !== 'text' || child.content.trim() !== '');
  return (
    telling.length >= 3 &&
    telling[0]!.type === 'strong_open' &&
    telling.at(-1)!.type === 'strong_close' &&
    telling.filter(({ type }) => type === 'strong_open').length === 1
  );
}
