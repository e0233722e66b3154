import { z } from 'zod';

/** A rectangle on a page: fractions (0..1) of the displayed page (crop box, after rotation), from its top left corner.
 *  `page` counts from 1 as the file counts. */
export const Box = z
  .object({
    page: z.int().min(1),
    x: z.number(),
    y: z.number(),
    width: z.number(),
    height: z.number(),
  })
  .meta({ id: 'Box' });
export type Box = z.infer<typeof Box>;

/** Ties a stretch of a text to the place where it stands: `text.slice(start, end)` is printed inside `box`.
 *  Offsets count UTF-16 units. Spans are sorted by `start` and do not overlap; one a text line (or table cell line), or for each part of it where sentences end inside
 *  of it, and for the mark of a list item. */
export const Span = z
  .object({
    start: z.int().min(0),
    end: z.int().min(0),
    box: Box,
    /** How sure a recognizer is of these words, 0..1; absent for text that the file itself holds. Recognized text has a
     *  span a word. */
    confidence: z.number().min(0).max(1).optional(),
  })
  .meta({ id: 'Span' });
export type Span = z.infer<typeof Span>;

/** A text with the places where its stretches stand. */
export type PlacedText = { text: string; spans: readonly Span[] };

/** The boxes under `text.slice(start, end)`, in reading order.
 *  A span that the stretch covers only partly gives a box narrowed by the usual widths of the characters covered (fonts differ, so
 *  that this is an estimate; `margin` widens each cut by that share of the span's width). */
export function boxesUnder({ text, spans }: PlacedText, start: number, end: number, margin = 0.01): Box[] {
  const boxes: Box[] = [];
  let lastEnd = 0;
  for (const span of spans) {
    if (span.end <= start || span.start >= end) continue;
    const whole = usualWidth(text.slice(span.start, span.end)) || 1;
    const from = start <= span.start ? 0 : usualWidth(text.slice(span.start, start)) / whole;
    const to = end >= span.end ? 1 : usualWidth(text.slice(span.start, end)) / whole;
    const left = from === 0 ? 0 : Math.max(0, from - margin);
    const right = to === 1 ? 1 : Math.min(1, to + margin);
    const box = { ...span.box, x: span.box.x + left * span.box.width, width: (right - left) * span.box.width };
    const last = boxes.at(-1);
    if (last !== undefined && span.start - lastEnd <= 1 && goesOn(last, box, span.confidence !== undefined))
      boxes[boxes.length - 1] = around(last, box);
    else boxes.push(box);
    lastEnd = span.end;
  }
  return boxes;
}

/** Widths in shares of the type size, as Helvetica and Times have them on average; Han and full-width characters fill theirs. */
const WIDTHS: [RegExp, number][] = [
  [/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3000-\u303f\uff01-\uff5e]/u, 1],
  [/[ijlI.,:;'|!()[\]{}tfr\s-]/u, 0.3],
  [/[mwMW@%—…]/u, 0.85],
  [/\p{Lu}/u, 0.68],
];
const OTHER_WIDTH = 0.52;

/** How wide a text is in a usual face, in shares of the type size. */
export function usualWidth(text: string): number {
  let width = 0;
  for (const character of text) width += WIDTHS.find(([pattern]) => pattern.test(character))?.[1] ?? OTHER_WIDTH;
  return width;
}

/** Most by which a line of recognized words may stray from one box, as a share of the words' height: on a page that stands
 *  askew, a long line gets several boxes. */
const STRAY = 0.15;
/** Widest gap between words of one box, in heights of the line. */
const WORD_GAP = 2;

/** The next part of the same line, close by, whichever way the page lies. `words`: parts are words; else long lines that stand one above the
 *  other must not be taken for an upright one. */
function goesOn(before: Box, next: Box, words: boolean): boolean {
  if (before.page !== next.page) return false;
  const whole = around(before, next);
  const [gapX, gapY] = [whole.width - before.width - next.width, whole.height - before.height - next.height];
  const level = whole.height < (1 + STRAY) * Math.min(before.height, next.height) && gapX < WORD_GAP * next.height;
  const high = words || (before.height > before.width && next.height > next.width);
  const upright = high && whole.width < (1 + STRAY) * Math.min(before.width, next.width) && gapY < WORD_GAP * next.width;
  return level || upright;
}

function around(a: Box, b: Box): Box {
  const x = Math.min(a.x, b.x);
  const y = Math.min(a.y, b.y);
  return { ...a, x, y, width: Math.max(a.x + a.width, b.x + b.width) - x, height: Math.max(a.y + a.height, b.y + b.height) - y };
}

/** How sure a recognizer was of the words under `text.slice(start, end)`, 0..1: the mean over their characters, and of the
 *  least sure word; null where nothing of it was recognized. */
export function confidenceUnder(spans: readonly Span[], start: number, end: number): { mean: number; least: number } | null {
  let [sum, length, least] = [0, 0, 1];
  for (const span of spans) {
    if (span.confidence === undefined || span.end <= start || span.start >= end) continue;
    const covered = Math.min(span.end, end) - Math.max(span.start, start);
    sum += span.confidence * covered;
    length += covered;
    least = Math.min(least, span.confidence);
  }
  return length === 0 ? null : { mean: Math.round((sum / length) * 100) / 100, least };
}
