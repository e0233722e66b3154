import { eraseRules, findRules, type PixelRule, type PixelRules } from './bitmap/find-rules.ts';
import { findLie } from './bitmap/find-skew.ts';
import { enlarge, type GrayImage, invert, isMostlyDark, rotateLevel, turnImage } from './bitmap/gray-image.ts';
import { inkExtent } from './bitmap/ink-extent.ts';
import { lineConfidence, type RecognizedLine, type Recognizer } from './recognizer.ts';

/** What a picture says. Pixels are those of the picture as it was given, turned upright: `lines` and `rules` stand on the
 *  page as it lies level, rotated about the picture's middle by `-angle`. */
export type RecognizedPicture = {
  /** Of the picture as it was given. */
  width: number;
  height: number;
  /** Quarter turns, clockwise, by which its text is turned against the picture. */
  turns: number;
  /** What remains of the skew, clockwise, radians. */
  angle: number;
  lines: RecognizedLine[];
  rules: PixelRules;
};

/** A reading that is surer than this is not tried another way round. Text upside down stays below 0.45. */
const SURE = 0.6;
/** Fewest characters by which a reading counts: one or two are found in any noise. */
const FEW_CHARACTERS = 12;
/** Type smaller than this is read again from an enlarged picture. Pixels. */
const SMALL_TYPE = 19;
/** Pictures above this are not enlarged (pixels). */
const LARGE_PICTURE = 3_000_000;
/** A line that is less sure is noise. */
const NOISE = 0.3;

/** Reads one picture: finds how it lies, levels it, takes out the rules and asks the recognizer; another way round where
 *  that makes no sense. */
export async function recognizePicture(image: GrayImage, recognizer: Recognizer): Promise<RecognizedPicture> {
  const lie = findLie(image);
  const ways = lie.sideways ? [3, 1, 0, 2] : [0, 2, 1, 3];
  const first = await readTurned(image, ways[0]!, lie.angle, recognizer);
  if (certainty(first.lines) >= SURE || !holdsMarks(first)) return first;
  let best = first;
  for (const turns of ways.slice(1)) {
    const other = await readTurned(image, turns, turns % 2 === ways[0]! % 2 ? lie.angle : 0, recognizer);
    if (certainty(other.lines) > certainty(best.lines)) best = other;
    if (certainty(best.lines) >= SURE) break;
  }
  return best;
}

async function readTurned(image: GrayImage, turns: number, angle: number, recognizer: Recognizer): Promise<RecognizedPicture> {
  const upright = turnImage(image, -turns);
  const level = rotateLevel(upright, angle);
  const plain = isMostlyDark(level) ? invert(level) : level;
  const rules = findRules(plain);
  const clean = eraseRules(plain, rules);
  const found = (await readInGoodSize(clean, recognizer)).filter((line) => lineConfidence(line) >= NOISE && saysSomething(line));
  const [dx, dy] = [(level.width - upright.width) / 2, (level.height - upright.height) / 2];
  return {
    width: image.width,
    height: image.height,
    turns,
    angle,
    lines: found.map((line) => moved(asInked(line, clean), 1, -dx, -dy)),
    rules: {
      horizontal: rules.horizontal.map((rule) => movedRule(rule, dy, dx)),
      vertical: rules.vertical.map((rule) => movedRule(rule, dx, dy)),
    },
  };
}

/** Recognizers find the places of words loosely: every word becomes as high as the ink of its line, and the line's ends its ink's. */
function asInked(line: RecognizedLine, image: GrayImage): RecognizedLine {
  const { words, baseline, size } = line;
  const ink = inkExtent(image, { left: words[0]!.left, right: words.at(-1)!.right, baseline, size });
  if (ink === null) return line;
  const { top, bottom } = ink;
  const tight = words.map((word) => ({ ...word, top, bottom }));
  tight[0]!.left = Math.min(ink.left, tight[0]!.right - 1);
  tight.at(-1)!.right = Math.max(ink.right, tight.at(-1)!.left + 1);
  return { ...line, words: tight };
}

/** Small type is read from a picture twice as large; it is told from a first reading. */
async function readInGoodSize(image: GrayImage, recognizer: Recognizer): Promise<RecognizedLine[]> {
  const lines = await recognizer.recognize(image);
  const sizes = lines.flatMap((line) => line.words.map(() => line.size)).sort((a, b) => a - b);
  const usual = sizes[Math.floor(sizes.length / 2)] ?? 0;
  if (usual >= SMALL_TYPE || image.width * image.height > LARGE_PICTURE) return lines;
  const again = (await recognizer.recognize(enlarge(image, 2))).map((line) => moved(line, 0.5, 0, 0));
  return weight(again) > weight(lines) ? again : lines;
}

function moved({ words, baseline, size }: RecognizedLine, scale: number, dx: number, dy: number): RecognizedLine {
  return {
    words: words.map((word) => ({
      ...word,
      left: word.left * scale + dx,
      right: word.right * scale + dx,
      top: word.top * scale + dy,
      bottom: word.bottom * scale + dy,
    })),
    baseline: baseline * scale + dy,
    size: size * scale,
  };
}

function movedRule({ at, from, to, thickness }: PixelRule, across: number, along: number): PixelRule {
  return { at: at - across, from: from - along, to: to - along, thickness };
}

const characters = (lines: readonly RecognizedLine[]): number =>
  lines.reduce((sum, { words }) => sum + words.reduce((n, { text }) => n + text.length, 0), 0);

const weight = (lines: readonly RecognizedLine[]): number =>
  lines.reduce((sum, line) => sum + lineConfidence(line) * characters([line]), 0);

/** How sure a reading is, 0..1; 0 where it hardly says anything. */
function certainty(lines: readonly RecognizedLine[]): number {
  const length = characters(lines);
  return length < FEW_CHARACTERS ? 0 : weight(lines) / length;
}

/** An empty page is not worth three more tries. */
function holdsMarks({ lines }: RecognizedPicture): boolean {
  return characters(lines) >= 4;
}

/** Letters, digits or Han: specks are read as dots and dashes. */
function saysSomething({ words }: RecognizedLine): boolean {
  return words.some(({ text }) => /[\p{L}\p{N}]/u.test(text));
}
