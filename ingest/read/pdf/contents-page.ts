import type { Rect } from './geometry.ts';
import { type Line, makeLines, type Segment } from './text-lines.ts';

const LEADER = /(?:\.\s?){4,}|…{2,}|·{4,}|_{5,}/;
const ENTRY_END = /(?:^|[\s.…·_])(?:[A-Z]{0,2}[-–.]?\d{1,4}(?:[-–.]\d{1,4})?|[ivxlc]{1,6})$/i;
const HEADING =
  /^(?:\d+\.?\s*)?(?:table of contents|contents|list of (?:figures|tables|illustrations|examples)|inhalt(?:sverzeichnis)?|目\s*录|目\s*次|目\s*錄|图\s*目\s*录|表\s*目\s*录|插图清单|表格清单)(?:\s*\(continued\))?$/i;

export type ContentsPage = {
  /** Segments of the contents: to be left out. */
  segments: Set<Segment>;
  /** Whether the page ends inside contents: the next page may go on without a heading. */
  open: boolean;
};

/** Finds tables of contents and lists of figures on a page: at least three lines that lead by dots to a page number, or,
 *  under a contents heading, lines that end with page numbers at one right edge.
 *  `tables`: ruled tables of the page; their rows are never contents. `after`: the page before ended inside contents. */
export function findContents(segments: readonly Segment[], pageWidth: number, tables: readonly Rect[], after: boolean): ContentsPage {
  const none: ContentsPage = { segments: new Set(), open: false };
  const free = segments.filter((s) => !tables.some((t) => s.top >= t.top - 2 && s.bottom <= t.bottom + 2));
  if (!after && !free.some((s) => LEADER.test(s.text) || HEADING.test(s.text))) return none;
  const lines = makeLines(free);
  const marks = lines.map((line) => markOf(line, pageWidth));
  const headed = lines.some((line) => HEADING.test(line.text.trim()));
  const entries = marks.filter((mark) => mark === 'leader' || ((headed || after) && mark === 'number')).length;
  if (entries < 3 || (!headed && !after && marks.filter((mark) => mark === 'leader').length < 3)) return none;
  return collect(lines, marks, headed || after);
}

type Mark = 'leader' | 'number' | 'heading' | 'other';

function markOf(line: Line, pageWidth: number): Mark {
  const text = line.text.trim();
  if (HEADING.test(text)) return 'heading';
  if (!ENTRY_END.test(text)) return LEADER.test(text) && line.right > pageWidth * 0.75 ? 'leader' : 'other';
  if (LEADER.test(text)) return 'leader';
  return line.right > pageWidth * 0.75 && line.segments.length > 1 ? 'number' : 'other';
}

/** Takes the stretch from the first to the last entry, its headings, and the lines between that are wrapped entries. */
function collect(lines: readonly Line[], marks: readonly Mark[], trusted: boolean): ContentsPage {
  const isEntry = (mark: Mark): boolean => mark === 'leader' || (trusted && mark === 'number');
  const taken = new Set<Segment>();
  let last = -1;
  for (let i = 0; i < lines.length; i++) {
    if (!isEntry(marks[i]!)) continue;
    // Up to three lines between two entries are entries that wrap, or chapter names without a number.
    const from = last >= 0 && i - last <= 4 ? last + 1 : i;
    for (let k = from; k <= i; k++) take(lines[k]!, taken);
    if (last < 0) takeHeadingAbove(lines, marks, i, taken);
    last = i;
  }
  for (let i = 0; i < lines.length; i++) {
    if (marks[i] === 'heading' && marks.slice(i + 1, i + 5).some(isEntry)) take(lines[i]!, taken);
  }
  return { segments: taken, open: last >= 0 && lines.length - 1 - last <= 2 };
}

/** The first entry's own heading, and a chapter name or the start of a wrapped entry right above it. */
function takeHeadingAbove(lines: readonly Line[], marks: readonly Mark[], first: number, taken: Set<Segment>): void {
  for (let k = first - 1; k >= Math.max(0, first - 3); k--) {
    if (marks[k] === 'heading') {
      for (let j = k; j < first; j++) take(lines[j]!, taken);
      return;
    }
  }
}

function take(line: Line, taken: Set<Segment>): void {
  for (const segment of line.segments) taken.add(segment);
}
