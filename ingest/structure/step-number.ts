import type { TextBlock } from '../../knowledge/document/block.ts';

/** "2", "b", "iv", "③", "2.1" alone in a list mark. */
const ORDINAL =
  /^(?:step\s+|步骤\s*)?[(（]?(?<number>\d{1,2}(?:\.\d{1,2}){1,3}|\d{1,3}|[a-zA-Z]|[ivx]{2,5}|[IVX]{2,5}|[①-⑳])[.．)）、:：]?$/iu;
const LEADING =
  /^(?:(?<step>step\s+\d{1,2}|步骤\s*\d{1,2})\s*[:：.、—–-]?|[(（](?<round>\d{1,2})[)）]|(?<plain>\d{1,2})[.．)、](?!\d)|(?<circle>[①-⑳])|(?<decimal>\d{1,2}(?:\.\d{1,2}){1,3})[.．)、]?(?=\s|\p{Script=Han}))\s*(?=\S)/iu;

/** How a step is counted. `path`: its number, those of outer steps in front where it says them ("2.1"). `style`: the look of its
 *  mark: steps of one level look alike. */
export type StepNumber = { path: string[]; style: string };

/** The number of a step, from its marker or the start of its words ("3.", "Step 3", "步骤3", "③", "2.1"); null: no step. */
export function stepNumber(block: TextBlock): StepNumber | null {
  if (block.kind === 'list_item' && block.marker !== null) {
    const mark = block.marker.trim();
    return numbered(ORDINAL.exec(mark)?.groups?.number, mark);
  }
  if (block.kind === 'heading' || block.kind === 'code') return null;
  const match = LEADING.exec(block.text);
  if (!match?.groups) return null;
  const { step, round, plain, circle, decimal } = match.groups;
  return numbered(step?.replaceAll(/\D/g, '') ?? round ?? plain ?? circle ?? decimal, match[0].trim());
}

function numbered(number: string | undefined, mark: string): StepNumber | null {
  if (number === undefined) return null;
  const plain = /[①-⑳]/u.test(number) ? String(number.codePointAt(0)! - CIRCLED_ONE + 1) : number;
  return { path: plain.split('.'), style: mark.replace(number, kindOf(number)) };
}

const CIRCLED_ONE = 0x2460;

function kindOf(number: string): string {
  if (/^\d+$/.test(number)) return '1';
  if (/^[①-⑳]$/u.test(number)) return '①';
  return /[A-Z]/.test(number) ? 'A' : 'a';
}

/** Whether a number comes right after another one: 4 after 3, c after b, iv after iii, "1", "a", "A" or "i" after none. */
export function follows(number: string, before: string | null): boolean {
  if (before === null) return /^[1aAiI]$/.test(number);
  if (/^\d+$/.test(number) && /^\d+$/.test(before)) return Number(number) === Number(before) + 1;
  if (number.length === 1 && before.length === 1 && /^\p{L}\p{L}$/u.test(number + before))
    if (number.codePointAt(0) === before.codePointAt(0)! + 1) return true;
  const [value, last] = [romanValue(number), romanValue(before)];
  return value !== null && last !== null && value === last + 1;
}

const ROMAN = ['i', 'ii', 'iii', 'iv', 'v', 'vi', 'vii', 'viii', 'ix', 'x', 'xi', 'xii', 'xiii', 'xiv', 'xv'];

function romanValue(number: string): number | null {
  const index = ROMAN.indexOf(number.toLowerCase());
  return index === -1 ? null : index + 1;
}
