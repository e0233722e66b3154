import { RecursiveCharacterTextSplitter } from '@langchain/textsplitters';
import { boxesUnder } from '../../knowledge/document/box.ts';
import { countTokens } from './count-tokens.ts';
import { emptyPiece, type Piece } from './piece.ts';

/** Sentences before words, Chinese and English alike. */
const SEPARATORS = ['\n\n', '\n', '。', '！', '？', '. ', '! ', '? ', '；', '; ', '，', ', ', ' ', ''];

/** A piece that is too long by itself, cut where a reader would pause; offsets stay exact. Tables are cut by rows before. */
export async function splitLong(piece: Piece, maxTokens: number): Promise<Piece[]> {
  if (countTokens(piece.text) <= maxTokens) return [piece];
  const splitter = new RecursiveCharacterTextSplitter({
    separators: SEPARATORS,
    keepSeparator: true,
    chunkSize: maxTokens,
    chunkOverlap: 0,
    lengthFunction: countTokens,
  });
  const parts = await splitter.splitText(piece.text);
  const pieces: Piece[] = [];
  let from = 0;
  for (const [index, part] of parts.entries()) {
    const start = piece.text.indexOf(part, from);
    // Separators that the splitter trimmed away stay with the part before them: nothing of the text is lost.
    const next = index + 1 < parts.length ? piece.text.indexOf(parts[index + 1]!, start + part.length) : piece.text.length;
    pieces.push(cut(piece, start, Math.max(start + part.length, next)));
    from = start + part.length;
  }
  const spoken = pieces.filter(({ text }) => text.trim() !== '');
  spoken.at(-1)?.figures.push(...piece.figures);
  return spoken;
}

function cut(piece: Piece, start: number, end: number): Piece {
  const length = piece.text.slice(start, end).trimEnd().length;
  const stop = start + length;
  const within = <T extends { start: number; end: number }>(parts: readonly T[]): T[] =>
    parts
      .filter((part) => part.start < stop && part.end > start)
      .map((part) => ({ ...part, start: Math.max(part.start, start) - start, end: Math.min(part.end, stop) - start }));
  // A line that is cut through keeps the part of its box that its remaining words take.
  const spans = within(piece.spans).map((span) => ({ ...span, box: boxesUnder(piece, span.start + start, span.end + start, 0)[0]! }));
  return {
    ...emptyPiece(piece.kind),
    text: piece.text.slice(start, stop),
    spans,
    notices: within(piece.notices),
    steps: within(piece.steps),
    page: spans[0]?.box.page ?? piece.page,
  };
}
