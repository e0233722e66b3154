import type { Block, FigureBlock, TextBlock } from '../../knowledge/document/block.ts';
import type { NoticeLevel } from '../../knowledge/document/passage.ts';
import { noticeLabel } from './notice-label.ts';
import type { ProcedureStep, SectionContent } from './section.ts';

/** How many blocks ahead a second step may stand: pictures and notes lie between. A bound, or long sections take their square. */
const LOOK_AHEAD = 40;

type Notice = { level: NoticeLevel; blocks: TextBlock[] };

const ORDINAL = /^(?:step\s+|步骤\s*)?[(（]?(?<number>\d{1,3}|[a-zA-Z]|[①-⑳])[.)）、:：]?$/i;
const LEADING =
  /^(?:(?<step>step\s+\d{1,2}|步骤\s*\d{1,2})\s*[:：.、—–-]?|[(（](?<round>\d{1,2})[)）]|(?<plain>\d{1,2})[.)、](?!\d)|(?<circle>[①-⑳]))\s*(?=\S)/iu;

/** The number of a step, from its marker or the start of its words ("3.", "Step 3", "步骤3", "③"); null: no step. */
export function stepNumber(block: TextBlock): string | null {
  if (block.kind === 'list_item' && block.marker !== null) return asNumber(ORDINAL.exec(block.marker.trim())?.groups?.number);
  if (block.kind === 'heading' || block.kind === 'code') return null;
  const groups = LEADING.exec(block.text)?.groups;
  if (!groups) return null;
  return asNumber(groups.step?.replaceAll(/\D/g, '') ?? groups.round ?? groups.plain ?? groups.circle);
}

function asNumber(mark: string | undefined): string | null {
  if (mark === undefined) return null;
  return /[①-⑳]/u.test(mark) ? String(mark.codePointAt(0)! - 0x2460 + 1) : mark;
}

function follows(number: string, before: string | null): boolean {
  if (before === null) return number === '1' || number === 'a' || number === 'A';
  if (/^\d+$/.test(number) && /^\d+$/.test(before)) return Number(number) === Number(before) + 1;
  return number.length === 1 && before.length === 1 && number.codePointAt(0) === before.codePointAt(0)! + 1;
}

/** The blocks under one heading as paragraphs, lists, notices, procedures and tables, in their order. */
export function sectionContent(blocks: readonly Block[]): SectionContent[] {
  return new ContentMaker().make(blocks);
}

class ContentMaker {
  readonly #content: SectionContent[] = [];
  #steps: ProcedureStep[] | null = null;
  /** Notices that stand before the step that is still to come. */
  #waiting: Notice[] = [];

  make(blocks: readonly Block[]): SectionContent[] {
    for (let index = 0; index < blocks.length; index += 1) {
      const block = blocks[index]!;
      if (block.kind === 'table') this.#endSteps(() => this.#content.push({ kind: 'table', table: block }));
      else if (block.kind === 'figure') this.#takeFigure(block);
      else {
        const taken = this.#takeNotice(blocks, index);
        if (taken > 0) index += taken - 1;
        else this.#takeText(block, blocks.slice(index + 1, index + 1 + LOOK_AHEAD));
      }
    }
    this.#endSteps();
    return this.#content;
  }

  /** A picture inside a procedure belongs to the step before it. */
  #takeFigure(figure: FigureBlock): void {
    const step = this.#steps?.at(-1);
    if (step === undefined) this.#content.push({ kind: 'figure', figure });
    else (step.steps.at(-1) ?? step).figures.push(figure);
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
    const number = next && next.kind !== 'table' ? stepNumber(next) : null;
    const expected = this.#steps?.at(-1)?.number ?? null;
    if (number !== null && follows(number, expected)) this.#waiting.push(notice);
    else if (next && next.kind !== 'table' && next.kind !== 'heading' && noticeLabel(next.text, next.boxed) && this.#steps === null)
      this.#waiting.push(notice);
    else if (this.#steps !== null && notice.blocks[0]!.indent > 0) this.#steps.at(-1)!.notices.push(notice);
    else this.#endSteps(() => this.#content.push({ kind: 'notice', ...notice }));
  }

  #takeText(block: TextBlock, rest: readonly Block[]): void {
    const number = stepNumber(block);
    const last = this.#steps?.at(-1);
    if (number !== null && follows(number, last?.number ?? null) && (this.#steps !== null || this.#goesOn(number, block.indent, rest))) {
      this.#steps ??= [];
      this.#steps.push({ number, blocks: [block], notices: this.#waiting, steps: [], figures: [] });
      this.#waiting = [];
      return;
    }
    if (last && this.#belongsToStep(block, last, number)) return;
    this.#endSteps(() => this.#addPlain(block));
  }

  /** A procedure has a second step; a lone "1." is an item of a list. */
  #goesOn(number: string, indent: number, rest: readonly Block[]): boolean {
    return rest.some(
      (block) =>
        block.kind !== 'table' && block.kind !== 'figure' && block.indent <= indent + 1 && follows(stepNumber(block) ?? '', number),
    );
  }

  #belongsToStep(block: TextBlock, step: ProcedureStep, number: string | null): boolean {
    if (number !== null && (follows(number, step.steps.at(-1)?.number ?? null) || block.indent > step.blocks[0]!.indent)) {
      step.steps.push({ number, blocks: [block], notices: [], steps: [], figures: [] });
      return true;
    }
    const deeper = block.indent > step.blocks[0]!.indent;
    if (!deeper && !(block.kind === 'list_item' && block.marker !== null)) return false;
    (step.steps.at(-1) ?? step).blocks.push(block);
    return true;
  }

  #addPlain(block: TextBlock): void {
    if (block.kind === 'code') this.#content.push({ kind: 'code', block });
    else if (block.kind === 'list_item') {
      const last = this.#content.at(-1);
      if (last?.kind === 'list') last.items.push(block);
      else this.#content.push({ kind: 'list', items: [block] });
    } else this.#content.push({ kind: 'paragraph', block });
  }

  /** Closes the procedure under way (notices that waited in vain stand for themselves), then does what comes next. */
  #endSteps(next: () => void = () => undefined): void {
    if (this.#steps !== null) this.#content.push({ kind: 'procedure', steps: this.#steps });
    this.#steps = null;
    for (const notice of this.#waiting) this.#content.push({ kind: 'notice', ...notice });
    this.#waiting = [];
    next();
  }
}
