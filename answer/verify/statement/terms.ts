import { findCodes } from '../../../knowledge/text/codes.ts';
import { tokenize } from '../../../knowledge/text/tokens.ts';
import { withoutValues } from './clauses.ts';
import type { FoundTerm, TermTable } from './term-table.ts';
import type { Finding } from './verification.ts';

/** Where a word of the statement stands in another's place: the evidence says "casing" where the statement says "coupling". */
type Replacement = { said: string; stated: string };

/** The things that the statement names are named in the evidence, each in its place. `nearest`: the evidence's likest clause. */
export function checkTerms(statement: string, nearest: string, evidence: string, table: TermTable): Finding[] {
  const [said, stated] = [plain(statement), plain(evidence)];
  const words = new Set(tokenize(stated));
  const terms = table.find(stated);
  const isNamed = (term: FoundTerm) =>
    terms.some((other) => table.sameThing(term, other)) ||
    tokenize(term.text).every((token) => words.has(token)) ||
    stated.includes(term.text);
  const unnamed = table.find(said).filter((term) => term.thing && !isNamed(term));
  const near = table.find(plain(nearest)).filter(({ thing }) => thing);
  const inStatement = table.find(said);
  const findings = unnamed.map(({ text }): Finding => {
    const instead = near.find((term) => !inStatement.some((other) => table.sameThing(term, other)));
    return { kind: 'term', statement: text, evidence: instead?.text ?? null, contradicted: instead !== undefined };
  });
  if (findings.length > 0) return findings;
  const replaced = replacements(said, plain(nearest)).find((pair) => isSwap(pair, said, plain(nearest), table));
  return replaced ? [{ kind: 'term', statement: replaced.said, evidence: replaced.stated, contradicted: true }] : [];
}

/** One thing for another: each in a place where the other text names something else. */
function isSwap({ said, stated }: Replacement, statement: string, nearest: string, table: TermTable): boolean {
  const [one, two] = [table.find(said), table.find(stated)];
  if (one.some((term) => two.some((other) => table.sameThing(term, other)))) return false;
  const [inStatement, inNearest] = [table.find(statement), table.find(nearest)];
  const isOwn = (term: FoundTerm, others: readonly FoundTerm[]) => term.thing && !others.some((other) => table.sameThing(term, other));
  return one.some((term) => isOwn(term, inNearest)) && two.some((term) => isOwn(term, inStatement));
}

/** Values and codes are compared elsewhere. */
function plain(text: string): string {
  const valueless = withoutValues(text).replaceAll(/\b(?:first|then|next|finally)\b/giu, ' ');
  return findCodes(valueless)
    .toReversed()
    .reduce((rest, { start, end }) => `${rest.slice(0, start)} ${rest.slice(end)}`, valueless);
}

const PIECE = /\p{Script=Han}|[\p{L}\p{N}][\p{L}\p{N}'’-]*/gu;
/** A longer difference is another sentence, not another word. */
const LONGEST_SWAP = { words: 3, han: 6 };

/** What stands between the same neighbours in both texts and differs. Words of Latin script and single Han are the pieces. */
export function replacements(one: string, two: string): Replacement[] {
  const [a, b] = [one.match(PIECE) ?? [], two.match(PIECE) ?? []];
  const matches = commonPieces(a, b);
  const found: Replacement[] = [];
  const borders = [[-1, -1] as const, ...matches, [a.length, b.length] as const];
  for (let index = 1; index < borders.length; index += 1) {
    const [fromA, fromB] = borders[index - 1]!;
    const [toA, toB] = borders[index]!;
    const [left, right] = [a.slice(fromA + 1, toA), b.slice(fromB + 1, toB)];
    if (left.length === 0 || right.length === 0 || isLong(left) || isLong(right)) continue;
    found.push({ said: joined(left), stated: joined(right) });
  }
  return found;
}

function isLong(pieces: readonly string[]): boolean {
  const han = pieces.filter((piece) => /\p{Script=Han}/u.test(piece)).length;
  return han > LONGEST_SWAP.han || pieces.length - han > LONGEST_SWAP.words;
}

function joined(pieces: readonly string[]): string {
  return pieces.join(pieces.every((piece) => /\p{Script=Han}/u.test(piece)) ? '' : ' ');
}

/** Longest common subsequence, as pairs of places. */
function commonPieces(a: readonly string[], b: readonly string[]): (readonly [number, number])[] {
  const same = (i: number, j: number) => keyOf(a[i]!) === keyOf(b[j]!);
  const lengths = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; i -= 1)
    for (let j = b.length - 1; j >= 0; j -= 1)
      lengths[i]![j] = same(i, j) ? lengths[i + 1]![j + 1]! + 1 : Math.max(lengths[i + 1]![j]!, lengths[i]![j + 1]!);
  const pairs: (readonly [number, number])[] = [];
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    if (same(i, j)) {
      pairs.push([i, j]);
      i += 1;
      j += 1;
    } else if (lengths[i + 1]![j]! >= lengths[i]![j + 1]!) i += 1;
    else j += 1;
  }
  return pairs;
}

function keyOf(piece: string): string {
  return /\p{Script=Han}/u.test(piece) ? piece : (tokenize(piece)[0] ?? piece.toLowerCase());
}
