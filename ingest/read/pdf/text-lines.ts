import type { FontBook } from './fonts.ts';
import { median, type Rect } from './geometry.ts';
import { inkOf } from './ink.ts';
import type { Rule } from './page-graphics.ts';
import type { TextRun } from './page-text.ts';
import { lettersIn, type SentenceCut, sentenceCuts } from './sentence-cuts.ts';
import { needsSpace, raise, tidySpaces } from './text-joining.ts';

/** Words that stand together on one baseline, without a gap as wide as between columns. Units: points. */
export type Segment = Rect & {
  text: string;
  baseline: number;
  /** Size of most of its characters. */
  size: number;
  /** Characters, and how many of them are bold or monospaced. */
  length: number;
  boldLength: number;
  monoLength: number;
  mark: string | null;
  artifact: boolean;
  label: boolean;
  /** From where to where its ink reaches: layout goes by the type's rectangle, what is drawn over a citation by the ink. */
  ink: Extent;
  cuts: SentenceCut[];
  /** The words as a recognizer found them, each with its place; absent for text that the file itself holds. */
  words?: RecognizedRun[];
};

export type Extent = { top: number; bottom: number };

export type RecognizedRun = Rect & { text: string; confidence: number };

/** A printed line: the segments of one column on one baseline, left to right. */
export type Line = Rect & {
  segments: Segment[];
  text: string;
  baseline: number;
  size: number;
  ink: Extent;
  cuts: SentenceCut[];
  bold: boolean;
  mono: boolean;
};

/** A gap wider than this share of the font size parts segments (a space is a quarter to a third of it). */
const SEGMENT_GAP = 1;

export type SegmentSplitter = (before: TextRun, after: TextRun) => boolean;

/** Joins runs to segments. `rules`: vertical ruled lines, which part words however near; `parts`: true where two runs must
 *  not be joined (other cells of a tagged table). */
export function joinRuns(runs: readonly TextRun[], fonts: FontBook, rules: readonly Rule[], parts: SegmentSplitter): Segment[] {
  const placed = settleScripts(runs);
  placed.sort((a, b) => a.baseline - b.baseline || a.left - b.left);
  const segments: Segment[] = [];
  for (let start = 0; start < placed.length; ) {
    let end = start + 1;
    const anchor = placed[start]!;
    while (end < placed.length && placed[end]!.baseline - anchor.baseline <= 0.2 * anchor.size) end++;
    const row = placed.slice(start, end).sort((a, b) => a.left - b.left);
    joinRow(row, fonts, rules, parts, segments);
    start = end;
  }
  return segments;
}

function joinRow(row: PlacedRun[], fonts: FontBook, rules: readonly Rule[], parts: SegmentSplitter, into: Segment[]): void {
  let group: PlacedRun[] = [];
  for (const run of row) {
    const before = group.at(-1);
    if (before !== undefined && (isApart(before, run) || isRuledOff(before, run, rules) || parts(before, run))) {
      into.push(makeSegment(group, fonts));
      group = [];
    }
    group.push(run);
  }
  if (group.length > 0) into.push(makeSegment(group, fonts));
}

function isApart(before: PlacedRun, run: PlacedRun): boolean {
  const gap = run.left - before.right;
  const size = Math.max(before.hostSize, run.hostSize);
  // Words printed over each other come from cells that are too narrow for them.
  return gap > SEGMENT_GAP * size || gap < -0.8 * size || before.artifact !== run.artifact;
}

function isRuledOff(before: TextRun, run: TextRun, rules: readonly Rule[]): boolean {
  const middle = (run.top + run.bottom) / 2;
  for (const rule of rules) {
    if (rule.at >= before.right - 1 && rule.at <= run.left + 1 && rule.from <= middle && rule.to >= middle) return true;
  }
  return false;
}

type PlacedRun = TextRun & { hostSize: number; ownBaseline: number; ink: Extent };

/** Puts raised and lowered small print onto the baseline of the words it belongs to. */
function settleScripts(runs: readonly TextRun[]): PlacedRun[] {
  const usual = median(runs.map((run) => run.size));
  const placed = runs.map((run) => ({
    ...run,
    hostSize: run.size,
    ownBaseline: run.baseline,
    ink: run.ink ?? inkOf(run.text, run.baseline, run.size) ?? { top: run.top, bottom: run.bottom },
  }));
  for (const run of placed) {
    if (run.text.trim().length > 6 || run.size > Math.max(usual, 6) * 1.5) continue;
    const host = findHost(run, placed);
    if (host === null) continue;
    if (run.baseline < host.run.ownBaseline - 0.15 * host.run.size) run.text = raise(run.text.trim()) + (host.behind ? ' ' : '');
    run.baseline = host.run.ownBaseline;
    run.hostSize = host.run.size;
  }
  return placed;
}

/** A mark before the words that it belongs to, as footnotes begin. */
const LEADING_MARK = /^(?:\d{1,3}|[a-z]|[*†‡§¶]{1,3})$/;

/** What small print belongs to: the words right before it, else, raised, those `behind` it. */
function findHost(run: PlacedRun, runs: readonly PlacedRun[]): { run: PlacedRun; behind: boolean } | null {
  let behind: PlacedRun | null = null;
  for (const host of runs) {
    if (host === run || host.size < run.size * 1.15 || host.size > run.size * 2.5) continue;
    const shift = host.ownBaseline - run.ownBaseline;
    if (Math.abs(shift) < 0.05 * host.size || shift > 0.65 * host.size || shift < -0.4 * host.size) continue;
    const gap = run.left - host.right;
    if (gap > -0.15 * host.size && gap < 0.25 * host.size) return { run: host, behind: false };
    const before = host.left - run.right;
    if (shift > 0.15 * host.size && before > -0.15 * host.size && before < 0.8 * host.size) behind = host;
  }
  return behind !== null && LEADING_MARK.test(run.text.trim()) ? { run: behind, behind: true } : null;
}

function makeSegment(runs: PlacedRun[], fonts: FontBook): Segment {
  const first = runs[0]!;
  let text = '';
  let right = first.left;
  let length = 0;
  let boldLength = 0;
  let monoLength = 0;
  const sizes = new Map<number, number>();
  const rect = { left: first.left, top: first.top, right: first.right, bottom: first.bottom };
  for (const run of runs) {
    if (text !== '' && needsSpace(text, run.text, run.left - right, run.hostSize)) text += ' ';
    text += run.text;
    right = run.right;
    const count = run.text.length;
    const face = fonts.face(run.font);
    length += count;
    if (face.bold) boldLength += count;
    if (face.mono) monoLength += count;
    sizes.set(run.hostSize, (sizes.get(run.hostSize) ?? 0) + count);
    rect.left = Math.min(rect.left, run.left);
    rect.right = Math.max(rect.right, run.right);
    rect.top = Math.min(rect.top, run.top);
    rect.bottom = Math.max(rect.bottom, run.bottom);
  }
  const size = mostOf(sizes);
  const ink = extentOf(runs);
  return {
    ...rect,
    ink,
    cuts: sentenceCuts(runs, fonts),
    text: monoLength > length / 2 ? text : tidySpaces(text),
    baseline: first.baseline,
    size,
    length,
    boldLength,
    monoLength,
    mark: first.mark,
    artifact: first.artifact,
    label: first.label,
    ...(first.confidence === undefined ? {} : { words: runs.map((run) => recognizedRun(run, ink)) }),
  };
}

function extentOf(parts: readonly { ink: Extent }[]): Extent {
  return { top: Math.min(...parts.map(({ ink }) => ink.top)), bottom: Math.max(...parts.map(({ ink }) => ink.bottom)) };
}

function recognizedRun({ text, confidence = 0, left, right }: PlacedRun, ink: Extent): RecognizedRun {
  return { text: text.trim(), confidence, left, right, ...ink };
}

function mostOf(counts: Map<number, number>): number {
  let best = 0;
  let most = -1;
  for (const [value, count] of counts) {
    if (count > most || (count === most && value > best)) {
      best = value;
      most = count;
    }
  }
  return Math.round(best * 100) / 100;
}

/** Gathers segments that share a baseline to lines, top to bottom. The segments are taken to be of one column. */
export function makeLines(segments: readonly Segment[]): Line[] {
  const sorted = [...segments].sort((a, b) => a.baseline - b.baseline || a.left - b.left);
  const lines: Line[] = [];
  for (let start = 0; start < sorted.length; ) {
    let end = start + 1;
    const anchor = sorted[start]!;
    while (end < sorted.length && sorted[end]!.baseline - anchor.baseline <= 0.3 * Math.min(anchor.size, sorted[end]!.size)) end++;
    lines.push(makeLine(sorted.slice(start, end).sort((a, b) => a.left - b.left)));
    start = end;
  }
  return lines;
}

export function makeLine(segments: Segment[]): Line {
  const first = segments[0]!;
  const line = { left: first.left, top: first.top, right: first.right, bottom: first.bottom };
  let length = 0;
  let bold = 0;
  let mono = 0;
  let longest = first;
  for (const segment of segments) {
    line.left = Math.min(line.left, segment.left);
    line.right = Math.max(line.right, segment.right);
    line.top = Math.min(line.top, segment.top);
    line.bottom = Math.max(line.bottom, segment.bottom);
    length += segment.length;
    bold += segment.boldLength;
    mono += segment.monoLength;
    if (segment.length > longest.length) longest = segment;
  }
  const isMono = mono > 0 && isListingLine(segments, mono / length);
  return {
    ...line,
    segments,
    text: isMono ? monoText(segments) : joinText(segments),
    baseline: longest.baseline,
    size: longest.size,
    ink: extentOf(segments),
    cuts: cutsOf(segments),
    bold: bold > length * 0.8,
    mono: isMono,
  };
}

/** The cuts of the segments, and those between them. */
function cutsOf(segments: readonly Segment[]): SentenceCut[] {
  const cuts: SentenceCut[] = [];
  let letters = 0;
  for (const [index, segment] of segments.entries()) {
    if (index > 0) cuts.push({ letters, right: segments[index - 1]!.right, left: segment.left });
    cuts.push(...segment.cuts.map((cut) => ({ ...cut, letters: cut.letters + letters })));
    letters += lettersIn(segment.text);
  }
  return cuts;
}

/** Prose with names set in a monospaced font is no listing, Chinese above all (whose fonts often count as monospaced), nor
 *  is an item of a list of names. `share`: of the characters that are monospaced. */
function isListingLine(segments: readonly Segment[], share: number): boolean {
  if (share <= 0.6) return false;
  const text = segments.map((s) => s.text).join(' ');
  const han = (text.match(/\p{Script=Han}/gu)?.length ?? 0) / text.length;
  return share > 0.97 ? han < 0.4 : han < 0.1 && !/^[•–▪◦]/.test(text);
}

function joinText(segments: readonly Segment[]): string {
  let text = '';
  // A gap between segments is as wide as a letter at least: it stays a space between Chinese words too.
  for (const segment of segments) text += (text === '' ? '' : ' ') + segment.text;
  return text;
}

/** Keeps the columns of a listing: gaps become as many spaces as characters would fit. */
function monoText(segments: readonly Segment[]): string {
  let text = '';
  let right = 0;
  for (const segment of segments) {
    const step = Math.max(1, (segment.right - segment.left) / Math.max(1, segment.text.length));
    if (text !== '') text += ' '.repeat(Math.max(1, Math.round((segment.left - right) / step)));
    text += segment.text;
    right = segment.right;
  }
  return text.trimEnd();
}
