import type { FigureBlock, TextBlock } from '../../knowledge/document/block.ts';
import type { Notice, NoticeLevel, PassageFigure } from '../../knowledge/document/passage.ts';
import type { ProcedureStep, SectionContent } from '../structure/section.ts';
import { append, emptyPiece, joined, type Piece, pieceOf } from './piece.ts';
import { tablePieces } from './table-pieces.ts';

/** What stands under one heading, as pieces that should stay whole each. A picture without a caption goes with the words
 *  before it, or with the first ones. `loose`: pictures of a section that has no words. */
export function sectionPieces(content: readonly SectionContent[]): { pieces: Piece[]; loose: PassageFigure[] } {
  const pieces: Piece[] = [];
  let loose: PassageFigure[] = [];
  for (const item of content) {
    const made = piecesOf(item);
    if (item.kind === 'figure' && made.length === 0) (pieces.at(-1)?.figures ?? loose).push(...figureOf(item.figure));
    made[0]?.figures.unshift(...loose);
    if (made.length > 0) loose = [];
    pieces.push(...made);
  }
  return { pieces, loose };
}

function piecesOf(item: SectionContent): Piece[] {
  switch (item.kind) {
    case 'paragraph':
      return [pieceOf(item.block)];
    case 'code':
      return [pieceOf(item.block, 'code')];
    case 'list':
      return item.items.map((block) => pieceOf(block, 'list'));
    case 'notice':
      return [noticePiece(item.level, item.blocks, null)];
    case 'procedure':
      return item.steps.map((step) => stepPiece(step));
    case 'table':
      return tablePieces(item.table);
    case 'figure':
      return item.figure.caption ? [captionPiece(item.figure)] : [];
  }
}

function captionPiece(figure: FigureBlock): Piece {
  const { caption, captionSpans, page } = figure;
  return { ...emptyPiece('prose'), text: caption ?? '', spans: captionSpans ?? [], figures: figureOf(figure), page };
}

/** Formats without pages have no place to show a picture from. */
function figureOf({ caption, page, box }: FigureBlock): PassageFigure[] {
  return page === null || box === null ? [] : [{ caption, page, box }];
}

function noticePiece(level: NoticeLevel, blocks: readonly TextBlock[], step: string | null): Piece {
  const piece = joined(
    blocks.map((block) => pieceOf(block)),
    'prose',
  );
  const notice: Notice = { level, start: 0, end: piece.text.length, step };
  return { ...piece, notices: [notice] };
}

/** The notices of a step stand before it, its own number before its words, its sub-steps behind. */
function stepPiece(step: ProcedureStep, prefix = ''): Piece {
  const number = `${prefix}${step.number}`;
  let piece = emptyPiece('procedure');
  for (const { level, blocks } of step.notices) piece = append(piece, noticePiece(level, blocks, number));
  const own = joined(
    step.blocks.map((block) => pieceOf(block)),
    'procedure',
  );
  const shown = step.figures.reduce((whole, figure) => appendFigure(whole, figure), own);
  const body = step.steps.reduce((whole, inner) => append(whole, stepPiece(inner, `${number}.`)), shown);
  const start = piece.text === '' ? 0 : piece.text.length + 1;
  piece = append(piece, body);
  return { ...piece, kind: 'procedure', steps: [{ number, start, end: piece.text.length }, ...piece.steps] };
}

function appendFigure(piece: Piece, figure: FigureBlock): Piece {
  return figure.caption ? append(piece, captionPiece(figure)) : { ...piece, figures: [...piece.figures, ...figureOf(figure)] };
}
