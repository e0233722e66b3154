import { readFileSync } from 'node:fs';
import { makePassages } from '../../ingest/passages/make-passages.ts';
import { readDocument } from '../../ingest/read/read-document.ts';
import { DEFAULT_READ_LIMITS } from '../../ingest/read/reader.ts';
import type { Section } from '../../ingest/structure/section.ts';
import { structureDocument } from '../../ingest/structure/structure-document.ts';
import type { Block } from '../../knowledge/document/block.ts';
import type { Span } from '../../knowledge/document/box.ts';

export type Heading = { title: string; level: number; page: number | null };
export type ReadTable = { page: number; pageEnd: number; rows: string[][] };

/** What a program made of a PDF. `pages`: text by page, in its order. */
export type Reading = {
  seconds: number;
  peakMB: number;
  pages: string[];
  /** Of ours alone. */
  headings: Heading[];
  outline: Heading[];
  tables: ReadTable[];
  /** Printed lines of passages at the pages' edges. */
  edgeLines: { page: number; y: number; text: string }[];
};

export const PROGRAMS = ['millwright', 'pdf-parse', 'unpdf'] as const;
export type Program = (typeof PROGRAMS)[number];

/** Reads a PDF with a program, and times it. Run it in a process of its own: the peak is the process's. */
export async function readWith(program: Program, file: string): Promise<Reading> {
  const start = performance.now();
  const made = await READ[program](file);
  const seconds = (performance.now() - start) / 1000;
  const nothing = { headings: [], outline: [], tables: [], edgeLines: [] };
  return { ...nothing, ...made(), seconds, peakMB: Math.round(process.resourceUsage().maxRSS / 1024) };
}

type Made = Pick<Reading, 'pages'> & Partial<Reading>;

/** Each gives a function that turns what it read into a Reading: that work is not timed. */
const READ: Record<Program, (file: string) => Promise<() => Made>> = {
  millwright: readOurs,
  'pdf-parse': async (file) => {
    const { PDFParse } = await import('pdf-parse');
    const parser = new PDFParse({ data: readFileSync(file) });
    const { pages } = await parser.getText();
    return () => ({ pages: pages.map(({ text }) => text) });
  },
  unpdf: async (file) => {
    const { extractText } = await import('unpdf');
    const { text } = await extractText(new Uint8Array(readFileSync(file)));
    return () => ({ pages: text });
  },
};

async function readOurs(file: string): Promise<() => Made> {
  const read = await readDocument({ path: file, name: file, limits: DEFAULT_READ_LIMITS });
  const root = structureDocument(read);
  const { passages } = await makePassages(root);
  return () => ({
    pages: pageTexts(read.blocks, read.pageCount ?? 0),
    headings: headingsOf(root),
    outline: read.outline.map(({ title, level, page }) => ({ title, level, page })),
    tables: read.blocks.flatMap((block) =>
      block.kind === 'table'
        ? [{ page: block.page ?? 0, pageEnd: block.pageEnd ?? 0, rows: block.rows.map((row) => row.map(({ text }) => text)) }]
        : [],
    ),
    edgeLines: passages.flatMap(({ text, spans }) =>
      spans
        .filter(({ box }) => box.y < 0.12 || box.y + box.height > 0.88)
        .map(({ start, end, box }) => ({ page: box.page, y: box.y, text: text.slice(start, end) })),
    ),
  });
}

function headingsOf({ sections }: Section): Heading[] {
  return sections.flatMap((section) => [{ title: section.title, level: section.level, page: section.page }, ...headingsOf(section)]);
}

/** The words of blocks by page; copies for merged cells count once. */
function pageTexts(blocks: readonly Block[], count: number): string[] {
  const pages = Array.from({ length: count }, (): string[] => []);
  const add = (text: string, spans: readonly Span[]): void => {
    for (const group of spansByPage(spans)) pages[group[0]!.box.page - 1]!.push(text.slice(group[0]!.start, group.at(-1)!.end));
  };
  for (const block of blocks) {
    if (block.kind !== 'table' && block.kind !== 'figure') {
      if (block.marker !== null && block.page !== null) pages[block.page - 1]!.push(block.marker);
      add(block.text, block.spans);
      continue;
    }
    if (block.caption !== null) add(block.caption, block.captionSpans ?? []);
    if (block.kind === 'table') for (const row of block.rows) for (const cell of row) if (!cell.repeated) add(cell.text, cell.spans);
  }
  return pages.map((texts) => texts.join('\n'));
}

/** Spans of one page in a row: a word parted over two lines stays whole. */
function spansByPage(spans: readonly Span[]): Span[][] {
  const groups: Span[][] = [];
  for (const span of spans) {
    if (groups.at(-1)?.[0]?.box.page === span.box.page) groups.at(-1)!.push(span);
    else groups.push([span]);
  }
  return groups;
}
