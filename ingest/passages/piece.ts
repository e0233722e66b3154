import type { TextBlock } from '../../knowledge/document/block.ts';
import type { Span } from '../../knowledge/document/box.ts';
import type { Notice, PassageFigure, RecordField, Step } from '../../knowledge/document/passage.ts';

export type PieceKind = 'prose' | 'procedure' | 'table' | 'list' | 'code';

/** A row of a table inside a piece: offsets are the piece's. */
export type RowDraft = { row: number; fields: RecordField[]; caption: string | null; page: number | null; spans: Span[] };

/** A stretch of a passage that should stay whole: a paragraph, a list, a step with its notices, some rows with their header.
 *  All offsets count from the start of `text`. */
export type Piece = {
  kind: PieceKind;
  text: string;
  spans: Span[];
  notices: Notice[];
  steps: Step[];
  rows: RowDraft[];
  /** Lines that are headings of small sections. */
  headings: { start: number; end: number }[];
  figures: PassageFigure[];
  page: number | null;
};

export function emptyPiece(kind: PieceKind): Piece {
  return { kind, text: '', spans: [], notices: [], steps: [], rows: [], headings: [], figures: [], page: null };
}

/** Puts `next` behind `piece`, parted by `separator`; everything of it moves along. */
export function append(piece: Piece, next: Piece, separator = '\n'): Piece {
  const figures = [...piece.figures, ...next.figures];
  if (piece.text === '') return { ...next, kind: piece.kind, figures };
  const shift = piece.text.length + separator.length;
  const move = <T extends { start: number; end: number }>(parts: readonly T[]): T[] =>
    parts.map((part) => ({ ...part, start: part.start + shift, end: part.end + shift }));
  return {
    kind: piece.kind,
    text: piece.text + separator + next.text,
    spans: [...piece.spans, ...move(next.spans)],
    notices: [...piece.notices, ...move(next.notices)],
    steps: [...piece.steps, ...move(next.steps)],
    rows: [...piece.rows, ...next.rows.map((row) => ({ ...row, fields: move(row.fields) }))],
    headings: [...piece.headings, ...move(next.headings)],
    figures,
    page: piece.page ?? next.page,
  };
}

/** The words of a heading as a line of its own. `spans`: where they are printed. */
export function headingLine(kind: PieceKind, title: string, page: number | null, spans: readonly Span[] = []): Piece {
  return { ...emptyPiece(kind), text: title, spans: [...spans], headings: [{ start: 0, end: title.length }], page };
}

/** A block as a piece, its list mark before it. */
export function pieceOf(block: TextBlock, kind: PieceKind = 'prose'): Piece {
  const mark = block.kind === 'list_item' && block.marker !== null ? `${block.marker} ` : '';
  const spans = block.spans.map((span) => ({ ...span, start: span.start + mark.length, end: span.end + mark.length }));
  if (mark !== '' && block.markerBox !== undefined) spans.unshift({ start: 0, end: mark.length - 1, box: block.markerBox });
  return { ...emptyPiece(kind), text: mark + block.text, spans, page: block.page };
}

export function joined(pieces: readonly Piece[], kind: PieceKind): Piece {
  return pieces.reduce((whole, piece) => append(whole, piece), emptyPiece(kind));
}
