import type { PageFrame } from '../pdf/geometry.ts';
import { noGraphics, type PageGraphics } from '../pdf/page-graphics.ts';
import type { TextRun } from '../pdf/page-text.ts';
import type { RecognizedPicture } from './recognize-picture.ts';
import type { RecognizedLine, RecognizedWord } from './recognizer.ts';

/** A recognized picture as the words and rules of a page, for the same layout that printed pages go through. */
export type PicturePage = { frame: PageFrame; runs: TextRun[]; graphics: PageGraphics };

/** Share of the em above and below the baseline that type takes up: as on printed pages. */
const ASCENT = 0.85;
const DESCENT = 0.21;
/** Sizes nearer to the page's usual one than this are that one: recognizers measure them from a few letters. */
const SAME_SIZE = 0.16;

/** `pointsAPixel`: scale of the page; `page`: its number. */
export function pageOfPicture(picture: RecognizedPicture, page: number, pointsAPixel: number): PicturePage {
  const { width, height, turns, angle, lines, rules } = picture;
  const frame: PageFrame = { page, displayWidth: width * pointsAPixel, displayHeight: height * pointsAPixel, turns, skew: angle };
  const usual = usualSize(lines);
  const runs = lines.flatMap((line) => runsOf(line, settledSize(line.size, usual), pointsAPixel));
  const rule = ({ at, from, to }: { at: number; from: number; to: number }) => ({
    at: at * pointsAPixel,
    from: from * pointsAPixel,
    to: to * pointsAPixel,
  });
  const graphics = { ...noGraphics(), horizontal: rules.horizontal.map(rule), vertical: rules.vertical.map(rule) };
  return { frame, runs, graphics };
}

/** The size of most characters. */
export function usualSize(lines: readonly RecognizedLine[]): number {
  const sizes = lines.flatMap((line) => line.words.flatMap(({ text }) => Array.from({ length: text.length }, () => line.size)));
  sizes.sort((a, b) => a - b);
  return sizes[Math.floor(sizes.length / 2)] ?? 0;
}

function settledSize(size: number, usual: number): number {
  return Math.abs(size - usual) <= SAME_SIZE * usual ? usual : size;
}

function runsOf(line: RecognizedLine, size: number, scale: number): TextRun[] {
  const baseline = line.baseline * scale;
  const em = Math.round(size * scale * 2) / 2;
  return line.words.map((word, i) => ({
    text: (spaced(line.words[i - 1], word) ? ' ' : '') + raisedUnits(word.text),
    confidence: word.confidence,
    left: word.left * scale,
    right: rightEdge(word, line.words[i + 1], size) * scale,
    top: baseline - ASCENT * em,
    bottom: baseline + DESCENT * em,
    baseline,
    size: em,
    ink: { top: word.top * scale, bottom: word.bottom * scale },
    font: '',
    mark: null,
    artifact: false,
    label: false,
  }));
}

/** Places of Chinese characters are found loosely: what is taken for a gap between them is none. */
function rightEdge(word: RecognizedWord, next: RecognizedWord | undefined, size: number): number {
  if (next === undefined || !HAN_END.test(word.text) || !HAN_START.test(next.text)) return word.right;
  const gap = next.left - word.right;
  return gap > 0.5 * size && gap < 2.5 * size ? next.left : word.right;
}

/** No model has learnt to print raised digits: square and cubic metres come out as "m2" and "m3". */
function raisedUnits(text: string): string {
  return text.replace(
    /(?<![\p{L}\p{N}])([cdkm]?m)([23])(?![\p{L}\p{N}])/gu,
    (_, unit: string, power: string) => unit + (power === '2' ? '²' : '³'),
  );
}

const HAN_START = /^[\p{Script=Han}\u3000-\u303f\uff00-\uffef]/u;
const HAN_END = /[\p{Script=Han}\u3000-\u303f\uff00-\uffef]$/u;

/** The recognizer parts words by spaces, but Chinese it parts anywhere. */
function spaced(before: RecognizedWord | undefined, { text }: RecognizedWord): boolean {
  if (before === undefined) return false;
  return !HAN_END.test(before.text) && !HAN_START.test(text);
}
