import { parse } from 'csv-parse/sync';
import type { Asset } from '../../knowledge/document/asset.ts';
import { MillwrightError } from '../../knowledge/errors.ts';
import { fold } from '../../knowledge/text/fold.ts';
import { type AssetColumn, COLUMNS_SAID, columnOf } from './asset-columns.ts';
import { checkAssets, type PlacedAsset } from './check-assets.ts';

/** No plant has more machines; a larger file is something else. */
export const MOST_ASSETS = 20_000;
const DELIMITERS = [',', ';', '\t'];
/** Aliases share a cell. */
const ALIAS_MARKS = /[;；|、,，\n]/u;

type Line = { cells: string[]; number: number };

/** The machines of a CSV file with the columns tag, name, model, site and aliases (or 位号, 名称, 型号, 地点, 别名), in any order.
 *  `name`: what messages call the file. Errors: bad_request, which names line and column of what is wrong; file_empty. */
export function readAssetList(bytes: Uint8Array, name: string): Asset[] {
  const [head, ...lines] = linesOf(decoded(bytes, name), name);
  if (head === undefined)
    throw new MillwrightError(`"${name}" is empty: its first line names the columns ${COLUMNS_SAID}.`, { code: 'file_empty' });
  const columns = columnsOf(head, name);
  if (lines.length > MOST_ASSETS)
    throw refused(name, `has ${lines.length} lines of machines; at most ${MOST_ASSETS.toLocaleString('en')} can be kept.`);
  const placed = lines.map((line) => placedAsset(line, columns));
  const problems = checkAssets(placed);
  if (problems.length > 0) throw refused(name, said(problems));
  return placed.map(({ asset }) => asset);
}

/** UTF-8 with or without a byte order mark, or GBK. */
function decoded(bytes: Uint8Array, name: string): string {
  if (bytes.includes(0)) throw refused(name, 'is no CSV file in UTF-8 or GBK. In Excel, save it as "CSV UTF-8 (comma delimited)".');
  for (const encoding of ['utf-8', 'gb18030']) {
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(bytes);
    } catch {
      // Not in this encoding: the next one, or the refusal below.
    }
  }
  throw refused(name, 'is neither UTF-8 nor GBK. Save it as "CSV UTF-8".');
}

function linesOf(text: string, name: string): Line[] {
  const first = /^[^\r\n]*/.exec(text.trimStart())![0];
  const delimiter = DELIMITERS.toSorted((a, b) => first.split(b).length - first.split(a).length)[0]!;
  try {
    const rows = parse(text, { bom: true, delimiter, relax_column_count: true, info: true }) as unknown as {
      record: string[];
      info: { lines: number };
    }[];
    return rows.flatMap(({ record, info }, index) => {
      // What is quoted may span lines: a row begins behind the end of the one before.
      const number = index === 0 ? 1 : rows[index - 1]!.info.lines + 1;
      const cells = record.map((cell) => cell.trim());
      return cells.every((cell) => cell === '') ? [] : [{ cells, number: Math.min(number, info.lines) }];
    });
  } catch (error) {
    throw refused(name, `cannot be read as CSV: ${(error as Error).message}.`);
  }
}

function columnsOf({ cells, number }: Line, name: string): (AssetColumn | null)[] {
  const columns = cells.map((cell) => (cell === '' ? null : columnOf(cell)));
  const problems = cells.flatMap((cell, index) => {
    const column = columns[index];
    if (cell === '') return [];
    if (column === null) return [`line ${number}, column "${cell}": there is no such column; there are ${COLUMNS_SAID}`];
    return columns.indexOf(column!) < index ? [`line ${number}, column "${cell}": the column ${column} stands twice`] : [];
  });
  if (!columns.includes('tag')) problems.unshift(`line ${number}: no column is called tag (位号)`);
  if (problems.length > 0) throw refused(name, said(problems));
  return columns;
}

function placedAsset({ cells, number }: Line, columns: readonly (AssetColumn | null)[]): PlacedAsset {
  const cell = (column: AssetColumn): string => cells[columns.indexOf(column)]?.replaceAll(/\s+/g, ' ') ?? '';
  const orNull = (text: string) => (text === '' ? null : text);
  const tag = cell('tag');
  const written = (cells[columns.indexOf('aliases')] ?? '').split(ALIAS_MARKS).map((alias) => alias.trim().replaceAll(/\s+/g, ' '));
  const aliases = [...new Map(written.map((alias) => [fold(alias), alias])).values()].filter(
    (alias) => alias !== '' && fold(alias) !== fold(tag),
  );
  const extra = cells.findIndex((text, index) => text !== '' && (columns[index] ?? null) === null);
  const asset = { tag, name: orNull(cell('name')), model: orNull(cell('model')), site: orNull(cell('site')), aliases };
  return { asset, place: `line ${number}`, ...(extra >= 0 && { stray: `cell ${extra + 1} ("${cells[extra]}") stands under no column` }) };
}

const MOST_PROBLEMS = 5;

function said(problems: readonly string[]): string {
  const more = problems.length > MOST_PROBLEMS ? `; and ${problems.length - MOST_PROBLEMS} more` : '';
  return `cannot be taken: ${problems.slice(0, MOST_PROBLEMS).join('; ')}${more}.`;
}

function refused(name: string, why: string): MillwrightError {
  return new MillwrightError(`"${name}" ${why} The list kept before stays as it is.`, { code: 'bad_request' });
}
