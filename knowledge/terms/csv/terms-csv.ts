import { parse } from 'csv-parse/sync';
import { MillwrightError } from '../../errors.ts';
import { TermWords } from '../term-edit.ts';

type Column = 'english' | 'chinese' | 'blocked';
/** How the header may call each column; further columns are passed over. */
const CALLED: Record<Column, RegExp> = {
  english: /^(?:english|英文|英语)$/iu,
  chinese: /^(?:chinese|中文|汉语)$/iu,
  blocked: /^(?:blocked|禁用)$/iu,
};
const YES = /^(?:yes|true|1|x|是)$/iu;
const NO = /^(?:no|false|0|否)?$/iu;
const MOST_LINES = 20_000;

type Row = { info: { lines: number }; record: string[] };

/** The terms of a CSV text: a header with the columns english and chinese (and blocked), names parted by semicolons. `file` names it
 *  in messages. Errors: bad_request naming file, line and column. */
export function parseTerms(text: string, file: string): TermWords[] {
  const [header, ...rows] = records(text, file);
  if (header === undefined) throw wrong(file, 1, null, 'the file is empty. Write a header "english,chinese" and a term a line');
  const places = Object.fromEntries(
    Object.entries(CALLED).map(([column, called]) => [column, header.record.findIndex((name) => called.test(name.trim()))]),
  ) as Record<Column, number>;
  if (places.english === -1 && places.chinese === -1)
    throw wrong(file, 1, null, `no column "english" or "chinese" among "${header.record.join(',')}"`);
  if (rows.length > MOST_LINES) throw wrong(file, MOST_LINES + 2, null, `more than ${MOST_LINES} terms: split the file`);
  return rows.filter(({ record }) => record.some((cell) => cell.trim() !== '')).map((row) => termOf(row, places, file));
}

function records(text: string, file: string): Row[] {
  try {
    return parse(text, { bom: true, info: true, relax_column_count: true, skip_empty_lines: true }) as unknown as Row[];
  } catch (error) {
    const { lines, column, message } = error as { lines?: number; column?: number; message: string };
    throw wrong(file, lines ?? 1, typeof column === 'number' ? column + 1 : null, message.replace(/\.$/, ''));
  }
}

function termOf({ info, record }: Row, places: Record<Column, number>, file: string): TermWords {
  const cell = (column: Column) => record[places[column]]?.trim() ?? '';
  if (!YES.test(cell('blocked')) && !NO.test(cell('blocked')))
    throw wrong(file, info.lines, places.blocked + 1, `"${cell('blocked')}" where yes or nothing is meant`);
  const names = (column: 'english' | 'chinese') =>
    cell(column)
      .split(/[;；]/)
      .map((name) => name.trim())
      .filter((name) => name !== '');
  const read = TermWords.safeParse({ english: names('english'), chinese: names('chinese'), blocked: YES.test(cell('blocked')) });
  if (read.success) return read.data;
  const { path: at, message } = read.error.issues[0]!;
  const column = at[0] === 'english' || at[0] === 'chinese' ? places[at[0]] + 1 : null;
  const name = typeof at[1] === 'number' && column !== null ? `"${names(at[0] as 'english')[at[1]]}" ` : '';
  throw wrong(file, info.lines, column, `${name}${message}`);
}

/** As `parseTerms` reads it; a byte order mark goes first, for spreadsheets. */
export function formatTerms(terms: readonly (Pick<TermWords, 'english' | 'chinese' | 'blocked'> & { source: string })[]): string {
  const lines = terms.map(({ english, chinese, blocked, source }) =>
    [english.join('; '), chinese.join('; '), blocked ? 'yes' : '', source].map(quoted).join(','),
  );
  return `\uFEFF${['english,chinese,blocked,source', ...lines].join('\r\n')}\r\n`;
}

function quoted(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

function wrong(file: string, line: number, column: number | null, what: string): MillwrightError {
  const at = column === null ? `line ${line}` : `line ${line}, column ${column}`;
  return new MillwrightError(`${file} ${at}: ${what}. Nothing was imported.`, {
    code: 'bad_request',
    context: { line, ...(column !== null && { column }) },
  });
}
