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

/** The boxes under `text.slice(start, end)`, in reading order.
 *  A span that the stretch covers only partly gives a box narrowed in proportion to the characters covered
 *  (proportional fonts make that an estimate; `margin` widens each cut by that share of the span's width). */
export function boxesUnder(spans: readonly Span[], start: number, end: number, margin = 0.02): Box[] {
  const boxes: Box[] = [];
  for (const span of spans) {
    if (span.end <= start || span.start >= end) continue;
    const length = Math.max(1, span.end - span.start);
    const from = Math.max(0, (start - span.start) / length);
    const to = Math.min(1, (end - span.start) / length);
    const left = from === 0 ? 0 : Math.max(0, from - margin);
    const right = to === 1 ? 1 : Math.min(1, to + margin);
    boxes.push({ ...span.box, x: span.box.x + left * span.box.width, width: (right - left) * span.box.width });
  }
  return boxes;
}
