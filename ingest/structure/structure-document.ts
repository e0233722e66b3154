import type { Block, ReadResult, TextBlock } from '../../knowledge/document/block.ts';
import { fontFacts, headingGuess } from './headings.ts';
import { joinedTables } from './joined-tables.ts';
import type { Section } from './section.ts';
import { sectionContent } from './section-content.ts';

type Open = { section: Section; blocks: Block[] };

/** Blocks to one tree of sections. A heading deeper than its parent's level + 1 becomes the parent's child all the same:
 *  levels of the tree have no gaps. */
export function structureDocument(read: Pick<ReadResult, 'blocks'>): Section {
  const blocks = joinedTables(read.blocks);
  const facts = fontFacts(blocks);
  const root: Open = { section: newSection('', 0, null), blocks: [] };
  /** The open sections from the root down, each with the level that its heading claims. */
  const open: (Open & { claimed: number })[] = [{ ...root, claimed: 0 }];
  const close = () => {
    const { section, blocks: own } = open.pop()!;
    section.content = sectionContent(own);
  };
  for (const [index, block] of blocks.entries()) {
    const guess = block.kind === 'table' || block.kind === 'figure' ? null : headingGuess(block, blocks[index + 1], facts);
    if (guess === null) {
      open.at(-1)!.blocks.push(block);
      continue;
    }
    while (open.length > 1 && open.at(-1)!.claimed >= guess.level) close();
    const section = newSection((block as TextBlock).text, open.length, block as TextBlock);
    open.at(-1)!.section.sections.push(section);
    open.push({ section, blocks: [], claimed: guess.level });
  }
  while (open.length > 0) close();
  return root.section;
}

function newSection(title: string, level: number, heading: TextBlock | null): Section {
  return { title, level, page: heading?.page ?? null, heading, content: [], sections: [] };
}
