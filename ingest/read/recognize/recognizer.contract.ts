import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GrayImage } from './bitmap/gray-image.ts';
import { characterErrorRate } from './character-errors.ts';
import { picture } from './fixtures/pictures.ts';
import { CHINESE_LINES, ENGLISH_LINES } from './fixtures/texts.ts';
import type { RecognizedLine, Recognizer } from './recognizer.ts';

const textOf = (lines: readonly RecognizedLine[]): string => lines.map(({ words }) => words.map(({ text }) => text).join(' ')).join('\n');
const blank = (width: number, height: number): GrayImage => ({ width, height, data: new Uint8Array(width * height).fill(250) });

/** What every recognizer has to do. */
export function recognizerContract(name: string, create: () => Promise<Recognizer>): void {
  describe(`${name} as a recognizer`, () => {
    let recognizer: Recognizer;
    let english: RecognizedLine[];
    beforeAll(async () => {
      recognizer = await create();
      english = await recognizer.recognize(await picture('english.png'));
    });
    afterAll(() => recognizer.close());

    it('reads clean English with at most 2 % of the characters wrong, line by line from the top', () => {
      expect(characterErrorRate(ENGLISH_LINES.join(' '), textOf(english))).toBeLessThanOrEqual(0.02);
      expect(english).toHaveLength(ENGLISH_LINES.length);
    });

    it('reads clean Chinese with at most 5 % of the characters wrong', async () => {
      const lines = await recognizer.recognize(await picture('chinese.png'));
      expect(characterErrorRate(CHINESE_LINES.join(''), textOf(lines))).toBeLessThanOrEqual(0.05);
    });

    it('says where each word stands: inside the picture, left to right, over its baseline, at the size of the type', async () => {
      const { width, height } = await picture('english.png');
      for (const { words, baseline, size } of english) {
        for (const [i, word] of words.entries()) {
          expect(word.left).toBeGreaterThanOrEqual(i === 0 ? 0 : words[i - 1]!.left);
          expect(word.right).toBeGreaterThan(word.left);
          expect(word.right).toBeLessThanOrEqual(width);
          expect(word.top).toBeLessThan(baseline);
          expect(word.bottom).toBeLessThanOrEqual(height);
        }
        // 10.5 points at 200 dots an inch are 29 pixels.
        expect(size).toBeGreaterThan(24);
        expect(size).toBeLessThan(36);
      }
    });

    it('says how sure it is of each word', () => {
      for (const word of english.flatMap(({ words }) => words)) {
        expect(word.confidence).toBeGreaterThan(0);
        expect(word.confidence).toBeLessThanOrEqual(1);
      }
    });

    it('finds nothing in an empty picture, however small', async () => {
      expect(await recognizer.recognize(blank(600, 400))).toEqual([]);
      expect(await recognizer.recognize(blank(1, 1))).toEqual([]);
    });

    it('reads the same picture the same way again, whatever it read in between', async () => {
      expect(await recognizer.recognize(await picture('english.png'))).toEqual(english);
    });

    it('has an id, and may be closed twice', async () => {
      const other = await create();
      expect(other.id).toBe(recognizer.id);
      expect(other.id).not.toBe('');
      await other.close();
      await other.close();
    });
  });
}
