import { median, union, width } from './geometry.ts';
import type { Item } from './page-items.ts';
import { type Line, makeLines } from './text-lines.ts';

/** What a column of a page looks like. `prose`: lines of text that fill it, no cells of a table. */
export type Shape = { prose: boolean; width: number; lines: Line[]; things: number };

/** Fewest letters in the usual line of a text column (a Chinese character counts for two): below are columns of tables. */
const COLUMN_LETTERS = 22;

/** A line of several cells; a list mark with its text is none. */
function isSplit(line: Line): boolean {
  return line.segments.length > 1 && line.segments[0]!.text.length > 3;
}

export function shapeOf(items: readonly Item[]): Shape {
  const lines = makeLines(items.flatMap((item) => (item.kind === 'segment' ? [item.segment] : [])));
  const things = items.length - items.filter((item) => item.kind === 'segment').length;
  const across = width(union(items.map((item) => item.rect)));
  const widths = lines.map((line) => width(line));
  const letters = median(lines.map((line) => [...line.text].reduce((n, c) => n + (c > '\u2e80' ? 2 : 1), 0)));
  const filled = median(widths) > 0.6 * across && letters >= COLUMN_LETTERS && lines.filter(isSplit).length < lines.length / 2;
  const enough = lines.length >= 3 || (lines.length === 2 && letters >= 30);
  const prose = (enough && filled) || (lines.length === 0 && things > 0) || (things > 0 && filled);
  return { prose, width: across, lines, things };
}

/** Heads or notes beside the text: a narrow, sparse column of words in the text's own type. Marks of lists and line numbers are
 *  none. `gap`: between both, in points. */
export function isSideHead(note: Shape, text: Shape, gap: number): boolean {
  if (!standBeside(note, text, gap) || note.lines.length > 0.6 * text.lines.length) return false;
  return note.lines.every(speaks);
}

/** Notes beside the text in smaller type, of any length. */
export function isMarginNote(note: Shape, text: Shape, gap: number): boolean {
  if (!standBeside(note, text, gap) || note.lines.length > 2 * text.lines.length) return false;
  return isSmaller(note, text) && note.lines.filter(speaks).length >= 0.5 * note.lines.length;
}

function standBeside(note: Shape, text: Shape, gap: number): boolean {
  return (
    text.prose &&
    text.lines.length >= FEWEST_LINES &&
    note.lines.length > 0 &&
    note.things === 0 &&
    gap >= NARROWEST_GAP &&
    note.width <= 0.5 * text.width
  );
}

const FEWEST_LINES = 4;
const NARROWEST_GAP = 12;

const speaks = ({ text }: Line): boolean => /\p{L}{2}/u.test(text) && text.length >= 4;

/** Type of margin notes as a share of the text's, at most. */
const SMALLER = 0.93;

function isSmaller(note: Shape, text: Shape): boolean {
  const size = median(note.lines.map((line) => line.size));
  const larger = text.lines.filter((line) => size < SMALLER * line.size).length;
  return larger >= 0.8 * text.lines.length && note.lines.every((line) => !line.mono);
}

/** Fewest words of a sentence. */
const SENTENCE = 5;

/** Whether what stands beside the text is a note: smaller than the text, or a sentence. Else it names what stands beside it. */
export function isNote(group: readonly Item[], text: readonly Item[]): boolean {
  const note = shapeOf(group);
  const said = note.lines.map((line) => line.text).join(' ');
  return (
    isSmaller(note, shapeOf(text)) || (/[.!。！]$/.test(said) && (said.split(' ').length >= SENTENCE || /\p{Script=Han}{6}/u.test(said)))
  );
}
