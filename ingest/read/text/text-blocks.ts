import type { TextBlock } from '../../../knowledge/document/block.ts';
import { textBlock } from '../make-block.ts';

const LIST_MARK = /^(?<indent>\s*)(?<mark>[-*•–]|\(?\d{1,3}[.)、]|[①-⑳])\s+(?<text>\S.*)$/u;
const SPACES_A_LEVEL = 2;

/** Plain text: paragraphs are parted by empty lines; lines of a list stand alone; a line that goes on joins the one before. */
export function textBlocks(text: string): TextBlock[] {
  return text
    .replaceAll('\f', '\n\n')
    .split(/\r?\n[ \t]*\r?\n/)
    .flatMap(paragraphBlocks);
}

function paragraphBlocks(paragraph: string): TextBlock[] {
  const blocks: TextBlock[] = [];
  for (const line of paragraph.split(/\r?\n/)) {
    if (line.trim() === '') continue;
    const item = LIST_MARK.exec(line)?.groups;
    const last = blocks.at(-1);
    if (item)
      blocks.push(
        textBlock(item.text!.trim(), {
          kind: 'list_item',
          marker: item.mark!,
          indent: Math.min(20, Math.floor(item.indent!.length / SPACES_A_LEVEL)),
        }),
      );
    else if (last && goesOn(last.text)) last.text = joinLines(last.text, line.trim());
    else blocks.push(textBlock(line.trim()));
  }
  return blocks;
}

/** A short line that ends a thought is a line of its own (a title, a field); others were broken for width. */
function goesOn(text: string): boolean {
  return text.length > 60 || /[,;，；、a-z-]$/.test(text);
}

function joinLines(before: string, next: string): string {
  const han = /\p{Script=Han}$|[，。；：、]$/u.test(before) && /^\p{Script=Han}/u.test(next);
  return han ? before + next : `${before} ${next}`;
}
