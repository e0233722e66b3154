import type { Section, SectionContent } from './section.ts';

const TITLE = /^(?:(?:chapter|appendix|section)\s+)?(?:[\dA-Z]{1,3}\.?\s+)?(?:[\p{L} ]{0,40}\bindex|索\s*引|关键词索引|术语索引)$/iu;
/** "Encoder, 275, 1262", "debounce ... 282", "接线 12，34". */
const ENTRY = /\S.*?(?:[,，、.…\s])\s*\d{1,4}(?:\s*[,，、\-–]\s*\d{1,4})*$/u;
/** Letters that part the entries, and entries of several lines, lead to no page. */
const ENTRIES = 0.5;

/** True for an index at the end of a book: its title says so, and most of its lines are words with page numbers. */
export function isBackIndex(section: Section): boolean {
  if (!TITLE.test(section.title.trim())) return false;
  const lines = linesOf(section).filter((line) => [...line].length > 1);
  return lines.length > 0 && lines.filter((line) => ENTRY.test(line)).length >= ENTRIES * lines.length;
}

function linesOf({ content, sections }: Section): string[] {
  return [...content.flatMap(textsOf).flatMap((text) => text.split('\n')), ...sections.flatMap(linesOf)].map((line) => line.trim());
}

function textsOf(content: SectionContent): string[] {
  switch (content.kind) {
    case 'paragraph':
    case 'code':
      return [content.block.text];
    case 'list':
      return content.items.map(({ text }) => text);
    case 'notice':
      return content.blocks.map(({ text }) => text);
    case 'procedure':
      return content.steps.flatMap(({ blocks }) => blocks.map(({ text }) => text));
    case 'table':
      return content.table.rows.flatMap((row) => row.map(({ text }) => text));
    case 'figure':
      return [];
  }
}
