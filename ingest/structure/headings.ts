import type { Block, TextBlock } from '../../knowledge/document/block.ts';
import { noticeLabel } from './notice-label.ts';

/** "1", "1.2", "3.4.1.", "A.2", with words behind. */
const NUMBERED = /^(?<number>(?:\d{1,2}|[A-Z])(?:\.\d{1,3}){0,5})\.?\s+(?=\p{L})/u;
const CHAPTER = /^(?:chapter|part|appendix|annex|section)\s+(?:\d+|[A-Z]|[IVX]+)\b/i;
const CHINESE: [RegExp, number][] = [
  [/^第[一二三四五六七八九十百\d]+[章篇部]/u, 1],
  [/^第[一二三四五六七八九十百\d]+节/u, 2],
  [/^[一二三四五六七八九十]+、/u, 1],
  [/^（[一二三四五六七八九十]+）|^\([一二三四五六七八九十]+\)/u, 2],
];
const MAX_CHARACTERS = 140;
const MAX_HAN = 45;
/** Type this much larger than the body's reads as a heading; smaller steps are unevenness of rendering. */
const LARGER = 1.12;

export type FontFacts = {
  body: number;
  bodyBold: boolean;
  sizes: number[] /** Where most text of the body's size stands. */;
  indent: number;
};

/** The body's type size (most characters) and the larger sizes that short lines use, largest first. */
export function fontFacts(blocks: readonly Block[]): FontFacts {
  const characters = new Map<number, number>();
  const indents = new Map<number, number>();
  let bold = 0;
  let all = 0;
  for (const block of blocks) {
    if (block.kind === 'table' || block.kind === 'figure' || block.fontSize === null || block.kind === 'code') continue;
    const size = Math.round(block.fontSize * 2) / 2;
    characters.set(size, (characters.get(size) ?? 0) + block.text.length);
    all += block.text.length;
    if (block.bold) bold += block.text.length;
    if (block.kind === 'text') indents.set(block.indent, (indents.get(block.indent) ?? 0) + block.text.length);
  }
  const most = (counts: Map<number, number>): number => [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? 0;
  const body = most(characters);
  const sizes = [...characters.keys()].filter((size) => size > body * LARGER).sort((a, b) => b - a);
  return { body, bodyBold: bold > all / 2, sizes, indent: most(indents) };
}

export type HeadingGuess = {
  level: number /** How the level was found: kept levels are surer than counted ones. */;
  by: 'format' | 'number' | 'type';
};

/** Whether a block is a heading, and of which level; null: it is text. `next` is what follows it. */
export function headingGuess(block: TextBlock, next: Block | undefined, facts: FontFacts): HeadingGuess | null {
  if (block.kind === 'heading')
    return { level: block.level ?? numberLevel(block.text) ?? typeLevel(block, facts), by: block.level === null ? 'type' : 'format' };
  if (block.kind !== 'text' || block.boxed || block.aside !== undefined || !shortEnough(block.text) || noticeLabel(block.text, block.boxed))
    return null;
  const larger = block.fontSize !== null && facts.body > 0 && block.fontSize >= facts.body * LARGER;
  const stressed = larger || (block.bold && !facts.bodyBold);
  const level = numberLevel(block.text);
  if (level !== null && stressed && !/[。；;]$/.test(block.text)) return { level, by: 'number' };
  if (block.fontSize === null && level !== null && chineseLevel(block.text) !== null && next !== undefined) return { level, by: 'number' };
  if (!stressed || next === undefined || !titleLike(block.text, larger)) return null;
  if (!larger && (block.text.length > 80 || isLabel(block, next, facts))) return null;
  return { level: typeLevel(block, facts), by: 'type' };
}

/** Bold words in the text's own size that name what follows and head nothing: a term with its meaning set in below it, where
 *  text stands at the margin elsewhere; the name of a listing. */
function isLabel(block: TextBlock, next: Block, { indent }: FontFacts): boolean {
  if (next.kind === 'code') return true;
  return next.kind === 'text' && !next.bold && next.indent > block.indent && block.indent >= indent;
}

/** A title begins with a word or a number (in large type with any other sign too), ends as no sentence does and closes no bracket that it did not open: bold options
 *  ("-x3") and ends of cut lines are none. */
function titleLike(text: string, larger: boolean): boolean {
  const opens = text.match(/[(（“「]/gu)?.length ?? 0;
  const closes = text.match(/[)）”」]/gu)?.length ?? 0;
  const begins = larger ? /^[^•▪●○■–—-]/u : /^[\p{L}\p{N}"'“‘「《【(（]/u;
  return begins.test(text) && /\p{L}/u.test(text) && !/[.。:：;；,，]$/.test(text) && closes <= opens;
}

function shortEnough(text: string): boolean {
  return text.length <= MAX_CHARACTERS && (text.match(/\p{Script=Han}/gu)?.length ?? 0) <= MAX_HAN;
}

function chineseLevel(text: string): number | null {
  return CHINESE.find(([pattern]) => pattern.test(text))?.[1] ?? null;
}

function numberLevel(text: string): number | null {
  const number = NUMBERED.exec(text)?.groups?.number;
  if (number !== undefined) return number.split('.').length;
  if (CHAPTER.test(text)) return 1;
  return chineseLevel(text);
}

/** Larger type, higher level; bold in the body's size stands below all larger ones. */
function typeLevel(block: TextBlock, { sizes }: FontFacts): number {
  const size = block.fontSize === null ? -1 : Math.round(block.fontSize * 2) / 2;
  const rank = sizes.findIndex((each) => size >= each);
  return Math.min(6, (rank === -1 ? Math.min(sizes.length, 4) : Math.min(rank, 4)) + 1);
}
