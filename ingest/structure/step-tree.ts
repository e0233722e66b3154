import type { TextBlock } from '../../knowledge/document/block.ts';
import type { ProcedureStep } from './section.ts';
import { follows, type StepNumber } from './step-number.ts';

type Open = { step: ProcedureStep; indent: number; style: string };

/** The steps of one procedure, each with its sub-steps, however deep. Grows at its end. */
export class StepTree {
  readonly steps: ProcedureStep[] = [];
  /** The last step of every level, outermost first. */
  readonly #open: Open[] = [];

  /** The step that was added last. */
  get last(): ProcedureStep | undefined {
    return this.#open.at(-1)?.step;
  }

  /** Where words must stand at least to belong to the procedure. */
  get indent(): number {
    return this.#open[0]?.indent ?? 0;
  }

  /** At which level a number goes on or begins to count; null where it does neither. */
  levelOf({ path, style }: StepNumber, indent: number): number | null {
    const levels = this.#open.length;
    if (path.length > 1) return this.#levelOfPath(path);
    const number = path[0]!;
    const goesOn = (level: number): boolean => follows(number, this.#open[level]!.step.number);
    const deepestFirst = Array.from({ length: levels }, (_, i) => levels - 1 - i);
    const aligned = deepestFirst.find((level) => goesOn(level) && this.#open[level]!.indent === indent);
    if (aligned !== undefined) return aligned;
    const begins = follows(number, null);
    if (begins && levels > 0 && indent > this.#open.at(-1)!.indent) return levels;
    const going = deepestFirst.find(goesOn);
    if (going !== undefined) return going;
    if (begins && this.#open.every((open) => open.style !== style)) return levels;
    // Numbers that are cut short by a page or a picture count on all the same where they stand further in.
    return levels > 0 && indent > this.indent ? Math.max(1, deepestFirst.find((level) => this.#open[level]!.indent < indent)! + 1) : null;
  }

  /** "2.1" names the step that it belongs to. */
  #levelOfPath(path: readonly string[]): number | null {
    const level = path.length - 1;
    const outer = this.#open.slice(0, level).map(({ step }) => step.number);
    if (outer.length < level || outer.join('.') !== path.slice(0, -1).join('.')) return null;
    return follows(path.at(-1)!, this.#open[level]?.step.number ?? null) ? level : null;
  }

  add(level: number, { path, style }: StepNumber, block: TextBlock, notices: ProcedureStep['notices']): void {
    const step: ProcedureStep = { number: path.at(-1)!, blocks: [block], notices, steps: [], figures: [] };
    this.#open.length = level;
    (this.last?.steps ?? this.steps).push(step);
    this.#open.push({ step, indent: block.indent, style });
  }
}
