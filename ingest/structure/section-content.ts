import type { Block, FigureBlock, TextBlock } from '../../knowledge/document/block.ts';
import type { NoticeLevel } from '../../knowledge/document/passage.ts';
import { noticeLabel } from './notice-label.ts';
import type { SectionContent } from './section.ts';
import { follows, type StepNumber, stepNumber } from './step-number.ts';
import { StepTree } from './step-tree.ts';

/** How many blocks ahead a second step may stand: pictures and notes lie between. A bound, or long sections take their square. */
const LOOK_AHEAD = 40;

type Notice = { level: NoticeLevel; blocks: TextBlock[] };

/** The blocks under one heading as paragraphs, lists, notices, procedures and tables, in their order. */
export function sectionContent(blocks: readonly Block[]): SectionContent[] {
  return new ContentMaker().make(blocks);
}

class ContentMaker {
  readonly #content: SectionContent[] = [];
  #steps: StepTree | null = null;
  /** Notices that stand before the step that is still to come. */
  #waiting: Notice[] = [];
  /** Footnotes and margin notes that wait for the end of a list or procedure. */
  #asides: TextBlock[] = [];

  make(all: readonly Block[]): SectionContent[] {
    const blocks = all.filter((block) => !isAside(block));
    let index = 0;
    for (const block of all) {
      if (isAside(block)) this.#asides.push(block);
      else if (block === blocks[index]) index += this.#take(blocks, index);
    }
    this.#endSteps();
    this.#addAsides();
    return this.#content;
  }

  /** Takes the block at `index` and what goes with it; returns how many blocks. */
  #take(blocks: readonly Block[], index: number): number {
    const block = blocks[index]!;
    if (block.kind === 'table') this.#endSteps(() => this.#push({ kind: 'table', table: block }));
    else if (block.kind === 'figure') this.#takeFigure(block);
    else {
      const taken = this.#takeNotice(blocks, index);
      if (taken > 0) return taken;
      this.#takeText(block, blocks.slice(index + 1, index + 1 + LOOK_AHEAD));
    }
    return 1;
  }

  /** A picture inside a procedure belongs to the step before it. */
  #takeFigure(figure: FigureBlock): void {
    if (this.#steps === null) this.#push({ kind: 'figure', figure });
    else this.#steps.last!.figures.push(figure);
  }

  /** A label with what belongs to it: the rest of its frame, or the one block after a label alone. Returns how many blocks. */
  #takeNotice(blocks: readonly Block[], start: number): number {
    const first = blocks[start] as TextBlock;
    const label = noticeLabel(first.text, first.boxed);
    if (label === null) return 0;
    const notice: Notice = { level: label.level, blocks: [first] };
    let end = start + 1;
    const belongs = (block: Block | undefined): block is TextBlock =>
      block !== undefined &&
      block.kind !== 'table' &&
      block.kind !== 'figure' &&
      block.kind !== 'heading' &&
      (first.boxed ? block.boxed : label.alone && end === start + 1) &&
      noticeLabel(block.text, block.boxed) === null;
    while (belongs(blocks[end])) {
      notice.blocks.push(blocks[end] as TextBlock);
      end += 1;
    }
    this.#place(notice, blocks.slice(end, end + LOOK_AHEAD));
    return end - start;
  }

  /** Before the next step of a procedure, a notice waits for it; elsewhere it stands for itself. */
  #place(notice: Notice, rest: readonly Block[]): void {
    const next = rest.find((block) => block.kind !== 'figure');
    if (next !== undefined && next.kind !== 'table' && this.#isNextStep(next)) this.#waiting.push(notice);
    else if (next && next.kind !== 'table' && next.kind !== 'heading' && noticeLabel(next.text, next.boxed) && this.#steps === null)
      this.#waiting.push(notice);
    else if (this.#steps !== null && notice.blocks[0]!.indent > 0) this.#steps.last!.notices.push(notice);
    else this.#endSteps(() => this.#push({ kind: 'notice', ...notice }));
  }

  #isNextStep(block: TextBlock): boolean {
    const number = stepNumber(block);
    if (number === null) return false;
    return this.#steps === null ? beginsSteps(number) : this.#steps.levelOf(number, block.indent) !== null;
  }

  #takeText(block: TextBlock, rest: readonly Block[]): void {
    const number = stepNumber(block);
    const level = number === null ? null : (this.#steps?.levelOf(number, block.indent) ?? null);
    if (number !== null && level === null && beginsSteps(number) && goesOn(number, block.indent, rest)) {
      // A second procedure right behind the first one.
      if (this.#steps !== null) this.#endSteps();
      this.#steps = new StepTree();
      this.#addStep(0, number, block);
    } else if (number !== null && level !== null) this.#addStep(level, number, block);
    else if (this.#steps !== null && belongsTo(this.#steps, block)) this.#steps.last!.blocks.push(block);
    else this.#endSteps(() => this.#addPlain(block));
  }

  #addStep(level: number, number: StepNumber, block: TextBlock): void {
    this.#steps!.add(level, number, block, this.#waiting);
    this.#waiting = [];
  }

  #addPlain(block: TextBlock): void {
    const last = this.#content.at(-1);
    if (block.kind === 'code') this.#push({ kind: 'code', block });
    else if (block.kind !== 'list_item') this.#push({ kind: 'paragraph', block });
    else if (last?.kind === 'list') last.items.push(block);
    else this.#push({ kind: 'list', items: [block] });
  }

  /** Closes the procedure under way (notices that waited in vain stand for themselves), then does what comes next. */
  #endSteps(next: () => void = () => undefined): void {
    if (this.#steps !== null) this.#push({ kind: 'procedure', steps: this.#steps.steps });
    this.#steps = null;
    for (const notice of this.#waiting) this.#push({ kind: 'notice', ...notice });
    this.#waiting = [];
    next();
  }

  /** Whatever is new ends the list before it. */
  #push(content: SectionContent): void {
    if (content.kind !== 'procedure') this.#addAsides();
    this.#content.push(content);
  }

  #addAsides(): void {
    for (const block of this.#asides) this.#content.push({ kind: 'paragraph', block });
    this.#asides = [];
  }
}

const isAside = (block: Block): block is TextBlock => block.kind !== 'table' && block.kind !== 'figure' && block.aside !== undefined;

/** A procedure begins with "1", "a" or "A". */
const beginsSteps = ({ path }: StepNumber): boolean => path.length === 1 && /^[1aA]$/.test(path[0]!);

/** A procedure has a second step; a lone "1." is an item of a list. */
function goesOn({ path }: StepNumber, indent: number, rest: readonly Block[]): boolean {
  return rest.some((block) => {
    if (block.kind === 'table' || block.kind === 'figure' || block.indent > indent + 1) return false;
    const number = stepNumber(block);
    return number !== null && number.path.length === 1 && follows(number.path[0]!, path[0]!);
  });
}

/** Words set further in than the steps, and items with another mark, say more of the last step. */
function belongsTo(steps: StepTree, block: TextBlock): boolean {
  return block.indent > steps.indent || (block.kind === 'list_item' && block.marker !== null);
}
