import type { Block, TableBlock, TableCell, TextBlock } from '../../../knowledge/document/block.ts';
import { captionKind } from './captions.ts';
import type { Figure } from './figures.ts';
import { type PageFrame, type Rect, toBox } from './geometry.ts';
import { joinCode, joinLines, type PlacedLine } from './joined-text.ts';
import type { PagePart } from './page-parts.ts';
import type { Paragraph } from './paragraphs.ts';
import type { PageTable } from './tables/page-table.ts';
import { makeLine } from './text-lines.ts';

/** A block with what joining over pages needs to know. */
export type PlacedBlock = {
  block: Block;
  frame: PageFrame;
  rect: Rect;
  paragraph: Paragraph | null;
  table: PageTable | null;
};

type Words = ReadonlyMap<string, number>;

/** Turns the parts of a page into blocks. */
export function makeBlocks(parts: readonly PagePart[], frame: PageFrame, words: Words): PlacedBlock[] {
  return parts.flatMap((part) => {
    if (part.kind === 'figure') return figureBlocks(part.figure, frame, words);
    if (part.kind === 'table') return [tableBlock(part.table, frame, words)];
    return [textBlock(part.paragraph, words)];
  });
}

/** The words inside a diagram go before it, as one block: its caption follows. */
function figureBlocks({ rect, labels }: Figure, frame: PageFrame, words: Words): PlacedBlock[] {
  const block: Block = { kind: 'figure', caption: null, page: frame.page, box: toBox(rect, frame) };
  const figure = { block, frame, rect, paragraph: null, table: null };
  if (labels.length === 0) return [figure];
  const lines = labels.map((label) => makeLine([label]));
  const plain = { level: null, marker: null, markerRect: null, indent: 0, boxed: false };
  return [textBlock({ kind: 'text', lines, frame, area: rect, ...plain }, words), figure];
}

function textBlock(paragraph: Paragraph, words: Words): PlacedBlock {
  const { frame, lines } = paragraph;
  const placed = lines.map((line) => ({ line, frame }));
  const rect = {
    left: Math.min(...lines.map((l) => l.left)),
    right: Math.max(...lines.map((l) => l.right)),
    top: lines[0]!.top,
    bottom: lines.at(-1)!.bottom,
  };
  return { block: textBlockOf(paragraph, placed, words), frame, rect, paragraph, table: null };
}

export function textBlockOf(paragraph: Paragraph, placed: readonly PlacedLine[], words: Words): TextBlock {
  const { text, spans } = paragraph.kind === 'code' ? joinCode(placed) : joinLines(placed, words);
  const length = paragraph.lines.reduce((n, line) => n + line.text.length, 0);
  const bold = paragraph.lines.reduce((n, line) => n + (line.bold ? line.text.length : 0), 0);
  const kind = paragraph.kind === 'text' && captionKind(text) !== null ? 'caption' : paragraph.kind;
  return {
    kind,
    text,
    spans,
    page: paragraph.frame.page,
    fontSize: Math.round(paragraph.lines[0]!.size * 10) / 10,
    bold: bold > length / 2,
    level: paragraph.level,
    marker: paragraph.marker,
    ...(paragraph.markerRect && { markerBox: toBox(paragraph.markerRect, paragraph.frame) }),
    indent: paragraph.indent,
    boxed: paragraph.boxed,
    ...(paragraph.aside && { aside: paragraph.aside }),
  };
}

function tableBlock(table: PageTable, frame: PageFrame, words: Words): PlacedBlock {
  const texts = new Map<unknown, TableCell>();
  const rows = table.rows.map((row) =>
    row.map((cell): TableCell => {
      const key = cell.lines[0] ?? cell;
      const known = texts.get(key);
      const joined = known ?? {
        ...joinLines(
          cell.lines.map((line) => ({ line, frame })),
          words,
        ),
        repeated: false,
      };
      if (known === undefined) texts.set(key, joined);
      return { ...joined, repeated: cell.repeated };
    }),
  );
  const block: TableBlock = {
    kind: 'table',
    caption: null,
    headerRows: table.headerRows,
    rows,
    page: frame.page,
    pageEnd: frame.page,
    box: toBox(table.rect, frame),
  };
  return { block, frame, rect: table.rect, paragraph: null, table };
}
