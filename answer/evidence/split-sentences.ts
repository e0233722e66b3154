/** Words that end with a full stop in the middle of a sentence. */
const ABBREVIATION =
  /(?:^|[\s(（])(?:e\.g|i\.e|etc|approx|ca|cf|max|min|no|nos|fig|figs|tab|sec|ch|vol|pos|art|ref|rev|ver|temp|dia|dim|vs|incl|excl|resp|mr|mrs|ms|dr|st|inc|ltd|co|corp|dept|est|nr|p|pp)$|(?:^|[\s(（])\p{Lu}$|^\s*\(?\d{1,3}$/iu;

/** A mark that may end a sentence, with the quotes and brackets that close behind it. */
const END = /[。！？!?]+["'”’）)\]】」』]*|\.+["'”’)\]]*(?=\s|$)/gu;

/** Where the sentences of a line stand, white space around them left out; in order, without overlap.
 *  A full stop ends one only before white space and a beginning (capital, digit, Han, bracket), and not after an abbreviation. */
export function splitSentences(line: string): { start: number; end: number }[] {
  const sentences: { start: number; end: number }[] = [];
  let start = 0;
  for (const match of line.matchAll(END)) {
    const end = match.index + match[0].length;
    if (match[0].startsWith('.') && !endsAt(line, match.index, end)) continue;
    push(line, start, end, sentences);
    start = end;
  }
  push(line, start, line.length, sentences);
  return sentences;
}

function endsAt(line: string, stop: number, end: number): boolean {
  const before = line.slice(0, stop);
  const afterUnit = /\d\s?(?:min|[°%]|°C)$/u.test(before);
  if (ABBREVIATION.test(before) && !afterUnit) return false;
  return /^\s+["'“‘(（[]?[\p{Lu}\p{N}\p{Script=Han}•–-]|^\s*$/u.test(line.slice(end));
}

function push(line: string, from: number, to: number, sentences: { start: number; end: number }[]): void {
  const text = line.slice(from, to);
  if (text.trim() === '') return;
  sentences.push({ start: from + (text.length - text.trimStart().length), end: from + text.trimEnd().length });
}
