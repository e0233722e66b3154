import type { PDFPageProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { type Drawing, drawingsOf } from './drawings.ts';
import type { FontBook } from './fonts.ts';
import { frameHeight, frameWidth, type PageFrame, type Rect } from './geometry.ts';
import { type OperatorList, type PageGraphics, type Rule, readPageGraphics } from './page-graphics.ts';
import { readPageText, type TextRun } from './page-text.ts';
import { splitAtRules } from './split-runs.ts';
import { findRuledTables, type RuledAreas } from './tables/find-tables.ts';
import { mergeRules } from './tables/rules.ts';
import { readTags, type Tag } from './tags.ts';
import { joinRuns, type Segment } from './text-lines.ts';

/** All that is taken from a page at first sight, before the whole document is known. */
export type ScannedPage = {
  frame: PageFrame;
  area: Rect;
  segments: Segment[];
  /** Text across the page's own direction. */
  strays: Stray[];
  /** Tables and frames that rules or shading show. Found at once, so that thousands of rules need not be kept. */
  ruled: RuledAreas;
  /** Short lines across, such as part footnotes from the text. */
  shortRules: Rule[];
  images: Rect[];
  /** What is written inside of pictures; filled in after all pages are seen. */
  pictureTexts: PictureText[];
  drawings: Drawing[];
  bullets: Rect[];
  tags: Map<string, Tag>;
};

/** What is written inside of a picture on a page: a screenshot, a photographed plate. */
export type PictureText = { rect: Rect; segments: Segment[] };

/** Text along another axis than the page's own, in its own frame. */
export type Stray = { frame: PageFrame; segments: Segment[] };

/** Shortest line between text and footnotes, in points. */
const SHORT_RULE = 36;

/** Annotations (links, form fields) are no part of what a page says: pdfjs-dist, AnnotationMode.DISABLE. */
const NO_ANNOTATIONS = 0;

/** Reads words, fonts, ruled lines and tags of a page. `tagged`: the file says that it is. */
export async function scanPage(page: PDFPageProxy, fonts: FontBook, tagged: boolean): Promise<ScannedPage> {
  const viewport = page.getViewport({ scale: 1 });
  const text = await readPageText(page, viewport, tagged);
  const operators = (await page.getOperatorList({ annotationMode: NO_ANNOTATIONS })) as unknown as OperatorList;
  fonts.learn(page, text.families);
  fonts.learnWidths(operators);
  const graphics = readPageGraphics(operators, viewport.transform, text.frame);
  const tags = tagged && text.runs.length > 0 ? await readTags(page) : new Map<string, Tag>();
  return gatherPage({ ...text, graphics, tags, fonts });
}

export type PageContents = {
  frame: PageFrame;
  runs: readonly TextRun[];
  strays: readonly { frame: PageFrame; runs: readonly TextRun[] }[];
  graphics: PageGraphics;
  tags: Map<string, Tag>;
  fonts: FontBook;
};

/** What words and rules make of a page, whether the file holds them or a recognizer found them. */
export function gatherPage({ frame, runs, strays, graphics, tags, fonts }: PageContents): ScannedPage {
  const differentCells = (a: TextRun, b: TextRun): boolean => a.mark !== b.mark && cellOf(a, tags) !== cellOf(b, tags);
  const rules = mergeRules(graphics.vertical);
  const area = { left: 0, top: 0, right: frameWidth(frame), bottom: frameHeight(frame) };
  const segments = joinRuns(splitAtRules(runs, rules), fonts, rules, differentCells);
  const ruled = findRuledTables(segments, graphics, area);
  return {
    frame,
    area,
    segments,
    strays: strays.map((stray) => ({ frame: stray.frame, segments: joinRuns(stray.runs, fonts, [], () => false) })),
    ruled,
    shortRules: graphics.horizontal.filter((rule) => rule.to - rule.from > SHORT_RULE && rule.to - rule.from < area.right / 2),
    images: graphics.images,
    pictureTexts: [],
    drawings: drawingsOf(
      graphics,
      ruled.tables.map((table) => table.rect),
    ),
    bullets: graphics.bullets,
    tags,
  };
}

function cellOf(run: TextRun, tags: ReadonlyMap<string, Tag>): number | null {
  return run.mark === null ? null : (tags.get(run.mark)?.cell ?? null);
}

/** A page that could not be read: it counts, but says nothing. */
export function unreadPage(pageNumber: number): ScannedPage {
  const frame = { page: pageNumber, displayWidth: 612, displayHeight: 792, turns: 0 };
  const area = { left: 0, top: 0, right: 612, bottom: 792 };
  return {
    frame,
    area,
    segments: [],
    strays: [],
    ruled: { tables: [], frames: [] },
    shortRules: [],
    images: [],
    pictureTexts: [],
    drawings: [],
    bullets: [],
    tags: new Map(),
  };
}
