import { footnoteMark, marksOf } from './footnotes.ts';
import type { PlacedBlock } from './make-blocks.ts';

/** Puts what a page holds apart from its text where it belongs: a footnote behind the block that its mark stands in, a margin note
 *  behind the block that it stands beside. Where none is found they stay at the page's end. */
export function placeAsides(blocks: readonly PlacedBlock[]): PlacedBlock[] {
  const isAside = (block: PlacedBlock): boolean => block.paragraph?.aside !== undefined;
  if (!blocks.some(isAside)) return [...blocks];
  const body = blocks.filter((block) => !isAside(block));
  const behind = new Map<PlacedBlock, PlacedBlock[]>();
  const end: PlacedBlock[] = [];
  for (const aside of blocks.filter(isAside)) {
    const host = aside.paragraph!.aside === 'margin' ? blockBeside(aside, body) : blockOfMark(aside, body);
    if (host === undefined) end.push(aside);
    else behind.set(host, [...(behind.get(host) ?? []), aside]);
  }
  return [...body.flatMap((block) => [block, ...(behind.get(block) ?? [])]), ...end];
}

function blockOfMark(note: PlacedBlock, body: readonly PlacedBlock[]): PlacedBlock | undefined {
  const mark = footnoteMark(note.paragraph!.lines[0]!.text);
  return mark === null ? undefined : body.findLast((block) => textsOf(block).some((text) => marksOf(text).includes(mark)));
}

function textsOf({ block }: PlacedBlock): string[] {
  if (block.kind === 'figure') return [block.caption ?? ''];
  if (block.kind === 'table') return [block.caption ?? '', ...block.rows.flatMap((row) => row.map(({ text }) => text))];
  return [block.text];
}

/** The lowest block that begins above the note's first line; of several beside each other the nearest one. */
function blockBeside(note: PlacedBlock, body: readonly PlacedBlock[]): PlacedBlock | undefined {
  const top = note.rect.top + note.paragraph!.lines[0]!.size / 2;
  const distance = ({ rect }: PlacedBlock): number => Math.max(rect.left - note.rect.right, note.rect.left - rect.right, 0);
  const above = body.filter((block) => block.frame === note.frame && block.rect.top <= top);
  const nearest = Math.min(...above.map(distance));
  return above.findLast((block) => distance(block) < nearest + SAME_COLUMN);
}

/** Ragged ends of the lines of one column, in points. */
const SAME_COLUMN = 100;
