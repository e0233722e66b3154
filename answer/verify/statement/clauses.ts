import type { Quantity } from '../../../knowledge/document/passage.ts';
import { findCodes } from '../../../knowledge/text/codes.ts';
import { findQuantities } from '../../../knowledge/text/quantities.ts';
import { tellingTokens, tokenize } from '../../../knowledge/text/tokens.ts';
import { splitSentences } from '../../evidence/split-sentences.ts';

/** A piece of a text that says one thing. */
export type Clause = {
  text: string;
  /** Index tokens that tell, numbers apart. */
  words: ReadonlySet<string>;
  quantities: Quantity[];
};

const CELL_JOINT = ' | ';
const CLAUSE_END = /[;；:：]|[,，、](?!\d)|(?<=\s)(?:and|but|then|while|whereas)(?=\s)|但是?|而|然后|并且?|且(?=[^定])/u;
const UNIT_IN_HEADER = /[(（[［/／]\s*([^()（）[\]［］/／]{1,12}?)\s*[)）\]］]?\s*$/u;

/** The sentences of a text; of a table each row with its headers before the values. */
export function sentencesOf(text: string): string[] {
  const sentences: string[] = [];
  let header: string[] | null = null;
  for (const line of text.split('\n')) {
    if (line.includes(CELL_JOINT)) {
      const cells = line.split(CELL_JOINT).map((cell) => cell.trim());
      if (header === null || header.length !== cells.length) header = cells;
      else sentences.push(rowSentence(cells, header));
      continue;
    }
    header = null;
    for (const { start, end } of splitSentences(line)) sentences.push(line.slice(start, end));
  }
  // A table of one row only, or rows without a header: as they stand.
  if (sentences.length === 0 && header !== null) sentences.push(header.join('; '));
  return sentences;
}

/** A bare number takes the unit of its column. */
function rowSentence(cells: readonly string[], header: readonly string[]): string {
  return cells
    .map((cell, column) => {
      const unit = UNIT_IN_HEADER.exec(header[column] ?? '')?.[1];
      const bare = /^[<>≤≥±+−–-]?\s?\d+(?:[.,]\d+)?(?:\s?[-–~±]\s?\d+(?:[.,]\d+)?)?$/.test(cell);
      const value = unit && bare && findQuantities(`${cell} ${unit}`).length > 0 ? `${cell} ${unit}` : cell;
      return column === 0 ? value : `${header[column]} ${value}`;
    })
    .join('; ');
}

/** The clauses of a sentence, and the sentence itself last: whichever fits a statement best is compared with it. */
export function clausesOf(sentence: string): Clause[] {
  const parts = sentence.split(CLAUSE_END).filter((part) => /[\p{L}\p{N}]/u.test(part));
  const clauses = parts.map(clauseOf);
  if (parts.length === 1) return clauses;
  const pairs = parts.slice(1).map((_, index) => clauseOf(`${parts[index]} , ${parts[index + 1]}`));
  return [...clauses, ...pairs, clauseOf(sentence)];
}

export function clauseOf(text: string): Clause {
  const quantities = findQuantities(text);
  return { text, quantities, words: new Set(tellingTokens(withoutValues(text, quantities)).filter((token) => !/^\d/.test(token))) };
}

/** The text with its quantities blanked out. */
export function withoutValues(text: string, quantities: readonly Quantity[] = findQuantities(text)): string {
  return quantities.toReversed().reduce((rest, { start, end }) => `${rest.slice(0, start)} ${rest.slice(end)}`, text);
}

export type BareNumber = {
  text: string;
  value: number;
  start: number;
  end: number;
  /** What stands right before and right behind: "table 4", "4 bolts". Tokens; "" where nothing does. */
  before: string;
  behind: string;
};

/** Numbers without a unit, written in digits or in words; those of codes apart, and of step marks unless they are wanted. */
export function bareNumbers(text: string, { stepMarks = false } = {}): BareNumber[] {
  const blanked = [...findQuantities(text), ...findCodes(text)]
    .sort((a, b) => b.start - a.start)
    .reduce((rest, { start, end }) => rest.slice(0, start) + '\u0000'.repeat(end - start) + rest.slice(end), text)
    .replace(STEP_MARK, (mark) => (stepMarks ? mark : '\u0000'.repeat(mark.length)));
  return [...blanked.matchAll(NUMBER)].flatMap(({ 0: found, index }): BareNumber[] => {
    const value =
      NUMBER_WORDS[found.toLowerCase()] ??
      Number(
        found
          .replaceAll(/,(?=\d{3})/g, '')
          .replace('−', '-')
          .replace(',', '.'),
      );
    if (!Number.isFinite(value)) return [];
    const end = index + found.length;
    return [
      { text: found, value, start: index, end, before: neighbour(blanked.slice(0, index), -1), behind: neighbour(blanked.slice(end), 0) },
    ];
  });
}

/** The nearest token on one side, if nothing but spaces lies between. */
function neighbour(text: string, side: 0 | -1): string {
  const word = side === 0 ? /^\s?[\p{L}%°]+/u.exec(text) : /[\p{L}]+\s?$/u.exec(text);
  if (word === null) return '';
  const tokens = tokenize(/\p{Script=Han}/u.test(word[0]) ? (side === 0 ? word[0].trim().slice(0, 3) : word[0].trim().slice(-2)) : word[0]);
  return tokens.at(side) ?? '';
}

const STEP_MARK = /^\s*(?:step\s*)?\d{1,2}[.)）、:：]\s/iu;

const NUMBER_WORDS: Record<string, number> = {
  ...Object.fromEntries(
    ['two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve'].map((word, index) => [word, index + 2]),
  ),
  ...Object.fromEntries([...'一二三四五六七八九十'].map((word, index) => [word, index + 1])),
  两: 2,
  once: 1,
  twice: 2,
  one: 1,
};
const NUMBER =
  /(?<![\p{Script=Latin}\p{N}_.])[-−]?\d+(?:[.,]\d+)*(?![\p{Script=Latin}\p{N}])|(?<=\b(?:least|most|than) )one(?!\p{Script=Latin})|(?<!\p{Script=Latin})(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twice)(?!\p{Script=Latin})|(?<!\p{Script=Han})[一两二三四五六七八九十](?=[个只台次根条片套级步天周月年颗圈名人组对件班])|(?<=[的每用装有达约为至])[两二三四五六七八九十](?=[个只台次根条片套级步天周月年颗圈名人组对件班])/giu;

/** Every word of the text that holds a digit and is no value, code or plain number: versions, addresses, "DC5V", "3D". */
export function numberedWords(text: string): string[] {
  const numbers = bareNumbers(text);
  return [...text.normalize('NFKC').matchAll(NUMBERED_WORD)].flatMap(({ 0: word, index }) => {
    const trimmed = word.replace(/[.,:;]+$/, '');
    const isPlain = [...findQuantities(text), ...findCodes(text), ...numbers].some(
      ({ start, end }) => start <= index && end >= index + trimmed.length,
    );
    return isPlain || STEP_MARK.test(`${word} `) ? [] : [trimmed.toLowerCase()];
  });
}

const NUMBERED_WORD = /[\p{Script=Latin}\p{N}_.:/+-]*\d[\p{Script=Latin}\p{N}_.:/+-]*/gu;
