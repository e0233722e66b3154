import type { Block } from '../../knowledge/document/block.ts';

/** The words of a block, cells parted by spaces. */
export function textOfBlock(block: Block): string {
  if (block.kind === 'figure') return '';
  if (block.kind !== 'table') return block.text;
  return block.rows
    .flat()
    .map((cell) => cell.text)
    .join(' ');
}

export function textOfBlocks(blocks: readonly Block[]): string {
  return blocks.map(textOfBlock).join('\n');
}
