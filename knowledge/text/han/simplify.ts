import { SIMPLIFIED_HAN } from './simplified-han.ts';

const SIMPLIFIED = new Map<string, string>();
for (let index = 0; index < SIMPLIFIED_HAN.length; index += 2) SIMPLIFIED.set(SIMPLIFIED_HAN[index]!, SIMPLIFIED_HAN[index + 1]!);
const HAN = /[㐀-鿿]/g;

/** The text with each traditional character as its simplified one ("過載" -> "过载"); its length stays. For comparing and searching
 *  alone: one character may stand for several words (乾 is 干 here). */
export function simplifyHan(text: string): string {
  return text.replaceAll(HAN, (character) => SIMPLIFIED.get(character) ?? character);
}
