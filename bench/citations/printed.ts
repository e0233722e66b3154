import path from 'node:path';
import { parseFile } from '../../ingest/parse-file.ts';
import { DEFAULT_READ_LIMITS } from '../../ingest/read/reader.ts';
import { type Box, boxesUnder } from '../../knowledge/document/box.ts';
import { type DrawnLetter, drawnLetters, folded } from './drawn-letters.ts';
import { overlap } from './overlap.ts';
import { type CitedSentence, type Judged, sentencesOf, shuffled, textOf } from './sentences.ts';

export const DRAWN_RIGHT = 0.8;
/** Lines of print stand farther apart than this, raised and lowered letters nearer to their line; points. */
const SAME_LINE = 4;
/** Share of the page's width. */
const COLUMN_GAP = 0.02;
const MARK = /^(?:•|[-–—*]|\S{1,4}[.)）、]|[①-⑳])\s*/u;

export type PrintedGroup = { judged: Judged[]; whole: number[]; untested: string[] };

/** `count` random sentences of PDFs whose words the file itself holds, shared out among the files. What poppler reads otherwise than we
 *  (order of letters, other characters) cannot be judged: it is named, and another sentence is drawn. */
export async function judgePrinted(files: readonly string[], count: number, random: () => number): Promise<PrintedGroup> {
  const group: PrintedGroup = { judged: [], whole: [], untested: [] };
  for (const [index, file] of files.entries()) {
    const name = path.basename(file);
    const [document] = await parseFile({ path: file, name, limits: DEFAULT_READ_LIMITS });
    const page = pagesOf(file);
    const wanted = Math.round((count * (index + 1)) / files.length) - group.judged.length;
    let done = 0;
    for (const sentence of shuffled(
      document!.passages.flatMap((passage) => sentencesOf(passage)),
      random,
    )) {
      if (done === wanted) break;
      const verdict = judge(sentence, name, page);
      if (verdict === null) group.untested.push(`${name}, page ${sentence.passage.page}: ${textOf(sentence).slice(0, 80)}`);
      else {
        done += 1;
        group.judged.push(verdict.judged);
        group.whole.push(verdict.whole);
      }
    }
  }
  return group;
}

function pagesOf(file: string): (page: number) => DrawnLetter[] {
  const known = new Map<number, DrawnLetter[]>();
  return (page) => {
    const letters = known.get(page) ?? drawnLetters(file, page);
    known.set(page, letters);
    return letters;
  };
}

function judge(sentence: CitedSentence, file: string, page: (number: number) => DrawnLetter[]): { judged: Judged; whole: number } | null {
  const { passage, start, end } = sentence;
  const boxes = boxesUnder(passage, start, end);
  const text = textOf(sentence);
  const said = { file, page: passage.page, text: text.slice(0, 120) };
  if (boxes.length === 0) return { judged: { ...said, right: false, overlap: 0, reason: 'no box is drawn' }, whole: 0 };
  const letters = [...new Set(boxes.map((box) => box.page))].sort((a, b) => a - b).flatMap(page);
  const truths = placesOf(text, letters);
  if (truths.length === 0) return null;
  const best = Math.max(...truths.map((truth) => overlap(boxes, truth)));
  const whole = Math.max(...truths.map((truth) => overlap(boxesUnder(passage, 0, passage.text.length), truth)));
  const right = best >= DRAWN_RIGHT;
  return { judged: { ...said, right, overlap: best, reason: right ? null : reasonOf(boxes, truths, best) }, whole };
}

function reasonOf(boxes: readonly Box[], truths: readonly Box[][], best: number): string {
  const truth = truths.find((place) => overlap(boxes, place) === best)!;
  const shown = (box: Box) => [box.x, box.y, box.width, box.height].map((value) => value.toFixed(4)).join(' ');
  return `drawn ${boxes.map(shown).join(', ')}; ink ${truth.map(shown).join(', ')}`;
}

/** Everywhere that the letters of a text stand one behind the other: the boxes of their ink, one a line. */
function placesOf(text: string, letters: readonly DrawnLetter[]): Box[][] {
  const all = letters.map(({ letter }) => letter).join('');
  const find = (wanted: string): number[] => {
    const found: number[] = [];
    for (let at = all.indexOf(wanted); at !== -1; at = all.indexOf(wanted, at + 1)) found.push(at);
    return found;
  };
  const wanted = folded(text);
  const places = find(wanted).map((at) => letters.slice(at, at + wanted.length));
  if (places.length > 0) return places.map((place) => lineBoxes(place, letters));
  // poppler gives the marks of a list for themselves; drawn bullets it does not give at all.
  const mark = MARK.exec(text)?.[0] ?? '';
  const rest = folded(text.slice(mark.length));
  if (mark === '' || rest.length < 8) return [];
  return find(rest).map((at) => {
    const place = letters.slice(at, at + rest.length);
    return lineBoxes([...markBefore(place[0]!, folded(mark), letters), ...place], letters);
  });
}

/** The letters of a mark to the left of a letter, on its line. */
function markBefore(first: DrawnLetter, mark: string, letters: readonly DrawnLetter[]): DrawnLetter[] {
  const all = letters.map(({ letter }) => letter).join('');
  for (let at = all.indexOf(mark); at !== -1; at = all.indexOf(mark, at + 1)) {
    const place = letters.slice(at, at + mark.length);
    const level = place.every(({ ink, baseline }) => ink && ink.page === first.ink?.page && Math.abs(baseline - first.baseline) < 1);
    if (level && place[0]!.ink!.x < first.ink!.x && first.ink!.x - place[0]!.ink!.x < 0.08) return place;
  }
  return [];
}

/** For each line: from the left edge of the first letter's ink to the right edge of the last one's; as high as the ink of the printed line,
 *  which letters of other sentences may belong to. */
function lineBoxes(place: readonly DrawnLetter[], page: readonly DrawnLetter[]): Box[] {
  const lines: { box: Box; baseline: number }[] = [];
  for (const { ink, baseline } of place) {
    if (ink === null) continue;
    const last = lines.at(-1);
    const goesOn = last && last.box.page === ink.page && Math.abs(last.baseline - baseline) < SAME_LINE && ink.x > last.box.x - 0.01;
    if (goesOn) last.box = around(last.box, ink);
    else lines.push({ box: ink, baseline });
  }
  return lines.map(({ box, baseline }) => {
    const level = page.flatMap((letter) =>
      letter.ink?.page === box.page && Math.abs(letter.baseline - baseline) < 0.5 ? [letter.ink] : [],
    );
    const { y, height } = printedLine(box, level);
    return { ...box, y, height };
  });
}

/** The box widened letter by letter over the line that it stands in, up to gaps as wide as between columns. */
function printedLine(box: Box, level: readonly Box[]): Box {
  let line = box;
  for (const ink of level.filter(({ x }) => x < box.x).sort((a, b) => b.x - a.x))
    if (line.x - ink.x - ink.width < COLUMN_GAP) line = around(line, ink);
  for (const ink of level.filter(({ x }) => x >= box.x).sort((a, b) => a.x - b.x))
    if (ink.x - line.x - line.width < COLUMN_GAP) line = around(line, ink);
  return line;
}

function around(a: Box, b: Box): Box {
  const [x, y] = [Math.min(a.x, b.x), Math.min(a.y, b.y)];
  return { ...a, x, y, width: Math.max(a.x + a.width, b.x + b.width) - x, height: Math.max(a.y + a.height, b.y + b.height) - y };
}
