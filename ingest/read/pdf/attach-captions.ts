import type { TextBlock } from '../../../knowledge/document/block.ts';
import { captionKind } from './captions.ts';
import type { PlacedBlock } from './make-blocks.ts';

/** Farthest that a caption stands from its table or figure, in points. */
const REACH = 45;

/** Gives tables and figures of a page the caption next to them: a table's stands above it as a rule, a figure's below.
 *  The caption then is no block of its own. */
export function attachCaptions(blocks: readonly PlacedBlock[]): PlacedBlock[] {
  const taken = new Set<PlacedBlock>();
  for (let i = 0; i < blocks.length; i++) {
    const { block } = blocks[i]!;
    if (block.kind !== 'table' && block.kind !== 'figure') continue;
    const order = block.kind === 'table' ? [i - 1, i + 1] : [i + 1, i - 1];
    const found = order.map((k) => blocks[k]).find((other) => other !== undefined && !taken.has(other) && isCaptionOf(other, blocks[i]!));
    if (found === undefined) continue;
    const caption = found.block as TextBlock;
    block.caption = caption.text;
    block.captionSpans = caption.spans;
    taken.add(found);
  }
  return blocks.filter((block) => !taken.has(block));
}

function isCaptionOf(other: PlacedBlock, thing: PlacedBlock): boolean {
  if (other.block.kind !== 'caption' || other.frame.page !== thing.frame.page) return false;
  if (captionKind(other.block.text) !== thing.block.kind) return false;
  const gap = Math.max(thing.rect.top - other.rect.bottom, other.rect.top - thing.rect.bottom);
  return gap < REACH && other.rect.left < thing.rect.right && thing.rect.left < other.rect.right;
}
