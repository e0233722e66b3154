import { type DefaultTreeAdapterTypes, parse } from 'parse5';
import type { Block, FigureBlock, TableBlock } from '../../../knowledge/document/block.ts';
import { textBlock } from '../make-block.ts';
import { noticeOfClass, saysNotice } from '../notice-class.ts';
import { raise } from '../pdf/text-joining.ts';
import { htmlTable } from './html-table.ts';

type Node = DefaultTreeAdapterTypes.Node;
export type Element = DefaultTreeAdapterTypes.Element;

/** What is not the document's text: programs, styles, the frame of a site, and what was withdrawn (struck out). */
const DROPPED = new Set([
  'script',
  'style',
  'noscript',
  'template',
  'nav',
  'head',
  'svg',
  'iframe',
  'object',
  'button',
  'select',
  'input',
  'textarea',
  'footer',
  'del',
  's',
  'strike',
]);
/** Elements that begin a new block. */
const BLOCKS = new Set([
  'p',
  'div',
  'section',
  'article',
  'main',
  'header',
  'aside',
  'blockquote',
  'ul',
  'ol',
  'li',
  'dl',
  'dt',
  'dd',
  'figure',
  'figcaption',
  'address',
  'details',
  'summary',
  'fieldset',
  'form',
  'body',
  'html',
  'h1',
  'h2',
  'h3',
  'h4',
  'h5',
  'h6',
  'pre',
  'table',
  'hr',
  'br',
]);
/** Frames of a site and lists of contents, by what pages call them. */
const FRAME_CLASS = /^(?:sidebar|breadcrumbs?|navbar|cookie-(?:banner|consent|notice)|table-of-contents|toc|skip-link|pagination)$/i;
const FRAME_ROLE = /^(?:navigation|banner|contentinfo|search|menu|menubar|doc-toc)$/;
const NOTICE_CLASS = /\b(?:admonition|warning|caution|danger|note|notice|hint|tip|important|alert|callout)/i;

/** `notice`: the signal word of the box around, until it is said. `inMain`: inside the page's main part. */
type State = {
  heading: number | null;
  boxed: boolean;
  bold: boolean;
  pre: boolean;
  raised: boolean;
  lists: { next: number | null }[];
  caption: boolean;
  notice: { label: string | null } | null;
  inMain: boolean;
};
/** Lists deeper inside each other are read as one level. */
const MAX_LISTS = 20;
const START: State = {
  heading: null,
  boxed: false,
  bold: false,
  pre: false,
  raised: false,
  lists: [],
  caption: false,
  notice: null,
  inMain: false,
};

/** The blocks of an HTML document. Walks without recursion: 200,000 nested elements are a file like any other. */
export function htmlBlocks(html: string): { blocks: Block[]; title: string | null } {
  const document = parse(html);
  const walk = new HtmlWalk();
  walk.run(document);
  return { blocks: walk.blocks, title: walk.title };
}

/** The mark behind a heading that links to itself ("¶"): no word of it. */
function isPermalink(node: Element): boolean {
  const [only] = node.childNodes;
  if (node.childNodes.length !== 1 || only?.nodeName !== '#text' || !attribute(node, 'href')?.startsWith('#')) return false;
  return /^\s*[¶#§🔗]\s*$/u.test((only as DefaultTreeAdapterTypes.TextNode).value);
}

type Step = { node: Node; state: State } | { close: 'block' | 'list'; state: State };

class HtmlWalk {
  readonly blocks: Block[] = [];
  title: string | null = null;
  #text = '';
  #bold = true;
  #state: State = START;
  #hasMain = false;
  #marker: string | null = null;
  #isTerm = false;
  /** The term that the next words explain. */
  #term = '';

  run(root: Node): void {
    this.#hasMain = hasMainPart(root);
    const steps: Step[] = [{ node: root, state: this.#state }];
    for (let step = steps.pop(); step !== undefined; step = steps.pop()) {
      if ('close' in step) {
        this.#flush(step.state);
        this.#marker = null;
      } else this.#visit(step.node, step.state, steps);
    }
    this.#flush(this.#state);
  }

  #visit(node: Node, state: State, steps: Step[]): void {
    if (node.nodeName === '#text') {
      this.#addText((node as DefaultTreeAdapterTypes.TextNode).value, state);
      return;
    }
    if (!('childNodes' in node)) return;
    const name = node.nodeName;
    if (name === 'head') this.title = titleOf(node as Element);
    if (name === 'a' && isPermalink(node as Element)) return;
    if (DROPPED.has(name) || ('attrs' in node && (isHidden(node) || isFrame(node)))) return;
    // Beside the main part stand links to other pages; inside of it, remarks on the text.
    if (name === 'aside' && this.#hasMain && !state.inMain && !NOTICE_CLASS.test(attribute(node, 'class') ?? '')) return;
    if (name === 'table') {
      this.#flush(state);
      for (const block of tableOrText(htmlTable(node as Element), state)) this.blocks.push(block);
      return;
    }
    if (name === 'br') {
      if (state.pre) this.#text += '\n';
      else this.#text += ' ';
      return;
    }
    if (name === 'img') {
      this.#flush(state);
      this.blocks.push(figure(node as Element));
      return;
    }
    const inner = this.#enter(node, name, state);
    // A term and what it means are one thing: "Flow: 3 m³/h".
    if (name === 'dd' && this.#isTerm) {
      this.#term = `${this.#text
        .replaceAll(/\s+/g, ' ')
        .trim()
        .replace(/[:：]$/, '')}: `;
      this.#text = '';
    } else if (BLOCKS.has(name)) {
      this.#flush(state);
      if (name === 'li') this.#marker = nextMarker(inner);
      if (name !== 'dt') steps.push({ close: 'block', state: inner });
    }
    this.#isTerm = name === 'dt' || (this.#isTerm && name !== 'dd' && !BLOCKS.has(name));
    if (name === 'dd') steps.push({ close: 'block', state: inner });
    for (let index = node.childNodes.length - 1; index >= 0; index -= 1) steps.push({ node: node.childNodes[index]!, state: inner });
  }

  #enter(node: Node, name: string, state: State): State {
    if (/^h[1-6]$/.test(name)) return { ...state, heading: Number(name[1]) };
    if (name === 'ul') return { ...state, lists: [...state.lists.slice(1 - MAX_LISTS), { next: null }] };
    if (name === 'ol') return { ...state, lists: [...state.lists.slice(1 - MAX_LISTS), { next: Number(attribute(node, 'start') ?? 1) }] };
    if (name === 'pre') return { ...state, pre: true };
    if (name === 'figcaption' || name === 'caption') return { ...state, caption: true };
    if (name === 'b' || name === 'strong' || name === 'summary') return { ...state, bold: true };
    if (name === 'sup') return { ...state, raised: true };
    if (name === 'main' || name === 'article') return { ...state, inMain: true };
    const classes = attribute(node, 'class') ?? '';
    const label = BLOCKS.has(name) ? noticeOfClass(classes) : null;
    if (label !== null) return { ...state, boxed: true, notice: { label } };
    if (name === 'blockquote' || name === 'aside' || (BLOCKS.has(name) && NOTICE_CLASS.test(classes))) return { ...state, boxed: true };
    return state;
  }

  #addText(text: string, state: State): void {
    if (state.pre) this.#text += text;
    else this.#text += state.raised ? raise(text.trim()) : text.replaceAll(/\s+/g, ' ');
    if (text.trim() !== '' && !state.bold) this.#bold = false;
    this.#state = state;
  }

  #withLead(words: string): string {
    const { notice, heading, pre } = this.#state;
    if (words === '' || heading !== null || pre) return words;
    const explained = this.#term + words;
    this.#term = '';
    return notice === null ? explained : labelOf(notice, explained);
  }

  #flush(state: State): void {
    const words = state.pre ? this.#text.replaceAll(/^\n+|\s+$/g, '') : this.#text.replaceAll(/\s+/g, ' ').trim();
    const text = this.#withLead(words);
    const bold = this.#bold && text !== '';
    this.#text = '';
    this.#bold = true;
    if (text === '') return;
    const { heading, boxed, lists, caption, pre } = this.#state;
    if (pre) this.blocks.push(textBlock(text, { kind: 'code' }));
    else if (heading !== null) this.blocks.push(textBlock(text, { kind: 'heading', level: heading, bold: true }));
    else if (caption) this.blocks.push(textBlock(text, { kind: 'caption' }));
    else if (lists.length > 0 && this.#marker !== null) {
      this.blocks.push(textBlock(text, { kind: 'list_item', marker: this.#marker, indent: lists.length - 1, boxed, bold }));
      this.#marker = null;
    } else this.blocks.push(textBlock(text, { indent: lists.length, boxed, bold }));
  }
}

/** What only a class says, in words before the first ones of its box. */
function labelOf(notice: NonNullable<State['notice']>, words: string): string {
  const { label } = notice;
  notice.label = null;
  return label === null || saysNotice(words) ? words : `${label}: ${words}`;
}

function nextMarker({ lists }: State): string {
  const list = lists.at(-1);
  if (list === undefined || list.next === null) return '•';
  const marker = `${list.next}.`;
  list.next += 1;
  return marker;
}

/** Tables of one column, or of one row, lay text out: their words are text. */
function tableOrText(table: TableBlock, { boxed }: State): Block[] {
  const columns = table.rows[0]?.length ?? 0;
  if (columns > 1 && table.rows.length > 1) return [table];
  const texts = table.rows.flat().filter(({ text, repeated }) => text !== '' && !repeated);
  return texts.map(({ text }) => textBlock(text, { boxed: boxed || texts.length <= 2 }));
}

function figure(node: Element): FigureBlock {
  const alt = attribute(node, 'alt')?.trim();
  return { kind: 'figure', caption: alt ? alt : null, page: null, box: null };
}

function titleOf(head: Element): string | null {
  const title = head.childNodes.find((child) => child.nodeName === 'title') as Element | undefined;
  const text = title?.childNodes
    .map((child) => ('value' in child ? child.value : ''))
    .join('')
    .trim();
  return text ? text : null;
}

function isHidden(node: Element): boolean {
  return node.attrs.some(
    ({ name, value }) =>
      name === 'hidden' || (name === 'aria-hidden' && value === 'true') || (name === 'style' && /display\s*:\s*none/i.test(value)),
  );
}

function isFrame(node: Element): boolean {
  const classes = attribute(node, 'class')?.split(/\s+/) ?? [];
  return classes.some((each) => FRAME_CLASS.test(each)) || FRAME_ROLE.test(attribute(node, 'role') ?? '');
}

function hasMainPart(root: Node): boolean {
  const open: Node[] = [root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node.nodeName === 'main' || node.nodeName === 'article') return true;
    if ('childNodes' in node) for (const child of node.childNodes) open.push(child);
  }
  return false;
}

export function attribute(node: Node, name: string): string | null {
  return 'attrs' in node ? (node.attrs.find((each) => each.name === name)?.value ?? null) : null;
}
