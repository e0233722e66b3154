import { execFileSync } from 'node:child_process';

/** What pdftotext (Poppler) finds on a page. `text`: running heads, page numbers and contents apart. */
export type ReferencePage = { text: string; runningHeads: Set<string>; isContents: boolean };

/** Lines looked at from each end of a page. */
const EDGE = 2;
/** A line is a running head when a line of the same words, digits apart, stands at the same end of so many pages near by. */
const REPEATED = 3;
const NEAR = 6;
const LEADER = /(?:\.\s?){5,}\s*\S{1,8}\s*$|…{2,}|·{5,}/u;
/** A page with so many lines that lead by dots to a page number is one of the contents, of a list of figures or of an index. */
const LEADERS = 5;
const PAGE_NUMBER = /^(?:page|第)?\s*[-–—]?\s*(?<number>\d{1,4}|[ivxlc]{1,7})\s*(?:页)?(?:\s*(?:of|\/)\s*\d{1,4})?\s*[-–—]?$/iu;

/** Reads a PDF with pdftotext. Left out on both sides of every comparison, by rules of this file alone (none of the
 *  reader's): lines repeated at the same end of pages near by; page numbers that count with the pages; lines at a page's end
 *  that repeat a bookmark (a running head that names the section); pages of contents. */
export function readReference(file: string, bookmarks: readonly string[]): ReferencePage[] {
  const text = execFileSync('pdftotext', ['-enc', 'UTF-8', '-q', file, '-'], { encoding: 'utf8', maxBuffer: 2 ** 30 });
  const pages = text
    .split('\f')
    .slice(0, -1)
    .map((page) => page.split('\n').filter((line) => line.trim() !== ''));
  const edges = pages.map((lines) => edgesOf(lines));
  const keys = edges.map((edge) => new Set(edge.map(({ key }) => key)));
  const titles = new Set(bookmarks.map(letters).filter((title) => title !== ''));
  const repeats = (key: string, page: number): boolean =>
    keys.slice(Math.max(0, page - NEAR), page + NEAR + 1).filter((others) => others.has(key)).length >= REPEATED;
  const offsets = new Map<number, number>();
  for (const [i, lines] of pages.entries())
    for (const offset of new Set(edges[i]!.map(({ line }) => numberOf(lines[line]!) - i)))
      offsets.set(offset, (offsets.get(offset) ?? 0) + 1);
  return pages.map((lines, i) =>
    pageOf(
      lines,
      edges[i]!.filter(({ key, line }) => {
        const text = lines[line]!;
        const number = numberOf(text);
        if (!Number.isNaN(number)) return (offsets.get(number - i) ?? 0) >= REPEATED;
        return PAGE_NUMBER.test(text.trim()) || repeats(key, i) || titles.has(letters(text));
      }),
      titles,
    ),
  );
}

/** The page number that a line is; NaN for any other line. */
function numberOf(line: string): number {
  return Number.parseInt(PAGE_NUMBER.exec(line.trim())?.groups?.number ?? '', 10);
}

/** Chapters' numbering and case differ between a running head and the bookmark. */
function letters(line: string): string {
  return line
    .normalize('NFKC')
    .toLowerCase()
    .replace(/^\s*(?:chapter|appendix|section)\s/u, '')
    .replace(/[^\p{L}]+/gu, '');
}

type Edge = { key: string; line: number };

function edgesOf(lines: readonly string[]): Edge[] {
  const edges: Edge[] = [];
  for (let i = 0; i < Math.min(EDGE, lines.length); i++) {
    edges.push({ key: `top ${signature(lines[i]!)}`, line: i });
    edges.push({ key: `bottom ${signature(lines.at(-1 - i)!)}`, line: lines.length - 1 - i });
  }
  return edges;
}

function pageOf(lines: readonly string[], heads: readonly Edge[], titles: ReadonlySet<string>): ReferencePage {
  const out = new Set(heads.map(({ line }) => line));
  return {
    text: lines.filter((_, i) => !out.has(i)).join('\n'),
    runningHeads: new Set(heads.map(({ line }) => signature(lines[line]!))),
    isContents: lines.filter((line) => LEADER.test(line)).length >= LEADERS || listsBookmarks(lines, titles),
  };
}

/** Titles of fewer letters stand in running text by chance. */
const TELLING_LETTERS = 12;

/** Contents without dots: half of the page's letters are bookmarks, however they are broken into lines. */
function listsBookmarks(lines: readonly string[], titles: ReadonlySet<string>): boolean {
  const page = letters(lines.join(' '));
  const listed = [...titles].filter((title) => title.length >= TELLING_LETTERS && page.includes(title));
  return listed.length >= LEADERS && 2 * listed.reduce((sum, { length }) => sum + length, 0) >= page.length;
}

/** A line with its digits made one: the same running head on every page. */
export function signature(line: string): string {
  return line
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\d+/g, '#')
    .replace(/\b[ivxlc]{1,7}$/, '#')
    .replace(/\s+/g, '');
}
