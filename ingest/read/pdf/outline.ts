import type { PageViewport, PDFDocumentProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';
import type { OutlineEntry } from '../../../knowledge/document/block.ts';
import { frameHeight, type PageFrame } from './geometry.ts';
import type { HeadingMark } from './paragraphs.ts';
import { unifyRadicals } from './radicals.ts';
import type { Line } from './text-lines.ts';

/** A bookmark before its page's geometry is known. `top`: in the page's own units; null where the bookmark names a page only. */
export type Bookmark = { title: string; level: number; pageIndex: number | null; top: number | null; left: number | null };

type OutlineNode = { title: string; dest: string | unknown[] | null; items: OutlineNode[] };
type Reference = { num: number; gen: number };

/** Reads the bookmarks, top to bottom; those whose target is broken keep their title without a page. */
export async function readBookmarks(document: PDFDocumentProxy): Promise<Bookmark[]> {
  const roots = (await document.getOutline()) as OutlineNode[] | null;
  if (!roots || roots.length === 0) return [];
  const named = new Map<string, unknown>();
  const namedTargets = async (): Promise<Map<string, unknown>> => {
    if (named.size === 0) for (const [name, target] of Object.entries(await document.getDestinations())) named.set(name, target);
    return named;
  };
  const pages = new Map<string, number>();
  const bookmarks: Bookmark[] = [];
  // An own stack: outlines may be nested deeper than the call stack, or loop.
  const stack = roots.map((node) => ({ node, level: 1 })).reverse();
  while (stack.length > 0 && bookmarks.length < MAX_BOOKMARKS) {
    const { node, level } = stack.pop()!;
    bookmarks.push({ title: cleanTitle(node.title), level, ...(await targetOf(node, namedTargets, document, pages)) });
    for (let i = node.items.length - 1; i >= 0; i--) stack.push({ node: node.items[i]!, level: level + 1 });
  }
  return bookmarks.filter((bookmark) => bookmark.title !== '');
}

const MAX_BOOKMARKS = 50_000;

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is removed
const CONTROL = /[\u0000-\u001f]/g;
const cleanTitle = (title: string): string => unifyRadicals(title).replace(CONTROL, ' ').replace(/\s+/g, ' ').trim();

type NamedTargets = () => Promise<Map<string, unknown>>;

async function targetOf(node: OutlineNode, named: NamedTargets, document: PDFDocumentProxy, pages: Map<string, number>) {
  const target = typeof node.dest === 'string' ? (await named()).get(node.dest) : node.dest;
  if (!Array.isArray(target)) return { pageIndex: null, top: null, left: null };
  const pageIndex = await pageIndexOf(target[0], document, pages);
  const kind = (target[1] as { name?: string } | undefined)?.name;
  const [left, top] = kind === 'XYZ' ? [target[2], target[3]] : kind === 'FitH' || kind === 'FitBH' ? [0, target[2]] : [null, null];
  return { pageIndex, top: typeof top === 'number' ? top : null, left: typeof left === 'number' ? left : 0 };
}

async function pageIndexOf(reference: unknown, document: PDFDocumentProxy, pages: Map<string, number>): Promise<number | null> {
  if (typeof reference === 'number') return reference;
  const { num, gen } = (reference ?? {}) as Partial<Reference>;
  if (num === undefined || gen === undefined) return null;
  const key = `${num}/${gen}`;
  const known = pages.get(key);
  if (known !== undefined) return known;
  try {
    const index = await document.getPageIndex({ num, gen });
    pages.set(key, index);
    return index;
  } catch {
    // A bookmark to a page that was taken out of the file: its title still helps nobody to find a place.
    return null;
  }
}

export function toOutlineEntry(bookmark: Bookmark, viewport: PageViewport | undefined): OutlineEntry {
  const page = bookmark.pageIndex === null ? null : bookmark.pageIndex + 1;
  if (viewport === undefined || bookmark.top === null) return { title: bookmark.title, level: bookmark.level, page, y: null };
  const point = viewport.convertToViewportPoint(bookmark.left ?? 0, bookmark.top) as number[];
  const y = Math.min(1, Math.max(0, point[1]! / viewport.height));
  return { title: bookmark.title, level: bookmark.level, page, y: Math.round(y * 1e5) / 1e5 };
}

/** Finds the lines that bookmarks of a page name: the same words, numbering apart, nearest to the bookmark's place.
 *  A heading may run over four lines. Gives back the entries that no line answers to. */
export function matchOutline(
  entries: readonly OutlineEntry[],
  lines: readonly Line[],
  frame: PageFrame,
  marks: Map<Line, HeadingMark>,
): OutlineEntry[] {
  const height = frameHeight(frame);
  const missed: OutlineEntry[] = [];
  const texts = lines.map((line) => normalise(line.text));
  for (const entry of entries) {
    let best: { from: number; to: number; distance: number } | null = null;
    for (const { from, to } of candidates(normalise(entry.title), texts)) {
      if (marks.has(lines[from]!)) continue;
      const distance = frame.turns === 0 && entry.y !== null ? Math.abs(lines[from]!.top / height - entry.y) : 0;
      if (best === null || distance < best.distance) best = { from, to, distance };
    }
    if (best === null) missed.push(entry);
    else markLines(lines.slice(chapterLine(lines, best.from), best.to + 1), entry.level, marks);
  }
  return missed;
}

/** Lines of one heading share an id; the count of marks so far is one that no other heading has. */
export function markLines(lines: readonly Line[], level: number, marks: Map<Line, HeadingMark>): void {
  const id = marks.size + 1;
  for (const line of lines) marks.set(line, { level, id });
}

/** Stretches of lines that say what the title says, numbering apart. `texts`: the lines, normalised. */
function candidates(title: string, texts: readonly string[]): { from: number; to: number }[] {
  const wanted = [squeeze(title), squeeze(withoutNumber(title))].filter((text) => text.length > 1 || text === squeeze(title));
  const found: { from: number; to: number }[] = [];
  for (let from = 0; from < texts.length && title !== ''; from++) {
    let full = '';
    for (let to = from; to < Math.min(texts.length, from + MAX_HEADING_LINES); to++) {
      full = `${full} ${texts[to]!}`.trimStart();
      const said = [squeeze(full), squeeze(withoutNumber(full)), squeeze(full.replace(DIVISION, ''))];
      if (said.some((text) => wanted.includes(text))) {
        found.push({ from, to });
        break;
      }
      if (!said.some((text) => wanted.some((want) => want.startsWith(text)))) break;
    }
  }
  return found;
}

const MAX_HEADING_LINES = 4;
const squeeze = (text: string): string => (text.includes(' ') ? text.replace(/ /g, '') : text);

function normalise(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}+%°/.]+/gu, ' ')
    .replace(/\.(?=\s|$)/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

/** Numbers with dots and words such as "chapter 3" are numbering; "g53" and "s32" are names. */
const NUMBERING =
  /^(?:(?:chapter|part|appendix|section|annex)\s+[\da-z.]+|第\s*[\d一二三四五六七八九十百]+\s*[章节部]|\d+(?:\.\d+)*|[a-z](?:\.\d+)+)\s*/u;

/** "Appendix A Spare parts" for the bookmark "A Spare parts". */
const DIVISION = /^(?:chapter|part|appendix|section|annex)\s+(?=[\da-z])/u;

function withoutNumber(text: string): string {
  return text.replace(NUMBERING, '').trim();
}

/** "Chapter 4" alone on the line above belongs to the heading. */
function chapterLine(lines: readonly Line[], from: number): number {
  const above = lines[from - 1];
  return above !== undefined && /^(?:chapter|part|appendix|annex|kapitel|第\s*\S{1,3}\s*[章部])(?:\s+\S{1,4})?$/i.test(above.text.trim())
    ? from - 1
    : from;
}
