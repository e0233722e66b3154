import { searchWords } from '../../knowledge/question/content-words.ts';
import { tokenize } from '../../knowledge/text/tokens.ts';
import type { RowCell } from './evidence-unit.ts';

/** A row of a table; all rows of a look-up are of one passage. */
export type LookupRow = { cells: readonly RowCell[] };

/** The cell where the row and the column cross that a question names. */
export type FoundCell<Row> = {
  row: Row;
  /** The cells that name the row, then the one that answers. */
  cells: RowCell[];
  /** Weighted words of the question that the row's name and the column's header hold. */
  score: number;
  /** Share of the words of the row's own name that the question holds, 0..1. */
  named: number;
  /** Whether the row's name, and the column's header, tell it from the others by a word of the question. */
  rowTold: boolean;
  columnTold: boolean;
};

/** What unmatched words of a row's own name, and of a column's own header, take off. */
const ROW_UNSAID = 0.5;
const COLUMN_UNSAID = 0.3;
/** A word counts so much where a group that the row or column belongs to says it, not its own name. */
const IN_GROUP = 0.6;
/** A word that tells at least so much of the rows (or columns) apart tells which is meant. */
const TELLING = 0.25;

/** "A total of", "(a)", units: no part of what a row is called. */
const NO_NAME = new Set(['total', 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'million', 'thousand']);
const NUMBER = /^[\s$€£¥(（+±<>≤≥~–—-]*\d|^[\s–—-]*$/u;

/** Words for the same, in headers and in questions. */
const SAME: readonly { word: string; pattern: RegExp }[] = [
  {
    word: '=change',
    pattern:
      /\b(?:increas\w*|decreas\w*|chang\w*|ris(?:e|en|ing)|rose|gr[oe]w\w*|growth|drop\w*|declin\w*|differen\w*)\b|变化|增加|增长|减少|下降|差/iu,
  },
  { word: '=percent', pattern: /%|\bpercent\w*|\bper cent\b|百分/iu },
];

/** The best cell of the rows; null where there is no table to speak of. Equal scores: the upper row, the left column. */
export function findCell<Row extends LookupRow>(rows: readonly Row[], question: string): FoundCell<Row> | null {
  const asked = new Set([...searchWords(question), ...sameWords(question)]);
  const columns = [...new Set(rows.flatMap(({ cells }) => cells.map(({ header }) => header)))].map((header) => nameOf(header));
  const labels = rows.map(({ cells }) => labelsOf(cells, question));
  const names = labels.map((cells) => nameOf(cells.map(({ value }) => value).join(' ')));
  const acronyms = question.match(/\b[A-Z]{2,6}s?\b/g)?.map((word) => word.replace(/s$/, '').toLowerCase()) ?? [];
  for (const name of [...columns, ...names]) for (const word of acronyms) if (name.initials.includes(word)) name.own.add(word);
  const [inRows, inColumns] = [tellingWords(names, asked), tellingWords(columns, asked)];
  let best: FoundCell<Row> | null = null;
  for (const [index, row] of rows.entries()) {
    const name = names[index]!;
    const named = labels[index]!;
    for (const cell of row.cells) {
      if (cell.value === '' || named.includes(cell)) continue;
      const column = columns.find(({ text }) => text === cell.header)!;
      const score = crossing(asked, [name, inRows], [column, inColumns]);
      if (best !== null && score <= best.score) continue;
      best = {
        row,
        cells: [...named, cell],
        score,
        named: 1 - unsaid(name, asked),
        rowTold: tells(name, inRows),
        columnTold: tells(column, inColumns) || columns.length <= named.length + 1,
      };
    }
  }
  return best;
}

function isStated(value: string, question: string): boolean {
  if (!/[\p{L}\p{N}]/u.test(value)) return false;
  const at = question.toLowerCase().indexOf(value.toLowerCase());
  return at !== -1 && !/[\p{L}\p{N}]/u.test(`${question[at - 1] ?? ''}${question[at + value.length] ?? ''}`);
}

type Name = { text: string; own: Set<string>; group: Set<string>; initials: string };

/** What names a row: its first cell, a second one of words before the numbers, and values that the question itself states. */
function labelsOf(cells: readonly RowCell[], question: string): RowCell[] {
  const [first, ...rest] = cells;
  if (first === undefined) return [];
  const second = rest[0];
  // Of two columns of words before the numbers, both name the row.
  const both =
    second !== undefined && rest.length > 1 && !NUMBER.test(second.value) && rest.slice(1).every(({ value }) => NUMBER.test(value));
  const stated = (both ? rest.slice(1) : rest).filter(({ value }) => isStated(value, question));
  return both ? [first, second, ...stated] : [first, ...stated];
}

/** "Group / own name": headers over several rows are joined that way. */
function nameOf(text: string): Name {
  const parts = text.split(' / ');
  const last = parts.findLastIndex((part) => /[\p{L}\p{N}%]/u.test(part));
  const own = parts[last] ?? '';
  const group = parts.slice(0, last).join(' ');
  const initials = (own.match(/\p{L}+/gu) ?? []).map((word) => word[0]!.toLowerCase()).join('');
  const words = (part: string) => new Set([...tokenize(part), ...sameWords(part)]);
  return { text, own: words(own), group: words(group), initials };
}

function sameWords(text: string): string[] {
  return SAME.flatMap(({ word, pattern }) => (pattern.test(text) ? [word] : []));
}

/** How much each asked word tells these names apart, 0..1: most where one name holds it, nothing where all or none do. */
function tellingWords(names: readonly Name[], asked: ReadonlySet<string>): Map<string, number> {
  const highest = Math.log(1 + names.length);
  const telling = new Map<string, number>();
  for (const word of asked) {
    const holding = names.filter(({ own, group }) => own.has(word) || group.has(word)).length;
    if (holding > 0) telling.set(word, names.length === 1 ? 0.5 : Math.log((1 + names.length) / (0.5 + holding)) / highest);
  }
  return telling;
}

type Side = [Name, ReadonlyMap<string, number>];

function crossing(asked: ReadonlySet<string>, ...[row, column]: [Side, Side]): number {
  let score = 0;
  for (const word of asked) score += Math.max(said(word, row), said(word, column));
  return score - ROW_UNSAID * unsaid(row[0], asked) - COLUMN_UNSAID * unsaid(column[0], asked);
}

function said(word: string, [{ own, group }, telling]: Side): number {
  const weight = Math.max(0, telling.get(word) ?? 0) + 0.05;
  return own.has(word) ? weight : group.has(word) ? IN_GROUP * weight : 0;
}

function unsaid({ own }: Name, asked: ReadonlySet<string>): number {
  const words = [...own].filter((word) => !NO_NAME.has(word) && !word.startsWith('='));
  return words.length === 0 ? 0 : words.filter((word) => !asked.has(word)).length / words.length;
}

function tells({ own, group }: Name, telling: ReadonlyMap<string, number>): boolean {
  return [...telling].some(([word, weight]) => weight >= TELLING && (own.has(word) || group.has(word)));
}
