import type { Draft, DraftStatement } from '../compose/draft.ts';

/** Checks every statement and notice against the words that it cites, and drops what is not there, with its citation.
 *  A quotation stands in the passage letter for letter and inside its citation's quote; of a row, every header and value
 *  stands in the cited passage (headers of a record may be joined from several header rows: each part is looked for),
 *  and the statement has no number that the row and its headers have not.
 *  Returns how many were dropped. */
export function verifyDraft(draft: Draft): { draft: Draft; dropped: number } {
  const quotes = new Map(draft.citations.map(({ n, quote }) => [n, quote]));
  const statements = draft.statements
    .filter((entry) => holds(entry, quotes))
    .map((entry) => ({ ...entry, statement: { ...entry.statement, verified: true } }));
  const notices = draft.notices.filter(({ text, citation }) => text !== '' && quotes.get(citation) === text);
  const used = new Set([...statements.flatMap(({ statement }) => statement.citations), ...notices.map(({ citation }) => citation)]);
  const citations = draft.citations.filter(({ n }) => used.has(n));
  const dropped = draft.statements.length - statements.length + (draft.notices.length - notices.length);
  const { sides, changes } = draft;
  return { draft: { statements, notices, citations, ...(sides && { sides }), ...(changes && { changes }) }, dropped };
}

function holds({ statement, stretch }: DraftStatement, quotes: ReadonlyMap<number, string>): boolean {
  const cited = statement.citations.map((n) => quotes.get(n)).filter((quote) => quote !== undefined);
  if (cited.length === 0) return false;
  const printed = stretch.passage.text.slice(stretch.start, stretch.end);
  if (printed.trim() === '' || !cited.some((quote) => quote.includes(printed))) return false;
  if (stretch.cells === null) return statement.text === printed;
  const cellsStand = stretch.cells.every(({ value, start, end }) => stretch.passage.text.slice(start, end).trim() === value.trim());
  const headers = stretch.cells.map(({ header }) => header);
  const allowed = new Set([printed, ...headers].flatMap(numbersOf));
  return cellsStand && numbersOf(statement.text).every((number) => allowed.has(number));
}

function numbersOf(text: string): string[] {
  return text.normalize('NFKC').match(/\d+(?:[.,]\d+)*/g) ?? [];
}
