import { captionKind } from './captions.ts';
import { median, type PageFrame, type Rect } from './geometry.ts';
import { countedNumber, decimalMarker, type ListMarker, listMarker } from './list-marker.ts';
import { lettersIn } from './sentence-cuts.ts';
import { type Line, makeLine } from './text-lines.ts';

/** Lines that make one block, and what kind. `marker`: of a list item, cut off its first line. */
export type Paragraph = {
  kind: 'text' | 'heading' | 'list_item' | 'code';
  lines: Line[];
  frame: PageFrame;
  level: number | null;
  marker: string | null;
  /** Where the mark is printed; null where it is drawn, or none is. */
  markerRect: Rect | null;
  indent: number;
  boxed: boolean;
  /** The column it stands in. */
  area: Rect;
  /** Printed apart from the running text. */
  aside?: 'footnote' | 'margin';
};

export type HeadingMark = { level: number; id: number };

export type ParagraphInput = {
  lines: readonly Line[];
  area: Rect;
  boxed: boolean;
  frame: PageFrame;
  /** Lines that the outline or the tags call headings; lines of one heading share an id. */
  headings: ReadonlyMap<Line, HeadingMark>;
  /** Drawn bullets of the page. */
  bullets: readonly Rect[];
  /** Size of most of the document's text, in points. */
  bodySize: number;
};

/** Parts the lines of one column into paragraphs, list items, headings that are marked as such, and listings.
 *  Signs of a new paragraph: a wider gap, another size or weight, a list mark, an indent, a line that ended although the
 *  next word would have fitted. */
export function makeParagraphs(column: ParagraphInput): Paragraph[] {
  const input = { ...column, area: { ...column.area, right: textRight(column) } };
  for (const line of input.lines) if (line.mono && line.size > LARGE * input.bodySize) unlist(line);
  const pitches = usualPitches(input.lines);
  const paragraphs: Paragraph[] = [];
  let open: OpenParagraph | null = null;
  let counted: string | null = null;
  for (const [i, line] of input.lines.entries()) {
    if (standsAlone(line, input.lines[i + 1])) continue;
    const before = input.lines[i - 1];
    const lonely = lonelyMarker(before, line);
    const start = startOf(line, open, input, { lonely, counted });
    if (start.heading !== null) counted = null;
    else if (start.forced && start.marker !== null) counted = countedNumber(start.marker) ?? counted;
    if (open === null || start.forced || breaksBefore(open, line, pitches.get(pitchKey(line)) ?? 0, input)) {
      open = beginParagraph(line, start, input);
      if (lonely !== null && start.marker === lonely) open.paragraph.markerRect = inkRect(before!);
      paragraphs.push(open.paragraph);
    } else open.paragraph.lines.push(line);
    open.last = line;
  }
  rankListItems(paragraphs);
  return paragraphs;
}

/** Type this much larger than the body's is of headings. */
const LARGE = 1.1;

/** Listings are never larger than the text: large names in a monospaced font are a heading. */
function unlist(line: Line): void {
  line.mono = false;
  line.text = line.text.replace(/ {2,}/g, ' ').trim();
}

type OpenParagraph = { paragraph: Paragraph; last: Line; first: Line; textLeft: number; heading: HeadingMark | null };
type Start = { forced: boolean; marker: ListMarker | null; drawn: boolean; heading: HeadingMark | null };

/** Where full lines end: the right edge that two lines agree on, if it is near the column's; a single line may stick out. */
function textRight({ lines, area }: ParagraphInput): number {
  const rights = lines.map((line) => line.right).sort((a, b) => b - a);
  const size = lines[0]?.size ?? 0;
  const agreed = rights.find((right, i) => right - (rights[i + 1] ?? -Infinity) < 0.6 * size);
  return agreed !== undefined && area.right - agreed < 0.12 * (area.right - area.left) ? agreed : area.right;
}

const pitchKey = (line: Line): number => Math.round(line.size);

/** The usual step from line to line, by font size: nearer the smallest steps than the mean, since paragraph gaps are steps too. */
function usualPitches(lines: readonly Line[]): Map<number, number> {
  const steps = new Map<number, number[]>();
  for (let i = 1; i < lines.length; i++) {
    const line = lines[i]!;
    const step = line.baseline - lines[i - 1]!.baseline;
    if (Math.abs(line.size - lines[i - 1]!.size) > 0.6 || step <= 0 || step > 2.4 * line.size) continue;
    const known = steps.get(pitchKey(line));
    if (known) known.push(step);
    else steps.set(pitchKey(line), [step]);
  }
  const pitches = new Map<number, number>();
  for (const [size, found] of steps) pitches.set(size, found.sort((a, b) => a - b)[Math.floor(found.length * 0.4)]!);
  return pitches;
}

/** A number or bullet on a line of its own, its text further down and in (a notice stands between): it is the mark of that
 *  text. */
function lonelyMarker(mark: Line | undefined, line: Line): ListMarker | null {
  if (mark === undefined || line.left < mark.right - 1 || line.baseline - mark.baseline > 20 * mark.size) return null;
  const found = mark.text.length <= 5 ? listMarker(`${mark.text} x`) : null;
  return found !== null && found.marker === mark.text.trim() && !line.mono ? { ...found, length: 0 } : null;
}

const standsAlone = (line: Line, next: Line | undefined): boolean => next !== undefined && lonelyMarker(line, next) !== null;

/** `lonely`: a mark on a line of its own above; `counted`: the number of the list item before. */
type Marks = { lonely: ListMarker | null; counted: string | null };

function startOf(line: Line, open: OpenParagraph | null, input: ParagraphInput, marks: Marks): Start {
  const { lonely, counted } = marks;
  const heading = input.headings.get(line) ?? null;
  if (heading !== null) return { forced: heading.id !== open?.heading?.id, marker: null, drawn: false, heading };
  if (open?.heading) return { ...startOf(line, null, input, marks), forced: true };
  if (lonely !== null) return { forced: true, marker: lonely, drawn: false, heading: null };
  if (line.mono) return { forced: false, marker: null, drawn: false, heading: null };
  const drawn = input.bullets.some((b) => isBulletOf(b, line));
  const printed = listMarker(line.text) ?? decimalMarker(line.text, counted);
  const marker = isHeadingLike(line, printed, input) ? null : printed;
  return { forced: drawn || (printed !== null && beginsItem(printed, line, open, input)), marker, drawn, heading: null };
}

function isBulletOf(bullet: Rect, line: Line): boolean {
  const middle = (bullet.top + bullet.bottom) / 2;
  return middle > line.top && middle < line.bottom && bullet.right <= line.left + 1 && line.left - bullet.right < 2.5 * line.size;
}

/** A numbered short line in bold or large print is a heading to be judged by others, not a list item. */
function isHeadingLike(line: Line, marker: ListMarker | null, { bodySize, area }: ParagraphInput): boolean {
  if (marker === null || marker.kind === 'bullet' || line.segments[0]!.label) return false;
  return line.bold || (line.size > bodySize * LARGE && line.right < area.right - 2 * line.size);
}

/** A number at a line's start inside a running sentence ("see chapter / 5. and") begins no item. */
function beginsItem(marker: ListMarker, line: Line, open: OpenParagraph | null, input: ParagraphInput): boolean {
  if (open === null || (marker.kind === 'bullet' && /^[^\-–—*·]/.test(marker.marker))) return true;
  const before = open.last;
  const flows = before.right > input.area.right - 2 * before.size && !/[.:;!?。：；！？]$/.test(before.text);
  const inside = open.paragraph.kind === 'list_item' && line.left > open.first.left + 0.5 * line.size && line.left >= open.textLeft - 2;
  return !(flows && Math.abs(line.left - before.left) < 2 && (open.paragraph.kind !== 'list_item' || inside));
}

function beginParagraph(line: Line, start: Start, input: ParagraphInput): OpenParagraph {
  const marked =
    start.heading === null && (start.drawn || (start.marker !== null && start.forced) || (start.marker !== null && !line.mono));
  const kind = start.heading !== null ? 'heading' : line.mono ? 'code' : marked ? 'list_item' : 'text';
  const { content, markerRect } = marked && start.marker !== null ? cutMarker(line, start.marker) : { content: line, markerRect: null };
  const paragraph: Paragraph = {
    kind,
    lines: [content],
    frame: input.frame,
    level: start.heading?.level ?? null,
    marker: marked ? (start.marker?.marker ?? '•') : null,
    markerRect,
    indent: Math.max(0, Math.min(8, Math.round((line.left - input.area.left) / (1.5 * line.size)))),
    boxed: input.boxed && kind !== 'code',
    area: input.area,
  };
  return { paragraph, last: line, first: line, textLeft: content.left, heading: start.heading };
}

/** Chinese characters are twice as wide as others. */
const widthInHalves = (text: string): number => [...text].reduce((sum, c) => sum + (c > '\u2e80' ? 2 : 1), 0);

/** The line without its list mark, and where that stands. Where both are one segment, they part where a sentence might end behind the mark,
 *  else the place of the text is estimated by characters. */
function cutMarker(line: Line, marker: ListMarker): { content: Line; markerRect: Rect | null } {
  if (marker.length === 0) return { content: line, markerRect: null };
  const [first, ...rest] = line.segments;
  if (first!.text.trim() === marker.marker && rest.length > 0) {
    return { content: makeLine(rest), markerRect: { ...inkRect(line), left: first!.left, right: first!.right } };
  }
  const letters = lettersIn(marker.marker);
  const text = first!.text.slice(marker.length);
  const edge = (end: number): number => {
    const share = widthInHalves(first!.text.slice(0, end)) / Math.max(1, widthInHalves(first!.text));
    return first!.left + share * (first!.right - first!.left);
  };
  const known = first!.cuts.find((cut) => cut.letters === letters);
  const { right, left } = known ?? { right: edge(marker.marker.length), left: edge(marker.length) };
  const cuts = first!.cuts.filter((cut) => cut.letters > letters).map((cut) => ({ ...cut, letters: cut.letters - letters }));
  const cut = { ...first!, text, left, length: text.length, cuts };
  return { content: makeLine([cut, ...rest]), markerRect: { ...inkRect(line), right } };
}

const inkRect = ({ left, right, ink }: Line): Rect => ({ left, right, ...ink });

function breaksBefore(open: OpenParagraph, line: Line, pitch: number, input: ParagraphInput): boolean {
  const { last, paragraph } = open;
  if (paragraph.kind === 'heading') return false;
  const step = line.baseline - last.baseline;
  if ((paragraph.kind === 'code') !== line.mono) return true;
  if (paragraph.kind === 'code') return step > 3.2 * line.size;
  const flows = !leavesRoom(last, line, input.area);
  // Chinese and Latin words of one paragraph may differ a little in size.
  if (Math.abs(line.size - last.size) > (flows && !line.bold ? 0.15 : 0.06) * last.size + 0.2 || step < -last.size) return true;
  if (step > (pitch > 0 ? Math.max(pitch * 1.25, pitch + 1.5) : 1.8 * line.size)) return true;
  if (line.bold !== last.bold && (line.bold || !flows)) return true;
  if (paragraph.kind === 'list_item') return leavesItem(open, line, flows) || endsEarly(last, line, input.area);
  if (goesOnAsCaption(open, line, input.area)) return false;
  if (goesOnAsHeading(open, line, input)) return false;
  return indents(open, line, input.area) || endsEarly(last, line, input.area);
}

/** Large print of one size, line close below line, is one heading, whatever mark its first line ends with. */
function goesOnAsHeading({ last, first }: OpenParagraph, line: Line, { bodySize, area }: ParagraphInput): boolean {
  if (line.size < LARGE * bodySize || line.bold !== last.bold || Math.abs(line.size - last.size) > 0.3) return false;
  if (line.baseline - last.baseline > 1.45 * line.size || /^[\dA-Z]{1,3}(?:\.\d+)*[.)]?\s/.test(line.text)) return false;
  return last.right > area.left + 0.6 * (area.right - area.left) && line.left >= first.left - 2;
}

/** A caption that is set in from the margin wraps where its own narrow column ends. */
function goesOnAsCaption({ first, last }: OpenParagraph, line: Line, area: Rect): boolean {
  if (captionKind(first.text) === null || first.left < area.left + 2 * first.size) return false;
  const middle = (of: Line): number => (of.left + of.right) / 2;
  return Math.abs(line.left - last.left) < 2 || Math.abs(middle(line) - middle(last)) < 3;
}

/** A line left of the item's mark ends the item, but where items begin with an indent and go on at the margin. */
function leavesItem({ first, last, paragraph }: OpenParagraph, line: Line, flows: boolean): boolean {
  if (line.left >= first.left - 2) return false;
  const atMargin = paragraph.lines.length === 1 || Math.abs(last.left - line.left) < 2;
  return !flows || !atMargin || /[.!?。！？]$/.test(last.text);
}

/** The first word of the next line would have fitted behind this one. A word cut by a hyphen goes on at any rate. */
function leavesRoom(last: Line, line: Line, area: Rect): boolean {
  if (/[\p{L}\p{N}][-\u2010]$/u.test(last.text)) return false;
  const firstWord = /^\S+/.exec(line.text)?.[0] ?? '';
  const perCharacter = (line.right - line.left) / Math.max(1, line.text.length);
  const han = /^[\p{Script=Han}]/u.test(firstWord);
  const needed = han ? 2.5 * line.size : (firstWord.length + 1) * perCharacter + 0.5 * line.size;
  return area.right - last.right > needed;
}

function endsEarly(last: Line, line: Line, area: Rect): boolean {
  if (!leavesRoom(last, line, area)) return false;
  const sentenceEnd = /[.:;!?。：；！？)）]["”’]?$/.test(last.text);
  const freshStart = /^[\p{Lu}\p{N}\p{Script=Han}"“(（•]/u.test(line.text);
  return freshStart && (sentenceEnd || area.right - last.right > 0.3 * (area.right - area.left));
}

/** A first-line indent: this line stands further in than the one before, which did not hang. */
function indents(open: OpenParagraph, line: Line, area: Rect): boolean {
  const inset = line.left - open.last.left;
  if (inset < 0.8 * line.size || inset > 5 * line.size) return false;
  return open.paragraph.lines.length > 1 || leavesRoom(open.last, line, area) || /[.:!?。：！？]$/.test(open.last.text);
}

/** Nesting depth of the list items of one column, by how far their marks stand in. */
function rankListItems(paragraphs: readonly Paragraph[]): void {
  let lefts: number[] = [];
  for (const paragraph of paragraphs) {
    if (paragraph.kind === 'heading') lefts = [];
    if (paragraph.kind !== 'list_item') continue;
    const { left, size } = paragraph.lines[0]!;
    lefts = lefts.filter((other) => other < left - 0.5 * size);
    paragraph.indent = lefts.length;
    lefts.push(left);
  }
}

export function bodySizeOf(lines: readonly { size: number; length: number }[]): number {
  const counts = new Map<number, number>();
  for (const line of lines) {
    const size = Math.round(line.size * 2) / 2;
    counts.set(size, (counts.get(size) ?? 0) + line.length);
  }
  let best = median(lines.map((line) => line.size));
  let most = 0;
  for (const [size, count] of counts) if (count > most) [best, most] = [size, count];
  return best;
}
