import { comparable, namePattern } from '../../knowledge/machines/name-pattern.ts';
import { questionKind } from '../../knowledge/question/question-kind.ts';
import type { RankedPassage } from '../../knowledge/retrieve/retriever.ts';
import { fold } from '../../knowledge/text/fold.ts';
import { findQuantities } from '../../knowledge/text/quantities.ts';
import { tokenize } from '../../knowledge/text/tokens.ts';
import type { EvidenceUnit } from '../evidence/evidence-unit.ts';
import type { Understanding } from '../understand/understand-question.ts';
import { aroundOf, type FoundTable, tablesIn } from './found-tables.ts';
import { headsCalled, isCalled, isNumber, isSibling, nameOf, numbersOf } from './heads.ts';
import { type AskedName, joined, mentionsIn } from './mentions.ts';
import { ofVariant } from './of-variant.ts';

/** Of the tables found, which columns (or rows) a question asks for, where these are machines of a series. */
export type AskedVariants = {
  /** The question without the names that stand in such heads: the rest must stand in the row. */
  understanding: Understanding;
  /** The name that a table has for what the question names; null where no head tells. */
  told: string | null;
  /** Numbers that can only be meant as variants, and that nothing found has. */
  missing: readonly string[];
  /** The unit with the asked columns alone; null where it is about another variant. */
  of(unit: EvidenceUnit): EvidenceUnit | null;
};

/** A table with several variants among so many of the first passages is the one that was meant. */
const FIRST = 3;

export function askedVariants(understanding: Understanding, hits: readonly RankedPassage[]): AskedVariants {
  const tables = hits.flatMap(tablesIn);
  const names = namesIn(understanding, tables);
  const inColumns = names.filter((name) => tables.some(({ columns, around }) => headsCalled(columns, name, around).length > 0));
  const others = names.filter((name) => !inColumns.includes(name));
  const ofRows = others.filter((name) => tables.some(({ rows, around }) => headsCalled(rows, name, around).length > 0));
  // Rows of another code, or of other equipment, are left out anyway.
  const inRows = ofRows.filter(({ name }) => isNumber(name));
  const missing = others.filter((name) => !ofRows.includes(name) && isMissing(name, tables, hits)).map(({ name }) => name);
  return {
    understanding: withoutNames(understanding, [...inColumns, ...inRows]),
    told: toldName([...inColumns, ...ofRows], tables),
    missing,
    of: ofVariant({ names, inColumns, inRows, siblings: siblingsOf(inColumns, tables) }),
  };
}

function namesIn({ question, equipment }: Understanding, tables: readonly FoundTable[]): AskedName[] {
  const mentions: AskedName[] = mentionsIn(joined(question));
  const known = equipment.filter((name) => !mentions.some((mention) => fold(mention.name) === fold(name)));
  const asked = comparable(question);
  const words = new Set(tables.flatMap(({ columns }) => columns.flatMap(({ names }) => names.filter((name) => isWords(name)))));
  const called = [...words].filter((name) => namePattern(name).test(asked));
  return [
    ...mentions,
    ...known.map((name) => ({ text: '', name, sure: false })),
    ...called.map((name) => ({ text: name, name, sure: false })),
  ];
}

/** "防爆", "standard": two letters are too few to be meant. */
function isWords(name: string): boolean {
  return /^(?:\p{Script=Han}{2,}|[\p{Script=Latin} -]{3,})$/u.test(name);
}

function toldName(names: readonly AskedName[], tables: readonly FoundTable[]): string | null {
  for (const { columns, rows, around } of tables)
    for (const name of names)
      for (const heads of [columns, rows]) {
        const [head] = headsCalled(heads, name, around);
        if (head !== undefined) return nameOf(head, name);
      }
  return null;
}

/** The heads beside those that the question names, as a sentence may name them. */
function siblingsOf(names: readonly AskedName[], tables: readonly FoundTable[]): string[] {
  return tables.flatMap(({ columns, around }) => {
    const called = new Set(names.flatMap((name) => headsCalled(columns, name, around)));
    if (called.size === 0) return [];
    return columns.filter((head) => !called.has(head)).flatMap(({ text, names: own }) => own.map((name) => (isNumber(name) ? text : name)));
  });
}

function isMissing({ name, sure }: AskedName, tables: readonly FoundTable[], hits: readonly RankedPassage[]): boolean {
  if (!sure || !isNumber(name)) return false;
  if (hits.some((hit) => numbersOf(aroundOf(hit)).includes(comparable(name)))) return false;
  const heads = tables.map(({ columns, rows, around, rank }) => ({
    heads: [...columns, ...rows],
    several: Math.max(columns.length, rows.length) > 1,
    around,
    rank,
  }));
  if (heads.some((table) => table.heads.some((head) => isCalled(head, name, table.around)))) return false;
  return heads.some((table) => table.rank < FIRST && table.several && table.heads.some((head) => isSibling(head, { name, sure })));
}

/** What is asked of a variant, without its names. */
function withoutNames(understanding: Understanding, names: readonly AskedName[]): Understanding {
  const said = names.filter(({ text }) => text !== '');
  if (said.length === 0) return understanding;
  const rest = said.reduce((question, { text }) => question.replaceAll(text, ' '), joined(understanding.question));
  const codes = understanding.codes.filter(({ text }) => !said.some(({ name }) => fold(name) === fold(text)));
  const gone = new Set(said.flatMap(({ text }) => tokenize(text)));
  const left = new Set(tokenize(rest));
  const words = understanding.words.filter((word) => left.has(word) || !gone.has(word));
  const { dimension } = understanding;
  return {
    ...understanding,
    codes,
    kind: codes.length === understanding.codes.length ? understanding.kind : questionKind(rest, { codes: codes.length, dimension }),
    given: findQuantities(rest),
    words: words.length > 0 ? words : understanding.words,
  };
}
