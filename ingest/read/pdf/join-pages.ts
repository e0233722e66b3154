import type { TableBlock } from '../../../knowledge/document/block.ts';
import { frameHeight, width } from './geometry.ts';
import type { PlacedLine } from './joined-text.ts';
import { type PlacedBlock, textBlockOf } from './make-blocks.ts';

/** Joins what a page's or column's end cut: tables whose columns go on at the top of the next page, paragraphs that stop
 *  in mid-sentence. */
export function joinAcrossPages(blocks: readonly PlacedBlock[], words: ReadonlyMap<string, number>): PlacedBlock[] {
  const joined: PlacedBlock[] = [];
  const lines = new Map<PlacedBlock, PlacedLine[]>();
  for (const block of blocks) {
    const before = joined.at(-1);
    if (before !== undefined && goesOnAsTable(before, block)) joinTables(before, block);
    else if (before !== undefined && goesOnAsText(before, block)) joinText(before, block, lines, words);
    else joined.push(block);
  }
  return joined;
}

const lastFrames = new WeakMap<PlacedBlock, PlacedBlock>();

function goesOnAsTable(before: PlacedBlock, block: PlacedBlock): boolean {
  const last = lastFrames.get(before) ?? before;
  if (!last.table || !block.table || block.frame.page !== last.frame.page + 1) return false;
  if (!sameColumns(last.table.columns, block.table.columns)) return false;
  const caption = (block.block as TableBlock).caption;
  if (caption !== null && !isContinuation(caption, (before.block as TableBlock).caption)) return false;
  if (repeatedHeader(before.block as TableBlock, block.block as TableBlock) > 0) return true;
  const height = frameHeight(last.frame);
  return (block.block as TableBlock).headerRows === 0 && last.rect.bottom > 0.7 * height && block.rect.top < 0.3 * height;
}

/** The same columns within three points, wherever the table begins (left and right pages have other margins). */
function sameColumns(a: readonly number[], b: readonly number[]): boolean {
  if (a.length !== b.length) return false;
  return a.every((x, i) => Math.abs(x - a[0]! - (b[i]! - b[0]!)) < 4);
}

function isContinuation(caption: string, first: string | null): boolean {
  const bare = (text: string): string =>
    text
      .replace(/\(?\s*(?:continued|cont\.?|续)\s*\)?/gi, '')
      .replace(/^续/, '')
      .replace(/\s+/g, '')
      .toLowerCase();
  return first !== null && bare(caption) === bare(first);
}

/** Header rows of the later part that repeat the first part's. */
function repeatedHeader(first: TableBlock, later: TableBlock): number {
  const count = first.headerRows;
  if (count === 0 || later.rows.length < count) return 0;
  const same = (a: string, b: string): boolean => a.replace(/\s+/g, '') === b.replace(/\s+/g, '');
  const repeats = first.rows.slice(0, count).every((row, r) => row.every((cell, c) => same(cell.text, later.rows[r]![c]?.text ?? '')));
  return repeats ? count : 0;
}

function joinTables(before: PlacedBlock, block: PlacedBlock): void {
  const first = before.block as TableBlock;
  const later = block.block as TableBlock;
  first.rows.push(...later.rows.slice(repeatedHeader(first, later)));
  first.pageEnd = later.pageEnd;
  lastFrames.set(before, block);
}

function goesOnAsText(before: PlacedBlock, block: PlacedBlock): boolean {
  const [a, b] = [before.paragraph, block.paragraph];
  if (!a || !b || b.kind !== 'text' || (a.kind !== 'text' && a.kind !== 'list_item')) return false;
  const last = a.lines.at(-1)!;
  const first = b.lines[0]!;
  const otherPage = b.frame.page === (lastPage(before) ?? a.frame.page) + 1;
  const otherColumn = b.frame === a.frame && first.top < last.top - 3 * last.size && first.left > last.left + 20;
  if (!otherPage && !otherColumn) return false;
  if (a.boxed !== b.boxed || Math.abs(last.size - first.size) > 0.3 || last.bold !== first.bold) return false;
  if (before.block.kind === 'caption' || block.block.kind === 'caption') return false;
  const text = last.text;
  if (/[.:!?;。：！？；]["”’)）]?$/.test(text)) return false;
  const full = last.right > a.area.right - Math.max(0.12 * width(a.area), 3 * last.size);
  if (/^[\p{Ll}]/u.test(first.text)) return full || /[,，、-]$/.test(text);
  return (
    /[,，、-]$/.test(text) ||
    (full &&
      /[\p{Script=Han}]$/u.test(text) &&
      /^\p{Script=Han}/u.test(first.text) &&
      last.right > a.area.right - 1.5 * last.size &&
      a.lines.length > 1)
  );
}

function lastPage(block: PlacedBlock): number | null {
  return block.block.kind === 'figure' || block.block.kind === 'table' ? null : (block.block.spans.at(-1)?.box.page ?? null);
}

function joinText(
  before: PlacedBlock,
  block: PlacedBlock,
  lines: Map<PlacedBlock, PlacedLine[]>,
  words: ReadonlyMap<string, number>,
): void {
  const placed = lines.get(before) ?? before.paragraph!.lines.map((line) => ({ line, frame: before.paragraph!.frame }));
  placed.push(...block.paragraph!.lines.map((line) => ({ line, frame: block.paragraph!.frame })));
  lines.set(before, placed);
  const first = before.paragraph!;
  before.paragraph = { ...first, lines: placed.map((p) => p.line), area: block.paragraph!.area };
  before.block = textBlockOf(before.paragraph, placed, words);
}
