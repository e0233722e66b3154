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
 *  Offsets count UTF-16 units. Spans are sorted by `start` and do not overlap; one a text line (or table cell line). */
export const Span = z.object({ start: z.int().min(0), end: z.int().min(0), box: Box }).meta({ id: 'Span' });
export type Span = z.infer<typeof Span>;

/** A text with the places where its stretches stand. */
export type PlacedText = { text: string; spans: readonly Span[] };

/** The boxes under `text.slice(start, end)`, in reading order.
 *  A span that the stretch covers only partly gives a box narrowed by the usual widths of the characters covered (fonts differ, so
 *  that this is an estimate; `margin` widens each cut by that share of the span's width). */
export function boxesUnder({ text, spans }: PlacedText, start: number, end: number, margin = 0.01): Box[] {
  const boxes: Box[] = [];
  for (const span of spans) {
    if (span.end <= start || span.start >= end) continue;
    const whole = usualWidth(text.slice(span.start, span.end)) || 1;
    const from = start <= span.start ? 0 : usualWidth(text.slice(span.start, start)) / whole;
    const to = end >= span.end ? 1 : usualWidth(text.slice(span.start, end)) / whole;
    const left = from === 0 ? 0 : Math.max(0, from - margin);
    const right = to === 1 ? 1 : Math.min(1, to + margin);
    boxes.push({ ...span.box, x: span.box.x + left * span.box.width, width: (right - left) * span.box.width });
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

function usualWidth(text: string): number {
  let width = 0;
  for (const character of text) width += WIDTHS.find(([pattern]) => pattern.test(character))?.[1] ?? OTHER_WIDTH;
  return width;
}
