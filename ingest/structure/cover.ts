import type { Block } from '../../knowledge/document/block.ts';
import type { FontFacts } from './headings.ts';

/** Shortest running text, in characters (a Chinese one counts for two). */
const RUNNING_TEXT = 120;

/** Whether the first page is a title page: nothing but short lines, some in large print, and more pages behind it. */
export function hasCover(blocks: readonly Block[], { body }: FontFacts): boolean {
  const page = blocks[0]?.page ?? null;
  if (page === null || blocks.at(-1)!.page === page) return false;
  let large = 0;
  for (const block of blocks) {
    if (block.page !== page) break;
    if (block.kind === 'figure') continue;
    if (block.kind === 'table' || block.kind === 'list_item' || NUMBERED.test(block.text) || lengthOf(block.text) >= RUNNING_TEXT)
      return false;
    if ((block.fontSize ?? 0) >= 1.3 * body) large++;
  }
  return large > 0;
}

const NUMBERED = /^\d{1,2}(?:\.\d+)*\.?\s+\p{L}/u;
const lengthOf = (text: string): number => text.length + (text.match(/\p{Script=Han}/gu)?.length ?? 0);
