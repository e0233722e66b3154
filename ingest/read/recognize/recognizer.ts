import type { GrayImage } from './bitmap/gray-image.ts';

/** A rectangle in pixels of the image that was given, y down. */
export type PixelRect = { left: number; top: number; right: number; bottom: number };

/** Letters that stand together; in Chinese a character or a few. `confidence`: 0..1, as sure as the recognizer is. */
export type RecognizedWord = PixelRect & { text: string; confidence: number };

/** Words on one baseline, left to right, without a gap as wide as between columns or cells where the recognizer sees one. */
export type RecognizedLine = {
  words: RecognizedWord[];
  /** y of the line that letters stand on. */
  baseline: number;
  /** Height of the type (em), as far as letters show it. */
  size: number;
};

/** Reads the words of a picture.
 *  Takes: one upright, level picture of text, dark on light, without rules; some 200 to 300 dots an inch.
 *  Gives: lines from top to bottom, in Chinese and English alike; none for a picture without text. The same picture gives
 *  the same lines. One call at a time.
 *  Errors: recognizer_failed (the program behind it ended or refused). */
export interface Recognizer {
  /** Program, model and version: other ids may read other words. */
  readonly id: string;
  recognize(image: GrayImage): Promise<RecognizedLine[]>;
  close(): Promise<void>;
}

/** How sure a line is: the mean over its characters. */
export function lineConfidence({ words }: Pick<RecognizedLine, 'words'>): number {
  let [sum, length] = [0, 0];
  for (const word of words) {
    sum += word.confidence * word.text.length;
    length += word.text.length;
  }
  return length === 0 ? 0 : sum / length;
}
