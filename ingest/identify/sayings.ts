import type { Block, ReadResult, TableBlock, TextBlock } from '../../knowledge/document/block.ts';
import { boxesUnder, type Span } from '../../knowledge/document/box.ts';
import type { Evidence } from '../../knowledge/document/identity.ts';

/** A few words that may say what the document is, with the place where they were read. */
export type Saying = {
  text: string;
  source: Evidence['source'];
  page: number | null;
  spans: Span[];
  property: string | null;
  /** Points; null where the format does not say. */
  fontSize: number | null;
  heading: boolean;
  /** Stands at the end of the last page, where only an imprint says anything of the document. */
  imprint: boolean;
};

/** Where title, number, revision and date are printed: before the first pages of text proper. */
const FRONT_BLOCKS = 25;
const FRONT_PAGES = 2;
/** Rows of a table of the front pages that are looked at: label and value, or a short history of revisions. */
const FRONT_ROWS = 12;
/** Imprints stand at the end of the last page too. */
const BACK_BLOCKS = 8;
const LONGEST_IMPRINT = 120;
/** More running heads than this differ from chapter to chapter. */
const MOST_HEADS = 30;
/** Longest stretch of words that is kept as evidence, characters. */
const MOST_WORDS = 200;
/** What properties say of the document itself; programs and dates of saving say nothing of it. */
const PROPERTIES = ['title', 'subject', 'keywords', 'description', 'comments', 'category'];

/** In the order in which they are believed: title pages, running heads, properties, file name, the end of the last page. */
export function sayingsOf(read: ReadResult, name: string): Saying[] {
  const front = read.blocks.filter((block) => (block.page ?? 1) <= FRONT_PAGES).slice(0, FRONT_BLOCKS);
  const back = (read.pageCount ?? 0) > FRONT_PAGES ? read.blocks.filter(({ page }) => page === read.pageCount).slice(-BACK_BLOCKS) : [];
  return [
    ...front.flatMap(ofBlock),
    ...runningHeads(read).map((text) => plain(text, 'running_head')),
    ...PROPERTIES.flatMap((property) => {
      const text = read.properties[property]?.trim() ?? '';
      return text === '' ? [] : [{ ...plain(text, 'property'), property }];
    }),
    plain(readableName(name), 'file_name'),
    ...back
      .flatMap(ofBlock)
      .filter(({ text }) => text.length <= LONGEST_IMPRINT)
      .map((saying) => ({ ...saying, imprint: true })),
  ];
}

/** What the running heads say of the document; where there are many, they name its chapters. */
export function runningHeads({ furniture }: Pick<ReadResult, 'furniture'>): string[] {
  return furniture.length > MOST_HEADS ? [] : furniture;
}

/** The file's name without folders and ending, underscores as spaces. */
export function readableName(name: string): string {
  return baseName(name).replaceAll(/_+/g, ' ').trim() || baseName(name);
}

export function baseName(name: string): string {
  return name
    .split('/')
    .at(-1)!
    .replace(/\.[^.]+$/, '');
}

/** The evidence that `text.slice(start, end)` of a saying gives: short sayings whole, of long ones what stands around. */
export function evidenceOf({ text, source, page, spans, property }: Saying, start = 0, end = text.length): Evidence {
  const around = Math.max(0, Math.floor((MOST_WORDS - (end - start)) / 2));
  const [from, to] = text.length <= MOST_WORDS ? [0, text.length] : [Math.max(0, start - around), Math.min(text.length, end + around)];
  return {
    source,
    words: text.slice(from, to).trim(),
    page: source === 'page' ? page : null,
    boxes: boxesUnder({ text, spans }, start, end),
    property,
  };
}

function plain(text: string, source: Evidence['source']): Saying {
  return { text, source, page: null, spans: [], property: null, fontSize: null, heading: false, imprint: false };
}

function ofBlock(block: Block): Saying[] {
  if (block.kind === 'figure') return [];
  return block.kind === 'table' ? ofTable(block) : [ofText(block)];
}

export function ofText({ text, page, spans, fontSize, kind }: TextBlock): Saying {
  return { ...plain(text, 'page'), page, spans, fontSize, heading: kind === 'heading' };
}

/** A row a saying, as it would be read out: "Document no. OM-1". */
function ofTable({ rows, page }: TableBlock): Saying[] {
  return rows.slice(0, FRONT_ROWS).map((row) => {
    let text = '';
    const spans: Span[] = [];
    for (const cell of row.filter(({ repeated, text: words }) => !repeated && words.trim() !== '')) {
      if (text !== '') text += '  ';
      spans.push(...cell.spans.map((span) => ({ ...span, start: span.start + text.length, end: span.end + text.length })));
      text += cell.text;
    }
    return { ...plain(text, 'page'), page, spans };
  });
}
