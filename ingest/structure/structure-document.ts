import type { Block, ReadResult, TextBlock } from '../../knowledge/document/block.ts';
import { isBackIndex } from './back-index.ts';
import { joinedChapters } from './chapter-titles.ts';
import { hasCover } from './cover.ts';
import { fontFacts, headingGuess } from './headings.ts';
import { joinedTables } from './joined-tables.ts';
import type { Section } from './section.ts';
import { sectionContent } from './section-content.ts';

/** An open section with the level that its heading claims; `sure`: by outline, tags or styles. */
type Open = { section: Section; blocks: Block[]; claimed: number; sure: boolean };

/** With so many headings that the format itself names, a guessed one stands below them. */
const NAMED_HEADINGS = 5;

/** Blocks to one tree of sections. A heading deeper than its parent's level + 1 becomes the parent's child all the same:
 *  levels of the tree have no gaps. Where outline, tags or styles name the headings, what only looks like one (a bold line,
 *  a numbered one) never ends a section that they began. The large print of a title page heads nothing. A back-of-book
 *  index is left out: it answers nothing. */
export function structureDocument(read: Pick<ReadResult, 'blocks'>): Section {
  const blocks = joinedChapters(joinedTables(read.blocks));
  const facts = fontFacts(blocks);
  const named = blocks.filter((block) => block.kind === 'heading' && block.level !== null).length >= NAMED_HEADINGS;
  const cover = named || hasCover(blocks, facts);
  const root: Open = { section: newSection('', 0, null), blocks: [], claimed: 0, sure: true };
  const open: Open[] = [root];
  const close = () => {
    const { section, blocks: own } = open.pop()!;
    section.content = sectionContent(own);
  };
  for (const [index, block] of blocks.entries()) {
    const guess = block.kind === 'table' || block.kind === 'figure' ? null : headingGuess(block, blocks[index + 1], facts);
    const onTitlePage = cover && open.length === 1 && block.page !== null && block.page === blocks[0]!.page;
    if (guess === null || (onTitlePage && guess.by !== 'format')) {
      open.at(-1)!.blocks.push(block);
      continue;
    }
    const sure = guess.by === 'format';
    const above = named && !sure ? open.findLast((each) => each.sure)!.claimed + 1 : 0;
    const level = Math.max(guess.level, above);
    while (open.length > 1 && open.at(-1)!.claimed >= level) close();
    const section = newSection((block as TextBlock).text, open.length, block as TextBlock);
    open.at(-1)!.section.sections.push(section);
    open.push({ section, blocks: [], claimed: level, sure });
  }
  while (open.length > 0) close();
  root.section.sections = root.section.sections.filter((section) => !isBackIndex(section));
  return root.section;
}

function newSection(title: string, level: number, heading: TextBlock | null): Section {
  return { title, level, page: heading?.page ?? null, heading, content: [], sections: [] };
}
