import { findCodes } from '../../knowledge/text/codes.ts';
import { findQuantities } from '../../knowledge/text/quantities.ts';

/** What may be the name of one machine of a series: "MW-60", "the 60", "60 型", "type B". */
export type Mention = {
  /** As written, with the words that make a number a name. */
  text: string;
  /** Without these: "60". */
  name: string;
  /** Offsets into the text as `joined` gives it. */
  start: number;
  end: number;
  /** True of a number or letter that can be nothing else but such a name. */
  sure: boolean;
  /** The whole list that it stands in ("the 40 and the 60 model"), where these words make all its numbers names; else its own place. */
  list: { start: number; end: number };
};

/** What a question calls a variant; `text` is empty where it does so by a tag, an alias or its scope. */
export type AskedName = Pick<Mention, 'text' | 'name' | 'sure'>;

/** The text with "75 / 8" as "75/8": with and without spaces it is the same name. */
export function joined(text: string): string {
  return text.normalize('NFKC').replaceAll(/(?<=\d) ?\/ ?(?=\d)/g, '/');
}

const NAME = String.raw`(?<![\p{L}\p{N}.,/-])(?:\d{1,4}(?:[A-Za-z]\d{0,2})?|[A-Z]{1,2})(?![\p{Script=Latin}\p{N}%°℃]|[.,/-]\d)`;
const JOINT = String.raw`\s*(?:,\s*and\b|[,，、/&+]|\b(?:and|or|vs\.?|versus|with|to)\b|和|与|跟|及|或|还是)\s*`;
const BEFORE = String.raw`\b(?:the|models?|types?|sizes?|versions?|variants?)\s+|(?:型号|规格|机型)\s*`;
const AFTER = String.raw`\s?(?:[A-Za-z]{1,4}\s)?\b(?:models?|types?|sizes?|versions?|variants?)\b|\s?(?:机型|型(?!号)|款|规格)`;
const LIST = new RegExp(`(?<before>${BEFORE})?(?<names>${NAME}(?:${JOINT}(?:\\bthe\\s+)?${NAME})*)(?<after>${AFTER})?`, 'gu');
const ONE = new RegExp(NAME, 'gu');
/** Behind "the 60" where no noun follows that it could count. */
const NOTHING_COUNTED = /^\s*(?:$|[?？.!,;:]|['’]s\b|(?:and|or|is|has|have|with|in|at|on)\b)/u;

/** The mentions in a text as `joined` gives it, in its order. */
export function mentionsIn(text: string): Mention[] {
  const codes = findCodes(text).map(({ text: name, start, end }): Mention => {
    return { text: name, name, start, end, sure: false, list: { start, end } };
  });
  const taken = [...codes, ...findQuantities(text)];
  const others = [...text.matchAll(LIST)].flatMap((match) => listed(match, text, taken));
  return [...codes, ...others].sort((a, b) => a.start - b.start);
}

type Place = { start: number; end: number };

function listed(match: RegExpExecArray, text: string, taken: readonly Place[]): Mention[] {
  const { before = '', names, after = '' } = match.groups!;
  const list = { start: match.index, end: match.index + match[0].length };
  const from = list.start + before.length;
  const says = !/^(?:the\s+)?$/.test(before) || after !== '';
  if (!says && before === '') return [];
  const sure = says || NOTHING_COUNTED.test(text.slice(list.end));
  return [...names!.matchAll(ONE)].flatMap(({ 0: name, index }): Mention[] => {
    const [start, end] = [from + index, from + index + name.length];
    // "The 10 bar version" is a name, "the 10 s" is a time; an "A" or "I" is a name only where it is called a type.
    if (!says && (/^[A-Z]/.test(name) || taken.some((place) => place.start < end && start < place.end))) return [];
    if (taken.some((place) => place.start < start && start < place.end)) return [];
    return [{ text: match[0], name, start, end, sure, list }];
  });
}
