import type { ReadResult, TextBlock } from '../../knowledge/document/block.ts';
import type { Language } from '../../knowledge/document/passage.ts';
import type { Found } from './find-fact.ts';
import { evidenceOf, ofText } from './sayings.ts';
import { textOfBlock } from './text-of-blocks.ts';

const HAN = /\p{Script=Han}/gu;
const LATIN_WORD = /\p{Script=Latin}+/gu;
/** A text of so many characters shows its language. */
const ENOUGH = 40;

/** The language of most words; the evidence is the first longer text in it. */
export function languageOf({ blocks }: ReadResult): Found<Language> {
  const counts = { han: 0, latin: 0 };
  for (const block of blocks) {
    const text = block.kind === 'figure' ? (block.caption ?? '') : textOfBlock(block);
    counts.han += text.match(HAN)?.length ?? 0;
    counts.latin += text.match(LATIN_WORD)?.length ?? 0;
  }
  if (counts.han + counts.latin === 0) return { value: 'other', evidence: [] };
  const value = counts.han > counts.latin ? 'zh' : 'en';
  const texts = blocks.filter((block): block is TextBlock => block.kind === 'text' || block.kind === 'list_item');
  const shown = texts.find(({ text }) => text.length >= (value === 'zh' ? ENOUGH / 2 : ENOUGH) && isHan(text) === (value === 'zh'));
  return { value, evidence: shown ? [evidenceOf(ofText(shown), 0, Math.min(shown.text.length, ENOUGH))] : [] };
}

function isHan(text: string): boolean {
  return (text.match(HAN)?.length ?? 0) > (text.match(LATIN_WORD)?.length ?? 0);
}
