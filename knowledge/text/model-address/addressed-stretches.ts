import { findModelAddresses } from './find-addresses.ts';

/** Offsets into a passage's text. */
export type Stretch = { start: number; end: number };

const SENTENCE_END = /[.!?][\s"”']|[。！？]|\n/g;
const CELL_JOINT = ' | ';

/** What of a passage is kept out of answers: from the sentence that speaks to a model to the end of its paragraph or cell, for what
 *  such a text wants to be said stands there. In the order of the text; they do not overlap. */
export function addressedStretches(text: string): Stretch[] {
  const stretches: Stretch[] = [];
  for (const { start: at } of findModelAddresses(text)) {
    const last = stretches.at(-1);
    if (last !== undefined && at < last.end) continue;
    const lineStart = text.lastIndexOf('\n', at - 1) + 1;
    const nextLine = text.indexOf('\n', at);
    const lineEnd = nextLine === -1 ? text.length : nextLine;
    const nextCell = text.slice(0, lineEnd).indexOf(CELL_JOINT, at);
    const cellStart = text.slice(lineStart, at).lastIndexOf(CELL_JOINT);
    const from = cellStart === -1 ? lineStart : lineStart + cellStart + CELL_JOINT.length;
    stretches.push({ start: from + sentenceStart(text.slice(from, at)), end: nextCell === -1 ? lineEnd : nextCell });
  }
  return stretches;
}

/** The text without them. */
export function withoutAddressed(text: string): string {
  let kept = '';
  let from = 0;
  for (const { start, end } of addressedStretches(text)) {
    kept += text.slice(from, start);
    from = end;
  }
  return from === 0 ? text : kept + text.slice(from);
}

/** Of a stretch, what comes before the first place that is kept out of answers; null where nothing does. */
export function beforeAddressed(text: string, { start, end }: Stretch): Stretch | null {
  const first = addressedStretches(text).find((stretch) => stretch.start < end && start < stretch.end);
  if (first === undefined) return { start, end };
  const until = start + text.slice(start, Math.max(start, first.start)).trimEnd().length;
  return /[\p{L}\p{N}]{2}/u.test(text.slice(start, until)) ? { start, end: until } : null;
}

/** Where the last sentence begins that is open at the end of the text. */
function sentenceStart(text: string): number {
  const ends = [...text.matchAll(SENTENCE_END)];
  const last = ends.at(-1);
  if (last === undefined) return 0;
  const after = last.index + last[0].length;
  return after + (text.slice(after).length - text.slice(after).trimStart().length);
}
