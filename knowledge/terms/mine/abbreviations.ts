/** An abbreviation and the words that it stands for. */
export type Expansion = { short: string; long: string };

/** "PLC", "VFDs", "I/O". */
const SHORT = `[A-Z](?:[A-Za-z]|[/&-](?=[A-Z])){1,7}`;
/** "programmable logic controller (PLC)": the words before are cut to what fits. */
const IN_BRACKETS = new RegExp(String.raw`((?:[A-Za-z][\w'/&-]*[ \t]+){1,12})[(（][ \t]*(${SHORT})[ \t]*[)）]`, 'g');
/** "PLC (programmable logic controller)". */
const LONG_IN_BRACKETS = new RegExp(
  String.raw`(?<![\w/-])(${SHORT})[ \t]*[(（][ \t]*([A-Za-z][\w'/&,-]*(?:[ \t]+[A-Za-z][\w'/&,-]*){1,9})[ \t]*[)）]`,
  'g',
);
/** "PLC: programmable logic controller", "PLC – ...", "PLC | ..." at the start of a line, "PLC stands for ...". */
const DEFINED = new RegExp(
  String.raw`(?:^[-•*\s]{0,4}|(?<=[.;,]\s))(${SHORT})(?:[ \t]*(?:[:：=]|[-–—](?=\s)|\|)[ \t]*|[ \t]+(?:stands for|is short for|means)[ \t]+(?:the[ \t]+|an?[ \t]+)?)([A-Za-z][\w'/&-]*(?:[ \t]+[A-Za-z][\w'/&-]*){1,9})`,
  'gm',
);

/** The abbreviations of an English text with what it says they stand for.
 *  Source: Schwartz & Hearst 2003, "A simple algorithm for identifying abbreviation definitions in biomedical text"; stricter: the
 *  long form has two words or more, begins with the abbreviation's first letter, and its capitals begin words of it. */
export function expansionsIn(text: string): Expansion[] {
  const found: Expansion[] = [];
  const add = (short: string, long: string | null) => {
    if (long !== null) found.push({ short: singular(short), long });
  };
  for (const [, before, short] of text.matchAll(IN_BRACKETS)) add(short!, longFormBefore(singular(short!), before!.trim().split(/\s+/)));
  for (const pattern of [LONG_IN_BRACKETS, DEFINED])
    for (const [, short, after] of text.matchAll(pattern)) add(short!, longFormAfter(singular(short!), after!.trim().split(/[\s,]+/)));
  return found;
}

/** The run of last words that spells the abbreviation. */
function longFormBefore(short: string, words: readonly string[]): string | null {
  return bestRun(short, words.length, (length) => words.slice(words.length - length));
}

/** The run of first words that does. */
function longFormAfter(short: string, words: readonly string[]): string | null {
  return bestRun(short, words.length, (length) => words.slice(0, length));
}

/** The shortest run whose words each give one letter; else the shortest of which some give more. */
function bestRun(short: string, words: number, runOf: (length: number) => string[]): string | null {
  const most = Math.min(mostWords(short), words);
  const runs = Array.from({ length: Math.max(0, most - 1) }, (_, index) => runOf(index + 2));
  const run = [1, MOST_LETTERS].map((letters) => runs.find((each) => spells(each, short, letters))).find((each) => each !== undefined);
  return run?.join(' ') ?? null;
}

/** So many letters of an abbreviation come from one word at most ("HTTP": two of "hypertext"). */
const MOST_LETTERS = 3;
/** Words that an abbreviation passes over. */
const SMALL = /^(?:of|the|and|for|to|in|on|by|with|a|an|or|per)$/i;
const NO_START = /^(?:the|a|an|and|or|of|for|to|in|on|by|with|is|are|this|that)$/i;

/** Every word but small ones gives its first letter to the abbreviation, and perhaps more, in order; all its letters are given. */
function spells(words: readonly string[], short: string, mostLetters: number): boolean {
  if (NO_START.test(words[0]!) || SMALL.test(words.at(-1)!) || words.some((word) => word === short)) return false;
  const parts = words.flatMap((word) => word.split(/[-/&]/)).filter((part) => part !== '');
  const lower = parts.map((part) => part.toLowerCase());
  return given(lower, short.toLowerCase().replaceAll(/[^a-z]/g, ''), mostLetters);
}

function given(parts: readonly string[], letters: string, most: number): boolean {
  const [first, ...others] = parts;
  if (first === undefined) return letters === '';
  if (SMALL.test(first) && given(others, letters, most)) return true;
  if (!first.startsWith(letters.slice(0, 1)) || letters === '') return false;
  for (let taken = 1; taken <= Math.min(most, letters.length); taken += 1)
    if (holdsInOrder(first.slice(1), letters.slice(1, taken)) && given(others, letters.slice(taken), most)) return true;
  return false;
}

function holdsInOrder(word: string, letters: string): boolean {
  let at = -1;
  for (const letter of letters) {
    at = word.indexOf(letter, at + 1);
    if (at === -1) return false;
  }
  return true;
}

function mostWords(short: string): number {
  return Math.min(short.length + 4, short.length * 2 + 1);
}

/** "VFDs" -> "VFD". */
function singular(short: string): string {
  return /^[A-Z/&-]{2,}s$/.test(short) ? short.slice(0, -1) : short;
}
