import { frameHeight, type PageFrame, type Rect } from './geometry.ts';
import { type Line, makeLines, type Segment } from './text-lines.ts';

/** A page as far as furniture is concerned. `tall` marks ruled areas that reach into the page's body: a table's header row
 *  that is repeated at every page's top is no running head. */
export type FurniturePage = { frame: PageFrame; segments: Segment[]; tall: Rect[] };

export type Furniture = {
  /** For each page the segments that are furniture. */
  byPage: Set<Segment>[];
  /** What it says, each text once, page numbers apart. */
  texts: string[];
};

/** Running heads, feet and page numbers stand in these shares of the page's height. */
const BAND = 0.14;
/** Two positions are the same within this share of the page's height. */
const SAME_PLACE = 0.012;
/** Longest run of pages counted: running heads name chapters and change with them. */
const NEIGHBOURS = 8;
/** Rows looked at from each edge. */
const MAX_ROWS = 6;

type Row = { line: Line; signature: string; place: number; number: number | null };
type Edge = 'top' | 'bottom';

/** Finds what is repeated at the pages' edges: the same words, digits apart, at the same height on pages near by (every
 *  second page is enough: left and right pages differ), and page numbers that count with the pages.
 *  A row counts only where all rows further out are furniture too. */
export function findFurniture(pages: readonly FurniturePage[]): Furniture {
  const byPage = pages.map(() => new Set<Segment>());
  const texts = new Map<string, string>();
  for (const edge of ['top', 'bottom'] as const) {
    const rows = pages.map((page) => edgeRows(page, edge));
    const usual = usualPlaces(rows);
    for (let i = 0; i < pages.length; i++) {
      for (const row of rows[i]!) {
        if (!isFurniture(row, i, rows, usual)) break;
        for (const segment of row.line.segments) byPage[i]!.add(segment);
        if (row.number === null && !texts.has(row.signature)) texts.set(row.signature, row.line.text);
      }
    }
  }
  addArtifacts(pages, byPage, texts);
  return { byPage, texts: [...texts.values()] };
}

/** Rows of an edge from the outermost inwards, up to where the body begins. */
function edgeRows(page: FurniturePage, edge: Edge): Row[] {
  const height = frameHeight(page.frame);
  const lines = makeLines(page.segments);
  if (edge === 'bottom') lines.reverse();
  const rows: Row[] = [];
  for (const [i, line] of lines.slice(0, MAX_ROWS).entries()) {
    const inBand = edge === 'top' ? line.bottom <= height * BAND : line.top >= height * (1 - BAND);
    const inTable = page.tall.some((area) => line.top >= area.top - 2 && line.bottom <= area.bottom + 2);
    if (!inBand || inTable || (i > 0 && leansToBody(lines[i - 1]!, line, lines[i + 1]))) break;
    rows.push({ line, signature: signature(line.text), place: line.baseline / height, number: pageNumber(line.text) });
  }
  return rows;
}

/** A line that stands nearer to the body than to the running head outside of it belongs to the body: a heading or caption
 *  that begins the page. */
function leansToBody(outer: Line, line: Line, inner: Line | undefined): boolean {
  if (inner === undefined) return false;
  const gap = (a: Line, b: Line): number => Math.max(a.top, b.top) - Math.min(a.bottom, b.bottom);
  return gap(line, inner) < 0.8 * gap(outer, line);
}

function signature(text: string): string {
  const digits = text.toLowerCase().replace(/\d+/g, '#').replace(/\s+/g, ' ').trim();
  // Roman page numbers of the front matter, at either end.
  return digits.replace(/^[ivxlc]{1,7}(?= )| [ivxlc]{1,7}$/g, '#');
}

const ROMAN = /^[ivxlc]{1,7}$/i;

/** The number of a line that is nothing but a page number ("12", "- 12 -", "Page 12 of 80", "第 12 页", "iv"), else null. */
function pageNumber(text: string): number | null {
  const bare = text.trim().replace(/^[-–—|•·\s]+|[-–—|•·\s]+$/g, '');
  if (ROMAN.test(bare)) return romanValue(bare.toLowerCase());
  const match =
    /^(?:page|seite|p\.?|第)?\s*(?:[A-Z]{1,2}[-–.])?(?:\d{1,3}[-–.])?(\d{1,4})\s*(?:页|頁)?\s*(?:(?:of|\/|von|共)\s*\d{1,4}\s*页?)?$/i.exec(
      bare,
    );
  return match?.[1] === undefined ? null : Number(match[1]);
}

function romanValue(text: string): number {
  const values: Record<string, number> = { i: 1, v: 5, x: 10, l: 50, c: 100 };
  let total = 0;
  for (let i = 0; i < text.length; i++) {
    const value = values[text[i]!] ?? 0;
    total += value < (values[text[i + 1] ?? ''] ?? 0) ? -value : value;
  }
  return total;
}

function isFurniture(row: Row, page: number, rows: readonly Row[][], usual: readonly UsualPlace[]): boolean {
  if (row.number !== null && countsWithPages(row, page, rows)) return true;
  if (row.number === page + 1 && (row === rows[page]![0] || rows.length === 1)) return true;
  const needed = rows.length <= 4 ? 2 : 3;
  const repeats = (i: number): boolean => rows[i]?.some((other) => other.signature === row.signature && samePlace(other, row)) ?? false;
  if (Math.max(runLength(page, 1, repeats), runLength(page, 2, repeats)) >= needed) return true;
  return usual.some((place) => Math.abs(place.place - row.place) < SAME_PLACE / 3 && Math.abs(place.size - row.line.size) < 0.3);
}

/** Pages in a row (every page, or every second) that carry it. A "Note" that happens to stand at the same height on some
 *  pages makes no run. */
function runLength(page: number, step: number, repeats: (i: number) => boolean): number {
  let length = 1;
  for (let i = page + step; repeats(i) && length < NEIGHBOURS; i += step) length++;
  for (let i = page - step; repeats(i) && length < NEIGHBOURS; i -= step) length++;
  return length;
}

const samePlace = (a: Row, b: Row): boolean => Math.abs(a.place - b.place) < SAME_PLACE;

/** A page number is one when a page near by has the number that its distance asks for. */
function countsWithPages(row: Row, page: number, rows: readonly Row[][]): boolean {
  for (let i = Math.max(0, page - 4); i <= Math.min(rows.length - 1, page + 4); i++) {
    if (i === page) continue;
    if (rows[i]!.some((other) => other.number !== null && other.number - row.number! === i - page && samePlace(other, row))) return true;
  }
  return false;
}

type UsualPlace = { place: number; size: number };

/** Heights at which most pages carry a repeated row: a chapter of one page has its own running head there. */
function usualPlaces(rows: readonly Row[][]): UsualPlace[] {
  if (rows.length < 6) return [];
  const counts = new Map<string, { place: number; size: number; pages: number; repeated: number }>();
  for (let i = 0; i < rows.length; i++) {
    const outermost = rows[i]![0];
    if (outermost === undefined) continue;
    const key = `${Math.round(outermost.place * 400)}/${Math.round(outermost.line.size * 4)}`;
    const entry = counts.get(key) ?? { place: outermost.place, size: outermost.line.size, pages: 0, repeated: 0 };
    entry.pages++;
    if (
      [1, 2, -1, -2].some((step) => rows[i + step]?.some((other) => other.signature === outermost.signature && samePlace(other, outermost)))
    )
      entry.repeated++;
    counts.set(key, entry);
  }
  return [...counts.values()].filter((entry) => entry.pages >= rows.length * 0.6 && entry.repeated >= entry.pages * 0.6);
}

/** Tagged files say which text is no part of the document; believed at the pages' edges only, since repeated table headers
 *  may carry the same tag. */
function addArtifacts(pages: readonly FurniturePage[], byPage: readonly Set<Segment>[], texts: Map<string, string>): void {
  for (let i = 0; i < pages.length; i++) {
    const page = pages[i]!;
    const height = frameHeight(page.frame);
    for (const segment of page.segments) {
      if (!segment.artifact || byPage[i]!.has(segment)) continue;
      if (segment.bottom > height * BAND && segment.top < height * (1 - BAND)) continue;
      if (page.tall.some((area) => segment.top >= area.top - 2 && segment.bottom <= area.bottom + 2)) continue;
      byPage[i]!.add(segment);
      const key = signature(segment.text);
      if (pageNumber(segment.text) === null && !texts.has(key)) texts.set(key, segment.text);
    }
  }
}
