import { pageOfPicture } from '../recognize/picture-page.ts';
import type { RecognizedPicture } from '../recognize/recognize-picture.ts';
import { lineConfidence } from '../recognize/recognizer.ts';
import { FontBook } from './fonts.ts';
import { centreInside, height, overlaps, type Rect, toBox, turnRect, union, width } from './geometry.ts';
import type { TextRun } from './page-text.ts';
import type { PictureText, ScannedPage } from './scan-page.ts';
import { joinRuns } from './text-lines.ts';

/** Smallest sides of a picture that may hold words, in points: smaller ones are icons and logos. */
const LEAST_WIDTH = 90;
const LEAST_HEIGHT = 36;
/** A picture behind the whole page is its background where the page has so much text of its own (characters). */
const BACKGROUND_SHARE = 0.8;
const WRITTEN_PAGE = 200;
/** Fewest pages that show one picture at one place for it to be a logo or running head. */
const REPEATED = 3;
/** A line inside a picture is believed from here on: photographs give much that looks like letters. */
const SURE = 0.75;
/** Fewest letters, digits or Han of such a line. */
const LEAST_LETTERS = 2;

/** The pictures of each page that are worth reading. */
export function picturesToRead(pages: readonly ScannedPage[]): Map<ScannedPage, Rect[]> {
  const places = new Map<string, number>();
  for (const page of pages) for (const image of page.images) places.set(placeKey(image), (places.get(placeKey(image)) ?? 0) + 1);
  const found = new Map<ScannedPage, Rect[]>();
  for (const page of pages) {
    if (page.segments.some((segment) => segment.words !== undefined)) continue;
    const own = merged(page.images.filter((image) => (places.get(placeKey(image)) ?? 0) < REPEATED));
    const rects = own.filter((rect) => width(rect) >= LEAST_WIDTH && height(rect) >= LEAST_HEIGHT && !isBackground(rect, page));
    if (rects.length > 0) found.set(page, rects);
  }
  return found;
}

const placeKey = (rect: Rect): string => [rect.left, rect.top, rect.right, rect.bottom].map((value) => Math.round(value / 3)).join(',');

/** Scanners and word processors cut pictures into strips. */
function merged(rects: readonly Rect[]): Rect[] {
  const whole: Rect[] = [];
  for (const rect of rects) {
    const touching = whole.find((other) => overlaps(other, { ...rect, top: rect.top - 1, bottom: rect.bottom + 1 }));
    if (touching) Object.assign(touching, union([touching, rect]));
    else whole.push({ left: rect.left, top: rect.top, right: rect.right, bottom: rect.bottom });
  }
  return whole;
}

function isBackground(rect: Rect, page: ScannedPage): boolean {
  const written = page.segments.reduce((sum, segment) => sum + segment.length, 0);
  return written >= WRITTEN_PAGE && width(rect) * height(rect) > BACKGROUND_SHARE * width(page.area) * height(page.area);
}

/** The rectangle as fractions of the displayed page. */
export function shareOfPage(rect: Rect, { frame }: ScannedPage): Rect {
  const box = toBox(rect, frame);
  return { left: box.x, top: box.y, right: box.x + box.width, bottom: box.y + box.height };
}

/** Words of the picture at `rect`, where they stand on the page; what the page itself prints there is left out. null: none. */
export function textOfPicture(picture: RecognizedPicture, rect: Rect, page: ScannedPage): PictureText | null {
  if (picture.turns !== page.frame.turns) return null;
  const lines = picture.lines.filter(
    (line) => lineConfidence(line) >= SURE && lettersOf(line.words.map(({ text }) => text).join('')) >= LEAST_LETTERS,
  );
  const upright = page.frame.turns % 2 === 0 ? picture.width : picture.height;
  const { frame, runs } = pageOfPicture({ ...picture, lines }, page.frame.page, width(rect) / upright);
  const placed = runs.map((run) => moved(run, frame, rect)).filter((run) => !page.segments.some((segment) => centreInside(segment, run)));
  const segments = joinRuns(placed, new FontBook(), [], () => false);
  return segments.length === 0 ? null : { rect, segments };
}

function moved(run: TextRun, frame: ReturnType<typeof pageOfPicture>['frame'], rect: Rect): TextRun {
  const box = toBox(run, frame);
  const shown = { left: box.x * frame.displayWidth, top: box.y * frame.displayHeight, right: 0, bottom: 0 };
  shown.right = shown.left + box.width * frame.displayWidth;
  shown.bottom = shown.top + box.height * frame.displayHeight;
  const level = turnRect(shown, frame.displayWidth, frame.displayHeight, frame.turns);
  const place = {
    left: level.left + rect.left,
    right: level.right + rect.left,
    top: level.top + rect.top,
    bottom: level.bottom + rect.top,
  };
  const { ink: _, ...placeless } = run;
  return { ...placeless, ...place, baseline: frame.skew ? place.bottom - 0.2 * run.size : run.baseline + rect.top };
}

const lettersOf = (text: string): number => text.match(/[\p{L}\p{N}]/gu)?.length ?? 0;

/** Pixel bounds of a share of a picture. */
export function pixelsOf(share: Rect, size: { width: number; height: number }): [number, number, number, number] {
  return [share.left * size.width, share.top * size.height, share.right * size.width, share.bottom * size.height];
}
