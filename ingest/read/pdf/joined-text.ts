import type { Span } from '../../../knowledge/document/box.ts';
import { type PageFrame, toBox } from './geometry.ts';
import { lineJoint } from './text-joining.ts';
import type { Line } from './text-lines.ts';

export type JoinedText = { text: string; spans: Span[] };

/** A line with the page it stands on (a paragraph may run over a page's end). */
export type PlacedLine = { line: Line; frame: PageFrame };

/** Joins the lines of a paragraph or cell to one text, hyphenation undone, one span a line.
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

/** One span for a printed line. A recognized one has a span for each word: a line that stands askew has no one box, and
 *  words have places of their own there. What is not found again (joined otherwise) goes with the word before it. */
function lineSpans(line: Line, frame: PageFrame, start: number): Span[] {
  const words = line.segments.flatMap((segment) => segment.words ?? []);
  const spans: Span[] = [];
  let from = 0;
  for (const word of words) {
    const at = line.text.indexOf(word.text, from);
    if (at === -1) continue;
    from = at + word.text.length;
    const confidence = Math.round(word.confidence * 100) / 100;
    spans.push({ start: start + at, end: start + from, box: toBox(word, frame), confidence });
  }
  return spans.length > 0 ? spans : [{ start, end: start + line.text.length, box: toBox(line, frame) }];
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
    spans.push({ start, end: text.length, box: toBox(line, frame) });
  }
  return { text, spans };
}
