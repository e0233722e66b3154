import { type FoundCode, findCodes } from '../../knowledge/text/codes.ts';
import { fold } from '../../knowledge/text/fold.ts';

/** A name with underscores (CORE_LIMIT, set_alpha): it names one thing as a code does. */
const UNDERSCORED = /(?<![\p{L}\p{N}_])[A-Za-z][A-Za-z0-9]*(?:_[A-Za-z0-9]+)+(?![\p{L}\p{N}_])/gu;

/** A code as it is asked for: normalised, and as written. */
export type NamedCode = Pick<FoundCode, 'code' | 'text'>;

/** What the question names outright. An answer that is about another thing of the same kind would be wrong. */
export type NamedThings = {
  /** Names of equipment as the catalogue spells them. */
  equipment: string[];
  /** Codes, parameters, part numbers and models that are no known equipment, as written. */
  codes: NamedCode[];
};

/** Parts the codes of a question into known equipment and others.
 *  "KP-40" names "KP-40" and its variants ("KP-40-250"); "KP-4" does not name "KP-40". */
export function namedThings(question: string, catalogue: readonly string[]): NamedThings {
  const found = findCodes(question);
  for (const match of question.matchAll(UNDERSCORED)) {
    const end = match.index + match[0].length;
    if (found.every((code) => code.end <= match.index || code.start >= end))
      found.push({ code: match[0].toUpperCase(), text: match[0], start: match.index, end });
  }
  const equipment = new Set<string>();
  const codes: FoundCode[] = [];
  for (const code of found) {
    const names = catalogue.filter((name) => isVariantOf(name, code.text));
    if (names.length === 0) codes.push(code);
    for (const name of names) equipment.add(name);
  }
  for (const name of catalogue) if (namesInWords(question, name)) equipment.add(name);
  return { equipment: [...equipment].sort(), codes };
}

function isVariantOf(name: string, written: string): boolean {
  const [known, asked] = [fold(name), fold(written)];
  return known === asked || (known.startsWith(asked) && /\d$/.test(asked) && !/^\d/.test(known.slice(asked.length)));
}

/** Equipment whose name is words ("Filling line 2"), or stands in the question in another writing than a code's. */
function namesInWords(question: string, name: string): boolean {
  const folded = fold(name);
  if ([...folded].length < 3) return false;
  const at = fold(question).indexOf(folded);
  if (at === -1) return false;
  const after = fold(question).slice(at + folded.length);
  return !(/\d$/.test(folded) && /^\d/.test(after));
}
