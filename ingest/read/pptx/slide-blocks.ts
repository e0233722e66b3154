import type { Block } from '../../../knowledge/document/block.ts';
import { textBlock } from '../make-block.ts';

const MAX_TITLE = 90;

/** A slide as a section: its title as heading, its content, its notes. A slide without title is named by its first short
 *  line, or by its number: its words must not fall to the slide before it. */
export function slideBlocks({ title, blocks, notes }: { title: string | null; blocks: Block[]; notes: Block[] }, page: number): Block[] {
  const own = [...blocks, ...notes];
  if (own.length === 0 && title === null) return [];
  const heading = (text: string) => textBlock(text, { kind: 'heading', level: 1, page, bold: true });
  if (title !== null) return [heading(title), ...own];
  const first = own[0]!;
  if (first.kind === 'text' && first.text.length <= MAX_TITLE && own.length > 1) return [heading(first.text), ...own.slice(1)];
  return own.every(({ kind }) => kind === 'figure') ? own : [heading(`Slide ${page}`), ...own];
}
