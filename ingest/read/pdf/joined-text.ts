import type { Span } from '../../../knowledge/document/box.ts';
import { type PageFrame, toBox } from './geometry.ts';
import { offsetOf } from './sentence-cuts.ts';
import { lineJoint } from './text-joining.ts';
import type { Line } from './text-lines.ts';

export type JoinedText = { text: string; spans: Span[] };

/** A line with the page it stands on (a paragraph may run over a page's end). */
export type PlacedLine = { line: Line; frame: PageFrame };

/** Joins the lines of a paragraph or cell to one text, hyphenation undone.
 *  `words`: the document's words (text-joining.ts), which decide about hyphens. */
export function joinLines(lines: readonly PlacedLine[], words: ReadonlyMap<string, number>): JoinedText {
  let text = '';
  const spans: Span[] = [];
  for (const { line, frame } of lines) {
    if (line.text === '') continue;
    if (text !== '') {
      const { drop, glue } = lineJoint(text, line.text, words);
      if (drop > 0) {
        text = text.slice(0, -drop);
        const before = spans.at(-1);
        if (before) before.end = text.length;
      }
      text += glue;
    }
    const start = text.length;
    text += line.text;
    spans.push(...lineSpans(line, frame, start));
  }
  return { text, spans };
}

/** A span for each part of a printed line between the places where sentences may end. A recognized line has a span for each word: a line
 *  that stands askew has no one box, and words have places of their own there. */
function lineSpans(line: Line, frame: PageFrame, start: number): Span[] {
  const words = wordSpans(line, frame, start);
  if (words.length > 0) return words;
  const spans: Span[] = [];
  let [from, left] = [0, line.left];
  const { top, bottom } = line.ink;
  for (const cut of [...line.cuts, { letters: Infinity, right: line.right, left: line.right }]) {
    const to = offsetOf(line.text, cut.letters);
    if (to > from) spans.push({ start: start + from, end: start + to, box: toBox({ left, right: cut.right, top, bottom }, frame) });
    from = to + (/^\s*/.exec(line.text.slice(to))?.[0].length ?? 0);
    left = cut.left;
  }
  return spans;
}

/** What is not found again (joined otherwise) goes with the word before it. */
function wordSpans(line: Line, frame: PageFrame, start: number): Span[] {
  const spans: Span[] = [];
  let from = 0;
  for (const word of line.segments.flatMap((segment) => segment.words ?? [])) {
    const at = line.text.indexOf(word.text, from);
    if (at === -1) continue;
    from = at + word.text.length;
    const confidence = Math.round(word.confidence * 100) / 100;
    spans.push({ start: start + at, end: start + from, box: toBox(word, frame), confidence });
  }
  return spans;
}

/** Keeps the line breaks and the indents of a listing. */
export function joinCode(lines: readonly PlacedLine[]): JoinedText {
  const left = Math.min(...lines.map(({ line }) => line.left));
  let text = '';
  const spans: Span[] = [];
  for (const { line, frame } of lines) {
    if (text !== '') text += '\n';
    const step = Math.max(1, (line.right - line.left) / Math.max(1, line.text.length));
    text += ' '.repeat(Math.min(60, Math.round((line.left - left) / step)));
    const start = text.length;
    text += line.text;
    const { left: from, right, ink } = line;
    spans.push({ start, end: text.length, box: toBox({ left: from, right, ...ink }, frame) });
  }
  return { text, spans };
}
