import type { PageFrame, Rect } from './geometry.ts';
import type { Rule } from './page-graphics.ts';
import type { Part } from './page-items.ts';
import type { Paragraph } from './paragraphs.ts';
import type { Line } from './text-lines.ts';

/** `rules`: short lines across the page; `open`: the last footnote of the page before stops in mid-sentence. */
export type FootnoteContext = { frame: PageFrame; rules: readonly Rule[]; bodySize: number; open: boolean };
export type FootnotesOfPage = { body: Part[]; footnotes: Paragraph[]; open: boolean };

/** Largest type of a footnote as a share of the body's: word processors set 10 points below 11, 9 below 10.5. */
const SMALLER = 0.93;
/** Steps between lines of footnotes, as a share of their type size: what stands farther off is something else. */
const FARTHEST = 2.6;

const RAISED = '[⁰¹²³⁴-⁹]{1,3}';
const SIGN = '[*＊†‡§¶]{1,3}';
const START = new RegExp(`^(?:(?<raised>${RAISED})|(?<sign>${SIGN})|(?<plain>\\d{1,3})(?=[\\s\\p{Lu}\\p{Script=Han}]))`, 'u');
/** The mark that a footnote begins with, as plain characters. */
export const footnoteMark = (text: string): string | null => START.exec(text)?.[0].normalize('NFKC') ?? null;

/** A mark in the text stands right behind a word, its punctuation or a bracket: "10³" is an amount. */
const MARK = new RegExp(`(?<=[^\\s\\p{N}])(?:${RAISED}|${SIGN})`, 'gu');

/** Takes the footnotes out of a page's reading order: small print at the foot of a column that begins with a mark, and what goes
 *  on from the page before. Signs (*, †) and plain numbers count below a short rule, or where they also stand in the text. */
export function splitFootnotes(parts: readonly Part[], { frame, rules, bodySize, open }: FootnoteContext): FootnotesOfPage {
  const found: FootnotesOfPage = { body: [], footnotes: [], open: false };
  const small = (line: Line): boolean => line.size <= SMALLER * bodySize;
  let marks: Set<string> | null = null;
  for (const part of parts) {
    const from = part.kind === 'lines' && !part.boxed && part.aside === undefined ? smallTail(part.lines, small) : -1;
    if (part.kind !== 'lines' || from < 0 || from === part.lines.length || !isAtFoot(part, from, parts, small)) {
      found.body.push(part);
      continue;
    }
    const tail = part.lines.slice(from);
    const ruled = rules.some((rule) => isAbove(rule, tail[0]!));
    if (!ruled) marks ??= marksIn(parts);
    const goesOn = open && found.footnotes.length === 0;
    const starts = tail.flatMap((line, i) => (isStart(line, ruled ? null : marks) ? [i] : []));
    const first = goesOn ? 0 : (starts[0] ?? tail.length);
    if (from + first > 0) found.body.push({ ...part, lines: part.lines.slice(0, from + first) });
    const cuts = [...new Set([first, ...starts, tail.length])].filter((cut) => cut >= first);
    for (const [i, cut] of cuts.slice(0, -1).entries()) found.footnotes.push(footnote(tail.slice(cut, cuts[i + 1]), frame, part.area));
  }
  const last = found.footnotes.at(-1)?.lines.at(-1)?.text;
  found.open = last !== undefined && !/[.。!?！？:：;；)）\]"”/]$/.test(last);
  return found;
}

function footnote(lines: Line[], frame: PageFrame, area: Rect): Paragraph {
  return { kind: 'text', lines, frame, level: null, marker: null, markerRect: null, indent: 0, boxed: false, area, aside: 'footnote' };
}

/** Where the small lines at a column's end begin. */
function smallTail(lines: readonly Line[], small: (line: Line) => boolean): number {
  let from = lines.length;
  while (from > 0 && small(lines[from - 1]!)) {
    const below = lines[from];
    if (below !== undefined && below.baseline - lines[from - 1]!.baseline > FARTHEST * below.size) break;
    from--;
  }
  return from;
}

const isAbove = (rule: Rule, line: Line): boolean =>
  rule.at < line.top + 2 && rule.at > line.top - 2 * line.size && rule.from < line.right && rule.to > line.left - 2 * line.size;

/** Nothing but small print stands below, and body text above. */
function isAtFoot(part: Part & { kind: 'lines' }, from: number, parts: readonly Part[], small: (line: Line) => boolean): boolean {
  const tail = part.lines[from]!;
  const beside = (rect: Rect): boolean => rect.left < part.area.right && rect.right > part.area.left;
  let above = false;
  for (const other of parts) {
    const rects =
      other.kind === 'lines' ? other.lines.filter((line) => !small(line)) : [other.kind === 'table' ? other.table.rect : other.figure.rect];
    if (rects.some((rect) => beside(rect) && rect.bottom > tail.bottom)) return false;
    above ||= rects.length > 0;
  }
  return above;
}

/** `marks`: those of the text; null: any mark counts. */
function isStart(line: Line, marks: ReadonlySet<string> | null): boolean {
  const groups = START.exec(line.text)?.groups;
  if (!groups) return false;
  if (groups.raised !== undefined) return true;
  // A listing with numbered lines.
  if (line.mono) return false;
  return marks === null || marks.has(groups.sign ?? groups.plain!);
}

/** The marks that stand in a page's words; raised numbers as plain ones. */
function marksIn(parts: readonly Part[]): Set<string> {
  const lines = parts.flatMap((part) => {
    if (part.kind === 'lines') return part.lines;
    return part.kind === 'table' ? part.table.rows.flatMap((row) => row.flatMap((cell) => cell.lines)) : [];
  });
  return new Set(lines.flatMap(({ text }) => marksOf(text)));
}

/** The marks that lead from words to footnotes, as plain characters. */
export const marksOf = (text: string): string[] => (text.match(MARK) ?? []).map((mark) => mark.normalize('NFKC'));
