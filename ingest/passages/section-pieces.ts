import type { TextBlock } from '../../knowledge/document/block.ts';
import type { Notice, NoticeLevel } from '../../knowledge/document/passage.ts';
import type { ProcedureStep, SectionContent } from '../structure/section.ts';
import { append, emptyPiece, joined, type Piece, pieceOf } from './piece.ts';
import { tablePieces } from './table-pieces.ts';

/** What stands under one heading, as pieces that should stay whole each. */
export function sectionPieces(content: readonly SectionContent[]): Piece[] {
  return content.flatMap(piecesOf);
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
      return item.figure.caption ? [{ ...emptyPiece('prose'), text: item.figure.caption, page: item.figure.page }] : [];
  }
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
  const body = step.steps.reduce(
    (whole, inner) => append(whole, stepPiece(inner, `${number}.`)),
    joined(
      step.blocks.map((block) => pieceOf(block)),
      'procedure',
    ),
  );
  const start = piece.text === '' ? 0 : piece.text.length + 1;
  piece = append(piece, body);
  return { ...piece, kind: 'procedure', steps: [{ number, start, end: piece.text.length }, ...piece.steps] };
}
