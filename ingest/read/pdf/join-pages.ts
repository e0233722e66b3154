import type { Block, TableBlock, TableCell } from '../../../knowledge/document/block.ts';
import { frameHeight, width } from './geometry.ts';
import type { PlacedLine } from './joined-text.ts';
import { type PlacedBlock, textBlockOf } from './make-blocks.ts';

type Words = ReadonlyMap<string, number>;

/** Joins what a page's or column's end cut: tables whose columns go on at the top of the next page, paragraphs that stop
 *  in mid-sentence. Footnotes and margin notes between them do not stand in the way. Takes the blocks page by page; only the
 *  last one keeps its lines. */
export class PageJoiner {
  readonly #words: Words;
  readonly #blocks: Block[] = [];
  #last: Tail | null = null;
  /** Footnotes and margin notes that stand behind the last block: what it goes on with comes first. */
  #asides: Block[] = [];

  constructor(words: Words) {
    this.#words = words;
  }

  add(blocks: readonly PlacedBlock[]): void {
    for (const block of blocks) {
      const last = this.#last;
      if (block.paragraph?.aside !== undefined) this.#asides.push(block.block);
      else if (last !== null && goesOnAsTable(last, block)) joinTables(last, block);
      else if (last !== null && goesOnAsText(last.placed, block)) joinText(last, block, this.#words);
      else {
        this.#flush();
        this.#last = { placed: block, part: block, lines: null };
      }
    }
  }

  finish(): Block[] {
    this.#flush();
    return this.#blocks;
  }

  #flush(): void {
    if (this.#last !== null) this.#blocks.push(this.#last.placed.block);
    this.#last = null;
    this.#blocks.push(...this.#asides);
    this.#asides = [];
  }
}

/** The block that may still go on. `part`: its piece on the last page; `lines`: of a paragraph joined already. */
type Tail = { placed: PlacedBlock; part: PlacedBlock; lines: PlacedLine[] | null };

function goesOnAsTable({ placed: before, part: last }: Tail, block: PlacedBlock): boolean {
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

/** "Table 4 (continued)", "续表 4", or the same caption again. */
function isContinuation(caption: string, first: string | null): boolean {
  if (first === null) return false;
  const marked = /continued|cont\.|^续|[（(]续/i.test(caption);
  const bare = (text: string): string =>
    text
      .replace(/[（(]?\s*(?:continued|cont\.?|续)\s*[）)]?/gi, '')
      .replace(/[\s:：.]+/g, '')
      .toLowerCase();
  return marked ? bare(first).startsWith(bare(caption)) : bare(first) === bare(caption);
}

/** Header rows of the later part that repeat the first part's. */
function repeatedHeader(first: TableBlock, later: TableBlock): number {
  const count = first.headerRows;
  if (count === 0 || later.rows.length < count) return 0;
  const same = (a: string, b: string): boolean => a.replace(/\s+/g, '') === b.replace(/\s+/g, '');
  const repeats = first.rows.slice(0, count).every((row, r) => row.every((cell, c) => same(cell.text, later.rows[r]![c]?.text ?? '')));
  return repeats ? count : 0;
}

function joinTables(tail: Tail, block: PlacedBlock): void {
  const first = tail.placed.block as TableBlock;
  const later = block.block as TableBlock;
  const rows = later.rows.slice(repeatedHeader(first, later));
  fillCutCells(first.rows, rows);
  first.rows.push(...rows);
  first.pageEnd = later.pageEnd;
  tail.part = block;
}

/** A merged cell that the page's end cut goes on without words: its text is repeated there too. Told by the column, in
 *  which other cells are merged over rows. */
function fillCutCells(before: readonly TableCell[][], after: TableCell[][]): void {
  const last = before.at(-1) ?? [];
  for (const [c, cell] of last.entries()) {
    const merges = [...before, ...after].some(
      (row, r, all) => row[c]?.repeated && row[c]?.text === all[r - 1]?.[c]?.text && row[c]?.text !== '',
    );
    for (let r = 0; merges && r < after.length && after[r]![c]?.text === ''; r++) after[r]![c] = { ...cell, repeated: true };
  }
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

function joinText(tail: Tail, block: PlacedBlock, words: Words): void {
  const first = tail.placed.paragraph!;
  const later = block.paragraph!;
  tail.lines ??= first.lines.map((line) => ({ line, frame: first.frame }));
  tail.lines.push(...later.lines.map((line) => ({ line, frame: later.frame })));
  const paragraph = { ...first, lines: tail.lines.map((placed) => placed.line), area: later.area };
  tail.placed = { ...tail.placed, paragraph, block: textBlockOf(paragraph, tail.lines, words) };
}
