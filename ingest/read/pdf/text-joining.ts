/** How pieces of text become one text: spaces, Chinese, raised digits, hyphens at line ends. */

const HAN = /[\p{Script=Han}\u3000-\u303f\uff00-\uffef\u2014\u2026]/u;
const HAN_ONLY = /\p{Script=Han}/u;

/** Chinese characters and full-width marks are set without spaces between them; what looks like one is justification. */
const SPACE_BETWEEN_HAN =
  /(?<=[\p{Script=Han}\u3001-\u303f\uff01-\uff0f\uff1a-\uff1f]) +(?=[\p{Script=Han}\u3001-\u303f\uff01-\uff0f\uff1a-\uff1f])/gu;

export function tidySpaces(text: string): string {
  const single = text.includes('  ') ? text.replace(/ {2,}/g, ' ') : text;
  return (HAN_ONLY.test(single) ? single.replace(SPACE_BETWEEN_HAN, '') : single).trim();
}

/** Whether a gap between two pieces on one line is a space. `gap` and `size` in points. */
export function needsSpace(before: string, after: string, gap: number, size: number): boolean {
  const last = before.at(-1) ?? '';
  const first = after.at(0) ?? '';
  if (last === ' ' || first === ' ' || last === '' || first === '') return false;
  if (HAN.test(last) && HAN.test(first)) return false;
  // Words printed over each other stand in cells too narrow for them: they are words all the same.
  return gap > 0.1 * size || gap < -0.25 * size;
}

const RAISED: Record<string, string> = {
  '0': '⁰',
  '1': '¹',
  '2': '²',
  '3': '³',
  '4': '⁴',
  '5': '⁵',
  '6': '⁶',
  '7': '⁷',
  '8': '⁸',
  '9': '⁹',
  '+': '⁺',
  '-': '⁻',
  '−': '⁻',
  '–': '⁻',
};

/** Raised digits become superscript characters: "10" with a raised 3 must never read 103.
 *  Anything else raised (a trademark sign, "th") stays as it is. */
export function raise(text: string): string {
  return /^[\d+\-−–]+$/.test(text) ? [...text].map((c) => RAISED[c] ?? c).join('') : text;
}

/** What joins a line to the next one. `words`: how often each word with its hyphens stands inside a line of the document. */
export function lineJoint(before: string, after: string, words: ReadonlyMap<string, number>): { drop: number; glue: string } {
  const last = before.at(-1) ?? '';
  const first = after.at(0) ?? '';
  if (last === '' || first === '') return { drop: 0, glue: '' };
  if (last === '\u00ad' || last === '\u2010') return { drop: 1, glue: last === '\u2010' && keepsHyphen(before, after, words) ? '-' : '' };
  if (last === '-' && /[\p{L}\p{N}]-$/u.test(before)) return { drop: 1, glue: keepsHyphen(before, after, words) ? '-' : '' };
  if (HAN.test(last) && HAN.test(first)) return { drop: 0, glue: '' };
  if (last === '/' && /\S\/$/.test(before) && /^[\p{L}\p{N}]/u.test(first)) return { drop: 0, glue: '' };
  return { drop: 0, glue: ' ' };
}

/** Whether the hyphen at a line's end belongs to the word: codes (KP-40), compounds that the document writes with it
 *  elsewhere, words after the break that begin with a capital or a digit. */
function keepsHyphen(before: string, after: string, words: ReadonlyMap<string, number>): boolean {
  const head = /[\p{L}\p{N}][\p{L}\p{N}'’.-]*(?=.$)/u.exec(before.slice(-60))?.[0] ?? '';
  const tail = /^[\p{L}\p{N}][\p{L}\p{N}'’-]*/u.exec(after)?.[0] ?? '';
  if (tail === '') return true;
  if (/\d/.test(head) || /^[\p{N}\p{Lu}]/u.test(tail) || /^\p{Lu}+$/u.test(head)) return true;
  const lastPart = head.slice(Math.max(head.lastIndexOf('-'), head.lastIndexOf('.')) + 1);
  const firstPart = tail.split('-')[0] ?? tail;
  const joined = words.get(`${lastPart}${firstPart}`.toLowerCase()) ?? 0;
  const hyphened = words.get(`${lastPart}-${firstPart}`.toLowerCase()) ?? 0;
  if (hyphened !== joined) return hyphened > joined;
  // Seen in neither form: two whole words of the document make a compound, fragments make one word.
  return joined === 0 && words.has(lastPart.toLowerCase()) && words.has(firstPart.toLowerCase());
}

const WORD = /[\p{L}\p{N}]+(?:-[\p{L}\p{N}]+)*/gu;

/** Counts the words that stand whole inside a line: the evidence for joining hyphenated ones. */
export function countWords(line: string, words: Map<string, number>): void {
  const found = line.match(WORD);
  if (found === null) return;
  // The last word may be cut by the line's end, the first by the line before.
  const endsCut = /[-\u00ad\u2010]$/.test(line);
  for (let i = 0; i < found.length - (endsCut ? 1 : 0); i++) {
    const word = found[i]!.toLowerCase();
    if (word.length > 1) words.set(word, (words.get(word) ?? 0) + 1);
  }
}
