import type { RecognizedLine, RecognizedWord } from '../recognizer.ts';

/** What is used of the program's answer (tesseract.js 7, `blocks`). */
export type FoundPage = { blocks: { paragraphs: { lines: FoundLine[] }[] }[] | null };
type FoundBox = { x0: number; y0: number; x1: number; y1: number };
type FoundLine = {
  words: { text: string; confidence: number; bbox: FoundBox }[];
  baseline: FoundBox;
  rowAttributes: { rowHeight: number };
};

/** Row heights that the program states, against the em: Han have no descenders, for which it adds a quarter. */
const HAN_HEIGHT = 1.235;

export function linesOf({ blocks }: FoundPage): RecognizedLine[] {
  const found = (blocks ?? []).flatMap(({ paragraphs }) => paragraphs.flatMap(({ lines }) => lines));
  const lines = found.flatMap(({ words, baseline, rowAttributes }) => {
    const kept = words.flatMap(wordOf);
    if (kept.length === 0) return [];
    const han = share(kept, /\p{Script=Han}/gu);
    const size = rowAttributes.rowHeight / (han > 0.3 ? HAN_HEIGHT : 1);
    return [{ words: kept, baseline: (baseline.y0 + baseline.y1) / 2, size: sane(size, kept) }];
  });
  return lines.sort((a, b) => a.baseline - b.baseline || a.words[0]!.left - b.words[0]!.left);
}

function wordOf({ text, confidence, bbox }: FoundLine['words'][number]): RecognizedWord[] {
  const plain = text.trim();
  if (plain === '' || bbox.x1 <= bbox.x0 || bbox.y1 <= bbox.y0) return [];
  return [{ text: plain, confidence: confidence / 100, left: bbox.x0, top: bbox.y0, right: bbox.x1, bottom: bbox.y1 }];
}

function share(words: readonly RecognizedWord[], pattern: RegExp): number {
  const text = words.map((word) => word.text).join('');
  return (text.match(pattern)?.length ?? 0) / text.length;
}

/** The stated height can be far off on lines of a few marks; ink is between a third and one and a half of the em. */
function sane(size: number, words: readonly RecognizedWord[]): number {
  const ink = Math.max(...words.map((word) => word.bottom - word.top));
  return Math.min(Math.max(size, ink * 0.75), ink * 3);
}
