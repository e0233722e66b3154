import type { TableBlock, TableCell } from '../../knowledge/document/block.ts';
import type { Span } from '../../knowledge/document/box.ts';
import type { RecordField } from '../../knowledge/document/passage.ts';
import { countTokens } from './count-tokens.ts';
import { emptyPiece, type Piece, type RowDraft } from './piece.ts';

/** A part of a long table: small enough that one row is not lost among its neighbours. */
const MAX_TOKENS = 300;
/** A column that says in which unit the numbers of each row are. */
const UNIT_COLUMN = /^(?:units?|uom|unit of measure|计量单位|单位)$/iu;
const BARE_NUMBER = /^\s*[<>≤≥±+−–-]?\s*\d[\d.,]*(?:\s*(?:[-–~±至]|to)\s*\d[\d.,]*)?\s*$/u;
const UNIT_IN_HEADER = /[(（[［]\s*([^()（）[\]［］]{1,14})\s*[)）\]］]\s*$|[/／]\s*((?:°?[A-Za-zμµΩ℃%][\w·./³²℃°]{0,8}|%))\s*$/u;
const UNIT_LIKE =
  /^(?:°C|℃|°F|K|%|Ω|kΩ|MΩ|[mkMGµμ]?(?:m|g|s|A|V|W|Hz|N|J|Pa|bar|l|L|h|Nm|VA|Wh|F|H)|mm|cm|km|in|inch|rpm|r\/min|min|min-1|1\/min|N·m|N\.m|Nm|MPa|kPa|psi|m³\/h|m3\/h|l\/min|L\/min|l\/s|mm\/s|m\/s|dB|dB\(A\)|kg|t|kW|h|pcs?|小时|分钟|秒|毫米|米|升|年|月|天|个|次)$/u;

/** The rows of a table as pieces: the header row first in each, one row a line, cells parted by " | ". */
export function tablePieces(table: TableBlock): Piece[] {
  const headers = headerTexts(table);
  const body = table.rows.slice(table.headerRows);
  const head =
    headers === null
      ? null
      : line(
          table.rows[Math.max(0, table.headerRows - 1)]!.map((cell, column) => ({
            ...cell,
            text: headers[column]!,
            spans: table.headerRows === 1 ? cell.spans : [],
          })),
        );
  const pieces: Piece[] = [];
  let piece: Piece | null = null;
  for (const [row, cells] of body.entries()) {
    if (cells.every((cell) => cell.text === '')) continue;
    const next = line(cells);
    if (piece === null || countTokens(piece.text) + countTokens(next.text) > MAX_TOKENS) {
      piece = opening(table, head, pieces.length > 0);
      pieces.push(piece);
    }
    addRow(piece, next, { row, cells, headers, table });
  }
  if (pieces.length === 0 && head !== null) pieces.push(opening(table, head, false));
  return pieces;
}

/** Header rows flattened, one text a column; null where the table has none. */
function headerTexts({ rows, headerRows }: TableBlock): string[] | null {
  if (headerRows === 0) return null;
  return (rows[0] ?? []).map((_, column) => {
    const parts = rows
      .slice(0, headerRows)
      .map((row) => row[column]!.text)
      .filter((text) => text !== '');
    return [...new Set(parts)].join(' / ');
  });
}

type Line = { text: string; spans: Span[]; cells: { start: number; end: number; spans: Span[] }[]; page: number | null };

function line(cells: readonly TableCell[]): Line {
  const made: Line = { text: '', spans: [], cells: [], page: null };
  for (const [column, cell] of cells.entries()) {
    if (column > 0) made.text += ' | ';
    const start = made.text.length;
    made.text += cell.text;
    const spans = cell.spans.map((span) => ({ ...span, start: span.start + start, end: span.end + start }));
    if (!cell.repeated) made.spans.push(...spans);
    made.cells.push({ start, end: made.text.length, spans });
    made.page ??= cell.spans[0]?.box.page ?? null;
  }
  return made;
}

function opening(table: TableBlock, head: Line | null, continued: boolean): Piece {
  const piece = emptyPiece('table');
  piece.page = table.page;
  // A later part of a table over pages stands where its own rows stand; a sheet is one page.
  const elsewhere = continued && table.pageEnd !== table.page;
  if (table.caption) piece.text = table.caption;
  if (table.caption && !elsewhere) piece.spans.push(...(table.captionSpans ?? []));
  if (head !== null) addLine(piece, head);
  if (elsewhere) piece.page = null;
  return piece;
}

/** Puts a line at the end; returns by how much its offsets moved. */
function addLine(piece: Piece, next: Line): number {
  const shift = piece.text === '' ? 0 : piece.text.length + 1;
  piece.text += (piece.text === '' ? '' : '\n') + next.text;
  piece.spans.push(...next.spans.map((span) => ({ ...span, start: span.start + shift, end: span.end + shift })));
  piece.page ??= next.page;
  return shift;
}

type Row = { row: number; cells: TableCell[]; headers: string[] | null; table: TableBlock };

function addRow(piece: Piece, next: Line, { row, cells, headers, table }: Row): void {
  const shift = addLine(piece, next);
  const column = (headers ?? []).findIndex((header) => UNIT_COLUMN.test(header.trim()));
  const own = cells[column]?.text.trim() ?? '';
  const rowUnit = UNIT_LIKE.test(own) ? own : null;
  const fields = cells.map((cell, column): RecordField => {
    const place = next.cells[column]!;
    const header = headers?.[column] ?? '';
    return {
      header,
      value: cell.text,
      unit: unitOf(header) ?? (BARE_NUMBER.test(cell.text) ? rowUnit : null),
      start: place.start + shift,
      end: place.end + shift,
    };
  });
  const draft: RowDraft = {
    row,
    fields,
    caption: table.caption,
    page: next.page ?? table.page,
    spans: next.cells.flatMap(({ spans }) => spans),
  };
  piece.rows.push(draft);
}

/** The unit that a column's header states: "Pressure (bar)", "压力/MPa", "Torque [N·m]". */
function unitOf(header: string): string | null {
  const match = UNIT_IN_HEADER.exec(header);
  const unit = (match?.[1] ?? match?.[2])?.trim();
  return unit !== undefined && UNIT_LIKE.test(unit) ? unit : null;
}
