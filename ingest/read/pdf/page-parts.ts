import type { OutlineEntry } from '../../../knowledge/document/block.ts';
import { findContents } from './contents-page.ts';
import { diagramsOf, type Figure, picturesOf } from './figures.ts';
import { splitFootnotes } from './footnotes.ts';
import { centreInside, contains, overlaps, type Rect, width } from './geometry.ts';
import { matchOutline } from './outline.ts';
import type { Item, Part } from './page-items.ts';
import { type HeadingMark, makeParagraphs, type Paragraph } from './paragraphs.ts';
import { readingOrder } from './reading-order.ts';
import type { ScannedPage } from './scan-page.ts';
import { splitAlignedTables } from './tables/aligned-tables.ts';
import type { RuledAreas } from './tables/find-tables.ts';
import type { PageTable } from './tables/page-table.ts';
import { tagHeadings } from './tagged-headings.ts';
import type { Line, Segment } from './text-lines.ts';

export type PagePart =
  | { kind: 'paragraph'; paragraph: Paragraph }
  | { kind: 'table'; table: PageTable }
  | { kind: 'figure'; figure: Figure };

export type PageParts = {
  parts: PagePart[];
  /** Bookmarks of the page that no line answers to. */
  missed: OutlineEntry[];
  /** The page ends inside a table of contents. */
  contentsOpen: boolean;
  /** Its last footnote stops in mid-sentence. */
  footnoteOpen: boolean;
};

export type PageContext = {
  furniture: ReadonlySet<Segment>;
  entries: readonly OutlineEntry[];
  bodySize: number;
  contentsOpen: boolean;
  footnoteOpen: boolean;
};

/** Puts together what a page says, in reading order. */
export function partsOfPage(page: ScannedPage, context: PageContext): PageParts {
  const ruled = withoutFurniture(page.ruled, page, context.furniture);
  const tabled = new Set(ruled.tables.flatMap((table) => [...table.segments]));
  const words = page.segments.filter((s) => !context.furniture.has(s) && !tabled.has(s));
  const contents = findContents(
    words,
    width(page.area),
    ruled.tables.map((t) => t.rect),
    context.contentsOpen,
  );
  const running = words.filter((s) => !contents.segments.has(s));
  const { body, footnotes, open } = splitFootnotes(readingOrder(itemsOf(page, running, ruled)), {
    frame: page.frame,
    rules: page.shortRules,
    bodySize: context.bodySize,
    open: context.footnoteOpen,
  });
  const stretches = body.flatMap(splitTables);
  const lines = stretches.flatMap((part) => (part.kind === 'lines' ? part.lines : []));
  const headings = new Map<Line, HeadingMark>();
  const missed = matchOutline(context.entries, lines, page.frame, headings);
  tagHeadings(lines, page.tags, headings);
  const parts: PagePart[] = [];
  for (const part of stretches) {
    if (part.kind !== 'lines') parts.push(part);
    else
      for (const paragraph of makeParagraphs({
        ...part,
        frame: page.frame,
        headings,
        bullets: page.bullets,
        bodySize: context.bodySize,
      }))
        parts.push({ kind: 'paragraph', paragraph: part.aside ? { ...paragraph, aside: part.aside } : paragraph });
  }
  parts.push(...footnotes.map((paragraph): PagePart => ({ kind: 'paragraph', paragraph })));
  return { parts, missed, contentsOpen: contents.open, footnoteOpen: open };
}

function splitTables(part: Part): Part[] {
  if (part.kind !== 'lines' || part.aside !== undefined) return [part];
  return splitAlignedTables(part.lines).map((stretch) => (stretch.kind === 'table' ? stretch : { ...part, lines: stretch.lines }));
}

/** A ruled running head was taken for a table: it goes where its words went. */
function withoutFurniture(ruled: RuledAreas, page: ScannedPage, furniture: ReadonlySet<Segment>): RuledAreas {
  if (furniture.size === 0) return ruled;
  const tables = ruled.tables.filter((table) => ![...table.segments].every((s) => furniture.has(s)));
  return { tables, frames: ruled.frames.filter((frame) => page.segments.some((s) => !furniture.has(s) && centreInside(frame, s))) };
}

function itemsOf(page: ScannedPage, words: readonly Segment[], ruled: RuledAreas): Item[] {
  const diagrams = diagramsOf(page, words);
  const inDiagrams = new Set(diagrams.flatMap((diagram) => diagram.labels));
  const pictures = picturesOf(
    page,
    words.filter((segment) => !inDiagrams.has(segment)),
    ruled.tables.map((table) => table.rect),
  );
  const labels = new Set([...diagrams, ...pictures].flatMap((figure) => figure.labels));
  const running = words.filter((segment) => !labels.has(segment));
  const items: Item[] = [];
  const framed = new Set<Segment>();
  for (const frame of ruled.frames) {
    const inside = running.filter((s) => !framed.has(s) && centreInside(frame, s));
    if (inside.length === 0) continue;
    for (const segment of inside) framed.add(segment);
    const tables = ruled.tables.filter((t) => contains(frame, t.rect, 3));
    const inner: Item[] = [...inside.map(segmentItem), ...tables.map((table): Item => ({ kind: 'table', rect: table.rect, table }))];
    items.push({ kind: 'frame', rect: frame, items: inner });
  }
  for (const table of ruled.tables) {
    if (!items.some((item) => item.kind === 'frame' && item.items.some((i) => i.kind === 'table' && i.table === table)))
      items.push({ kind: 'table', rect: table.rect, table });
  }
  items.push(...running.filter((s) => !framed.has(s)).map(segmentItem));
  const unwritten = pictures.filter((figure) => !isWritten(figure, page));
  for (const figure of [...diagrams, ...unwritten]) items.push({ kind: 'figure', rect: figure.rect, figure });
  for (const { rect, segments } of page.pictureTexts) {
    // The picture follows what is written in it, so that its caption stands next to it.
    const own = pictures
      .filter((figure) => overlaps(figure.rect, rect))
      .map((figure): Item => ({ kind: 'figure', rect: footOf(figure.rect), figure }));
    items.push({ kind: 'frame', rect, items: [...segments.map(segmentItem), ...own] });
  }
  return items;
}

const isWritten = ({ rect }: Figure, page: ScannedPage): boolean => page.pictureTexts.some((text) => overlaps(text.rect, rect));
const footOf = (rect: Rect): Rect => ({ ...rect, top: rect.bottom });

const segmentItem = (segment: Segment): Item => ({ kind: 'segment', rect: segment, segment });
