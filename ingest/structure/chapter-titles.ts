import type { Block, TextBlock } from '../../knowledge/document/block.ts';

const NUMBER_WORDS =
  'one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty';
/** "Chapter 3", "APPENDIX", "Part II", "CHAPTER" over "NINE", "第三章": a number that waits for its title. */
const DIVISION = new RegExp(
  String.raw`^(?:(?:chapter|part|appendix|annex|kapitel|teil|anhang)(?:\s+(?:\d{1,3}|[a-z]|[ivxlc]{1,6}|${NUMBER_WORDS}))?|第\s*[\d一二三四五六七八九十百]{1,4}\s*[章篇部]|附\s*录\s*[A-Z\d]?)[.:：]?$`,
  'iu',
);
const LONGEST_TITLE = 140;

/** Chapters whose number is printed on a line above their title: both made one heading. */
export function joinedChapters(blocks: readonly Block[]): Block[] {
  const joined: Block[] = [];
  for (const block of blocks) {
    const last = joined.at(-1);
    if (last !== undefined && isTitleOf(block, last)) joined[joined.length - 1] = join(last as TextBlock, block as TextBlock);
    else joined.push(block);
  }
  return joined;
}

const isLine = (block: Block): block is TextBlock => block.kind === 'text' || block.kind === 'heading';

/** The title is printed as large as the number, or in bold. */
function isTitleOf(block: Block, number: Block): boolean {
  if (!isLine(block) || !isLine(number) || block.page !== number.page || !DIVISION.test(number.text.trim())) return false;
  if (number.fontSize === null || block.fontSize === null || block.text.length > LONGEST_TITLE) return false;
  return (
    block.fontSize >= number.fontSize - 0.5 && (block.fontSize > number.fontSize + 0.5 || block.bold === number.bold) && stands(number)
  );
}

/** The number alone is in large or bold print: "Part 3" in the text waits for nothing. */
const stands = (number: TextBlock): boolean => number.kind === 'heading' || number.bold || number.fontSize! > LARGE;
/** Points: text is not set as large. */
const LARGE = 13;

function join(number: TextBlock, title: TextBlock): TextBlock {
  const start = number.text.length + 1;
  return {
    ...title,
    kind: number.kind === 'heading' || title.kind === 'heading' ? 'heading' : 'text',
    level: title.level ?? number.level,
    text: `${number.text} ${title.text}`,
    spans: [...number.spans, ...title.spans.map((span) => ({ ...span, start: span.start + start, end: span.end + start }))],
    fontSize: Math.max(number.fontSize!, title.fontSize!),
    bold: number.bold || title.bold,
  };
}
