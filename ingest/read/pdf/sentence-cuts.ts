import type { FontBook } from './fonts.ts';
import type { TextRun } from './page-text.ts';

/** A place inside a line where a sentence may end: behind `letters` characters that are no white space. `right`: where the
 *  letter before it ends, `left`: where the one behind it begins. Units: points. */
export type SentenceCut = { letters: number; right: number; left: number };

const END = /(?:[。！？!?]+|\.+)["'”’)）\]】」』]*(\s*)(?=\S)/gu;
const ENDS = /[。！？!?.]["'”’)）\]】」』]*\s*$/u;
/** A space of a width outside of this (in shares of the type size) says that the letters are set wider or narrower than their font has them. */
const NARROWEST_SPACE = 0.05;
const WIDEST_SPACE = 1.2;
const USUAL_SPACE = 0.28;

/** Where sentences may end inside of runs that stand on one line, left to right. */
export function sentenceCuts(runs: readonly TextRun[], fonts: FontBook): SentenceCut[] {
  const cuts: SentenceCut[] = [];
  let letters = 0;
  for (const [index, run] of runs.entries()) {
    for (const match of run.text.matchAll(END)) {
      const next = match.index + match[0].length;
      const end = next - match[1]!.length;
      cuts.push({ letters: letters + lettersIn(run.text.slice(0, end)), right: placeIn(run, end, fonts), left: placeIn(run, next, fonts) });
    }
    letters += lettersIn(run.text);
    const following = runs[index + 1];
    if (following === undefined || !ENDS.test(run.text)) continue;
    const right = placeIn(run, run.text.trimEnd().length, fonts);
    const left = placeIn(following, following.text.length - following.text.trimStart().length, fonts);
    cuts.push({ letters, right, left: Math.max(left, right) });
  }
  return cuts;
}

/** Characters that are no white space: what joining and tidying keep. */
export function lettersIn(text: string): number {
  return text.replaceAll(/\s/g, '').length;
}

/** The offset in `text` behind its first `letters` letters. */
export function offsetOf(text: string, letters: number): number {
  let left = letters;
  for (let at = 0; at < text.length; at += 1) {
    if (left === 0) return at;
    if (!/\s/.test(text[at]!)) left -= 1;
  }
  return text.length;
}

/** The x of a character's left edge. Letters are as wide as their font has them; what remains of the run is its spaces, however the line is
 *  justified. */
function placeIn(run: TextRun, offset: number, fonts: FontBook): number {
  if (offset <= 0) return run.left;
  if (offset >= run.text.length) return run.right;
  const length = run.right - run.left;
  const inked = (text: string) => fonts.widthOf(run.font, text.replaceAll(/\s/g, '')) * run.size;
  const spaces = (text: string) => text.length - lettersIn(text);
  const [before, all] = [run.text.slice(0, offset), run.text];
  const space = (length - inked(all)) / Math.max(1, spaces(all));
  if (spaces(all) > 0 && space > NARROWEST_SPACE * run.size && space < WIDEST_SPACE * run.size)
    return run.left + inked(before) + spaces(before) * space;
  const wide = (text: string) => inked(text) + spaces(text) * USUAL_SPACE * run.size;
  return run.left + (length * wide(before)) / wide(all);
}
