import type { Block } from '../../../knowledge/document/block.ts';
import { captionKind } from '../pdf/captions.ts';

/** Gives tables and figures the caption next to them: a table's stands above it as a rule, a figure's below.
 *  The caption then is no block of its own. For formats without places on a page. */
export function attachCaptions(blocks: readonly Block[]): Block[] {
  const taken = new Set<Block>();
  const made = blocks.map((block, index): Block => {
    if (block.kind !== 'table' && block.kind !== 'figure') return block;
    const near = block.kind === 'table' ? [index - 1, index + 1] : [index + 1, index - 1];
    const caption = near.map((at) => blocks[at]).find((other) => other !== undefined && !taken.has(other) && isCaption(other, block.kind));
    if (caption === undefined || caption.kind === 'table' || caption.kind === 'figure') return block;
    if (block.kind === 'table' && block.caption !== null) return block;
    taken.add(caption);
    return { ...block, caption: caption.text };
  });
  return made.filter((_, index) => !taken.has(blocks[index]!));
}

function isCaption(block: Block, of: 'table' | 'figure'): boolean {
  if (block.kind !== 'caption' && block.kind !== 'text') return false;
  const kind = captionKind(block.text);
  return kind === of || (block.kind === 'caption' && kind === null);
}
