import type { PageViewport, PDFPageProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { type PageFrame, type Rect, turnPoint, turnRect } from './geometry.ts';
import { unifyRadicals } from './radicals.ts';

/** A stretch of text in one font on one baseline, as the library gives it, in the layout frame. Units: points. */
export type TextRun = Rect & {
  text: string;
  baseline: number;
  size: number;
  font: string;
  /** Id of the tagged content it belongs to; null in untagged files. */
  mark: string | null;
  /** Tagged as no part of the document's text (running heads, page numbers). */
  artifact: boolean;
  /** Content inside the label of a list item. */
  label: boolean;
  /** How sure a recognizer is of it, 0..1; absent for text that the file itself holds. */
  confidence?: number;
  /** From where to where its ink reaches, where a picture shows it. */
  ink?: { top: number; bottom: number };
};

export type PageText = {
  frame: PageFrame;
  runs: TextRun[];
  /** Text that runs along another axis than the page's own (side labels), each direction in its own frame. Slanted text
   *  (watermarks) is left out. */
  strays: { frame: PageFrame; runs: TextRun[] }[];
  families: Record<string, { fontFamily: string }>;
};

type Matrix = number[];
type DirectedRun = TextRun & { turns: number | null; originX: number };

/** Words of a page with their places. Text of the main direction is turned upright. */
export async function readPageText(page: PDFPageProxy, viewport: PageViewport, tagged: boolean): Promise<PageText> {
  const content = await page.getTextContent({ includeMarkedContent: tagged });
  const collector = new RunCollector(viewport, content.styles as Styles);
  for (const item of content.items) {
    if ('str' in item) collector.addText(item as TextItem);
    else collector.addMark(item as MarkItem);
  }
  return collector.finish(page.pageNumber);
}

type TextItem = { str: string; width: number; transform: Matrix; fontName: string };
type MarkItem = { type: string; id: string | null; tag: string | null };
type Styles = Record<string, { fontFamily: string; ascent: number; descent: number }>;

class RunCollector {
  readonly #viewport: PageViewport;
  readonly #styles: Styles;
  readonly #runs: DirectedRun[] = [];
  readonly #seen = new Set<string>();
  readonly #marks: { id: string | null; tag: string }[] = [];

  constructor(viewport: PageViewport, styles: Styles) {
    this.#viewport = viewport;
    this.#styles = styles;
  }

  addMark(item: MarkItem): void {
    if (item.type === 'endMarkedContent') this.#marks.pop();
    else this.#marks.push({ id: item.id ?? null, tag: item.tag ?? '' });
  }

  addText(item: TextItem): void {
    const text = cleanText(item.str);
    if (text.trim() === '') return;
    const run = placeRun(item, text, this.#viewport, this.#styles[item.fontName]);
    if (run === null || this.#isOverprint(run)) return;
    for (const mark of this.#marks) {
      if (mark.id !== null) run.mark = mark.id;
      if (mark.tag === 'Artifact') run.artifact = true;
      if (mark.tag === 'Lbl') run.label = true;
    }
    this.#runs.push(run);
  }

  /** Imitated bold and shadows print the same words twice, a hair apart. */
  #isOverprint(run: DirectedRun): boolean {
    const step = Math.max(1, run.size * 0.2);
    const key = `${run.text}@${Math.round(run.left / step)},${Math.round(run.baseline / step)}`;
    if (this.#seen.has(key)) return true;
    this.#seen.add(key);
    return false;
  }

  finish(pageNumber: number): PageText {
    const { width, height } = this.#viewport;
    const main = mainDirection(this.#runs);
    const facing = (turns: number): TextRun[] => {
      const runs = this.#runs.filter((run) => run.turns === turns);
      return turns === 0 ? runs : runs.map((run) => uprightRun(run, width, height, turns));
    };
    const frame = (turns: number): PageFrame => ({ page: pageNumber, displayWidth: width, displayHeight: height, turns });
    const others = [0, 1, 2, 3].filter((turns) => turns !== main && this.#runs.some((run) => run.turns === turns));
    const strays = others.map((turns) => ({ frame: frame(turns), runs: facing(turns) }));
    return { frame: frame(main), runs: facing(main), strays, families: this.#styles };
  }
}

function uprightRun(run: DirectedRun, width: number, height: number, turns: number): TextRun {
  const [, baseline] = turnPoint(run.originX, run.baseline, width, height, turns);
  return { ...run, ...turnRect(run, width, height, turns), baseline };
}

function mainDirection(runs: readonly DirectedRun[]): number {
  const lengths = [0, 0, 0, 0];
  for (const run of runs) if (run.turns !== null) lengths[run.turns] = (lengths[run.turns] ?? 0) + run.text.length;
  return lengths.indexOf(Math.max(...lengths));
}

/** Private-use characters by which word processors print bullets (Symbol and Wingdings code points). */
const SYMBOLS: Record<string, string> = {
  '\uf0b7': '•',
  '\uf0a7': '▪',
  '\uf0d8': '➢',
  '\uf0e0': '→',
  '\uf0e8': '➔',
  '\uf06c': '●',
  '\uf06e': '■',
  '\uf075': '◆',
  '\uf0fc': '✓',
  '\uf0b0': '°',
  '\uf0b1': '±',
  '\uf06d': 'μ',
  '\uf057': 'Ω',
};

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is removed
const UNPRINTED = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2060\ufeff\ufffe\uffff]/g;
const PRIVATE = /[\ue000-\uf8ff]/g;

function cleanText(text: string): string {
  const plain = text.replace(UNPRINTED, '').replace(/[\u00a0\u2000-\u200a\u202f]/g, ' ');
  return unifyRadicals(plain).replace(PRIVATE, (character) => SYMBOLS[character] ?? character);
}

function placeRun(item: TextItem, text: string, viewport: PageViewport, style: Styles[string] | undefined): DirectedRun | null {
  const v = viewport.transform as Matrix;
  const t = item.transform;
  const scale = Math.hypot(v[0]!, v[1]!);
  const a = v[0]! * t[0]! + v[2]! * t[1]!;
  const b = v[1]! * t[0]! + v[3]! * t[1]!;
  const c = v[0]! * t[2]! + v[2]! * t[3]!;
  const d = v[1]! * t[2]! + v[3]! * t[3]!;
  const x = v[0]! * t[4]! + v[2]! * t[5]! + v[4]!;
  const y = v[1]! * t[4]! + v[3]! * t[5]! + v[5]!;
  const size = Math.hypot(c, d);
  const along = Math.hypot(a, b);
  if (!(size > 0) || !(along > 0) || !Number.isFinite(x + y + size)) return null;
  const length = item.width * scale;
  const [ux, uy] = [a / along, b / along];
  const [vx, vy] = [c / size, d / size];
  const ascent = Math.min(HIGHEST_ASCENT, sane(style?.ascent, 0.6, 1.05, 0.85)) * size;
  const descent = Math.min(DEEPEST_DESCENT, sane(style === undefined ? undefined : -style.descent, 0.1, 0.35, 0.21)) * size;
  const xs = [x + vx * ascent, x - vx * descent, x + ux * length + vx * ascent, x + ux * length - vx * descent];
  const ys = [y + vy * ascent, y - vy * descent, y + uy * length + vy * ascent, y + uy * length - vy * descent];
  const rect = { left: Math.min(...xs), right: Math.max(...xs), top: Math.min(...ys), bottom: Math.max(...ys) };
  const upright = { left: ux > 0.99 ? x : rect.left, right: ux > 0.99 ? x + length : rect.right };
  return {
    ...rect,
    ...upright,
    text,
    baseline: y,
    size,
    font: item.fontName,
    mark: null,
    artifact: false,
    label: false,
    turns: quarterTurns(a, b),
    originX: x,
  };
}

/** What ink reaches above and below the baseline, as shares of the type size: capitals .73, Han .88 less their side bearing, descenders
 *  .22. Fonts state more (line spacing included); a highlight that high would touch the neighbouring lines. */
const HIGHEST_ASCENT = 0.84;
const DEEPEST_DESCENT = 0.22;

/** Font files state ascent and descent loosely; values outside what print shows are replaced. */
function sane(value: number | undefined, low: number, high: number, usual: number): number {
  return value !== undefined && value >= low && value <= high ? value : usual;
}

/** 0..3 for text along an axis (two degrees of slack: scans are crooked), null for slanted text. */
function quarterTurns(a: number, b: number): number | null {
  const degrees = (Math.atan2(b, a) * 180) / Math.PI;
  const turns = Math.round(degrees / 90);
  return Math.abs(degrees - turns * 90) > 2 ? null : (turns + 4) % 4;
}
