import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { ReadTable } from './readings.ts';

/** A table as a person read it on the printed page. The words are others': only a hash of each cell is kept. */
export type CheckedTable = { file: string; page: number; what: string; rows: string[][] };

export type TableScore = { tables: number; cells: number; right: number; whole: number };

/** Eight hex digits of the SHA-256 of a cell's letters, digits and signs; "" for an empty cell. */
export function cellHash(text: string): string {
  const bare = text.normalize('NFKC').replace(/\s+/g, '');
  return bare === '' ? '' : createHash('sha256').update(bare).digest('hex').slice(0, 8);
}

export function checkedTables(file: string): CheckedTable[] {
  const lines = readFileSync(path.join(import.meta.dirname, 'tables.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .filter((line) => line !== '');
  return lines.map((line) => JSON.parse(line) as CheckedTable).filter((table) => table.file === path.basename(file));
}

/** A cell is right when it says the same in the same row and column, counted from where the table begins on the page. */
export function scoreTables(checked: readonly CheckedTable[], read: readonly ReadTable[]): TableScore & { wrong: string[] } {
  const score = { tables: checked.length, cells: 0, right: 0, whole: 0, wrong: [] as string[] };
  for (const table of checked) {
    const cells = table.rows.flat().length;
    const candidates = read.filter(({ page, pageEnd }) => page <= table.page && pageEnd >= table.page);
    const right = Math.max(
      0,
      ...candidates.map(({ rows }) =>
        bestMatch(
          table.rows,
          rows.map((row) => row.map(cellHash)),
        ),
      ),
    );
    score.cells += cells;
    score.right += right;
    if (right === cells) score.whole++;
    else score.wrong.push(`page ${table.page} (${table.what}): ${right} of ${cells}`);
  }
  return score;
}

/** Parts of a table over pages are one: the page's part may begin at any row. */
function bestMatch(wanted: readonly (readonly string[])[], rows: readonly (readonly string[])[]): number {
  let best = 0;
  for (let from = 0; from < rows.length; from++) {
    let right = 0;
    for (const [r, row] of wanted.entries()) for (const [c, hash] of row.entries()) if (rows[from + r]?.[c] === hash) right++;
    best = Math.max(best, right);
  }
  return best;
}
