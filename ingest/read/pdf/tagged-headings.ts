import { markLines } from './outline.ts';
import type { HeadingMark } from './paragraphs.ts';
import type { Tag } from './tags.ts';
import type { Line } from './text-lines.ts';

/** Marks the lines that the tags call headings, where the outline did not already. Neighbouring lines of one level and size
 *  are one heading. */
export function tagHeadings(lines: readonly Line[], tags: ReadonlyMap<string, Tag>, marks: Map<Line, HeadingMark>): void {
  if (tags.size === 0) return;
  for (let from = 0; from < lines.length; ) {
    const level = headingLevel(lines[from]!, tags);
    let to = from + 1;
    if (level === null || marks.has(lines[from]!)) {
      from = to;
      continue;
    }
    while (to < lines.length && headingLevel(lines[to]!, tags) === level && !marks.has(lines[to]!) && goesOn(lines[to - 1]!, lines[to]!))
      to++;
    markLines(lines.slice(from, to), level, marks);
    from = to;
  }
}

function headingLevel(line: Line, tags: ReadonlyMap<string, Tag>): number | null {
  const mark = line.segments[0]!.mark;
  return mark === null ? null : (tags.get(mark)?.heading ?? null);
}

function goesOn(before: Line, line: Line): boolean {
  return Math.abs(line.size - before.size) < 0.5 && line.baseline - before.baseline < 1.6 * line.size && line.baseline > before.baseline;
}
