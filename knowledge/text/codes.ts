export type FoundCode = {
  /** Normalised: see normalizeCode. */
  code: string;
  /** As written. */
  text: string;
  start: number;
  end: number;
};

/** One spelling for all writings of a code: width and case folded, joints dropped between letters and digits
 *  ("e-407", "E 407" -> "E407"); kept between digits, where they tell ("P1-03", "1-03"). */
export function normalizeCode(text: string): string {
  return text
    .normalize('NFKC')
    .toUpperCase()
    .trim()
    .replaceAll(/[‐‑‒–—−]/g, '-')
    .replaceAll(/(?<=[A-Z])[\s\-_.]+(?=\d)|(?<=\d)[\s\-_]+(?=[A-Z])/g, '')
    .replaceAll(/\s+/g, '');
}

/** A letter of a word (Han beside a code is text, not part of it), or a digit. */
const WORD = String.raw`[\p{Script=Latin}\p{Script=Greek}\p{N}_]`;
/** Letters, perhaps a joint or one space, digits: E-407, F0012, KP-40, PX-4312-A, M12x1.5, P1-03, AL_205. */
const LETTERS_FIRST = String.raw`(?<!${WORD}|[-.])[A-Za-z]{1,5}(?:[-_.]|\s(?=\d{2,5}(?!${WORD}|[.,]\d|-\d)))?\d{1,6}(?:[-_./x×]?\d{1,4}(?:\.\d{1,3})?|[-_.]?[A-Z]{1,3}(?![a-z]))*(?!${WORD})`;
/** Parameter numbers and part numbers of digits alone (1-03, 14-20, 123-4567-89), and with letters behind (6SL3210). */
const DIGITS_FIRST = String.raw`(?<!${WORD}|[.,\-–/])\d{1,4}(?:-\d{2,5}){1,3}(?!${WORD}|[.,]\d|-\d)|(?<!${WORD}|[.,\-–/])\d{1,3}[A-Z]{1,3}\d{2,6}(?:-[0-9A-Z]+)*(?!${WORD})`;
const CODE = new RegExp(`${LETTERS_FIRST}|${DIGITS_FIRST}`, 'gu');

/** What looks like a code and is none: standards keep their words, units and dates keep theirs. */
const NO_CODE_WORD =
  /^(?:pages?|pp|figs?|figure|tables?|sect?|section|chap|chapter|steps?|items?|notes?|parts?|rev|ver|version|vol|nos?|nr|size|type|class|grade|level|phase|line|lines|day|of|to|and|or|in|at|by|is|the|for|from|than|about|per|with|mm|cm|km|kg|bar|psi|rpm|max|min|approx|ca|day|days|hour|hours|may|june|july)$/i;
const UNIT_AFTER =
  /^\s?(?:(?:mm|cm|m|km|kg|g|bar|mbar|kpa|mpa|pa|psi|k|v|kv|a|ma|kw|w|hz|khz|rpm|r\/min|min|s|h|hours?|days?|l|ml|l\/\w+|m3|nm|n[·.]m)(?![\p{Script=Latin}\p{N}])|[°℃%Ω年月日天度秒升伏安米]|m³|小时|分钟|毫米|厘米|公斤)/iu;
/** Letters and digits parted by a space are a code where the letters are capitals ("AL 205") or one or two that are no word ("e 407"). */
const SPACED = /^(?:[A-Z]{1,5}|(?!(?:a|i|an|as|at|be|by|do|go|he|if|in|is|it|me|my|no|of|on|or|so|to|up|us|we)\s)[A-Za-z]{1,2})\s/;
const DATE_LIKE = /^(?:19|20)\d\d-\d{1,2}(?:-\d{1,2})?$/;

/** What says that the digits behind it are a parameter's number, not a range: "parameter 5-10", "参数 5-10". */
const PARAMETER_BEFORE = /(?:\b(?:parameters?|param|par|pr)\.?|参数号?|功能码)\s*$/iu;
/** Full-width letters, digits and signs, and the wide space: each stands for one of ASCII. */
const FULL_WIDTH = /[！-～　]/gu;

/** Every full-width character as its ASCII one: the text keeps its length. */
function narrow(text: string): string {
  return text.replaceAll(FULL_WIDTH, (wide) => (wide === '　' ? ' ' : String.fromCharCode(wide.charCodeAt(0) - 0xfee0)));
}

/** The codes, parameter numbers, part numbers and model names in a text, in order. */
export function findCodes(text: string): FoundCode[] {
  const found: FoundCode[] = [];
  const plain = narrow(text);
  for (const match of plain.matchAll(CODE)) {
    const [written] = match;
    const after = plain.slice(match.index + written.length, match.index + written.length + 8);
    if (/^\d/.test(written)) {
      if (DATE_LIKE.test(written) || UNIT_AFTER.test(after)) continue;
      if (rangeLike(written) && !PARAMETER_BEFORE.test(plain.slice(0, match.index))) continue;
    } else if (NO_CODE_WORD.test(/^[A-Za-z]+/.exec(written)![0]) || /^p[.\s]/i.test(written)) continue;
    else if (/\s/.test(written) && (!SPACED.test(written) || UNIT_AFTER.test(after))) continue;
    const [start, end] = [match.index, match.index + written.length];
    found.push({ code: normalizeCode(written), text: text.slice(start, end), start, end });
  }
  return found;
}

/** "10-15", "5-10": a range of plain numbers; a parameter number pads its second part ("1-03") or has more than two. */
function rangeLike(written: string): boolean {
  const parts = written.split('-');
  return (
    parts.length === 2 &&
    !parts[1]!.startsWith('0') &&
    Number(parts[0]) < Number(parts[1]) &&
    parts[0]!.length >= parts[1]!.length - 1 &&
    parts[1]!.length < 3 &&
    Number(parts[0]) >= 3
  );
}
