import { subjectWords } from '../../../knowledge/question/content-words.ts';
import type { GlossaryEntry } from '../../../knowledge/text/glossary/glossary.ts';
import { tokenize } from '../../../knowledge/text/tokens.ts';

/** A term found in a text: the glossary's entries that it may name, and where it stands. */
export type FoundTerm = { text: string; entries: ReadonlySet<number>; start: number; end: number; thing: boolean };

const LONGEST_ENGLISH = 5;
const LONGEST_CHINESE = 12;
const ENGLISH_WORD = /[\p{Script=Latin}][\p{Script=Latin}'’-]*/gu;
const HAN_RUN = /\p{Script=Han}+/gu;
/** Fields of the glossary whose entries are doings and properties, not things. */
const NO_THINGS = new Set(['verbs-adjectives', 'words', 'documents']);

/** Fields of general language: a restatement may say "at most" for "no more than", and no thing is named by either. */
const GENERAL = new Set(['actions', 'properties', 'notions', 'quantities-shapes']);

/** Words about the document itself, and of order: a restatement may say them freely. */
const FREE =
  /^(?:manuals?|handbooks?|instructions?|documents?|documentation|sections?|chapters?|tables?|figures?|pages?|steps?|first|second|third|then|next|times?|points?|values?|units?|types?|parts?|sides?|ends?|machines?|equipment|devices?|systems?|works?|手册|说明书|说明|文件|文档|规定|要求|步骤|设备|装置|部分|部件|机器|系统|方法|情况|数值|位置)$/iu;

/** Tells which words of a text name the same thing, in either language. */
export class TermTable {
  readonly #entries = new Map<string, Set<number>>();
  readonly #things = new Set<number>();

  constructor(entries: readonly GlossaryEntry[]) {
    for (const [number, { english, chinese, field }] of entries.entries()) {
      if (field !== undefined && GENERAL.has(field)) continue;
      for (const name of english) this.#add(tokenize(name).join(' '), number);
      for (const name of chinese) this.#add(name, number);
      if (field !== undefined && !NO_THINGS.has(field)) this.#things.add(number);
    }
    this.#entries.delete('');
  }

  /** The terms of a text, longest first at each place, in its order. */
  find(text: string): FoundTerm[] {
    const normal = text.normalize('NFKC');
    return [...this.#english(normal), ...this.#chinese(normal)].sort((a, b) => a.start - b.start);
  }

  /** True where some name of one is a name of the other. */
  sameThing(one: FoundTerm, two: FoundTerm): boolean {
    for (const entry of one.entries) if (two.entries.has(entry)) return true;
    return false;
  }

  #english(text: string): FoundTerm[] {
    const words = [...text.matchAll(ENGLISH_WORD)];
    const found: FoundTerm[] = [];
    for (let at = 0; at < words.length; ) {
      let taken = 1;
      for (let length = Math.min(LONGEST_ENGLISH, words.length - at); length > 0; length -= 1) {
        const [first, last] = [words[at]!, words[at + length - 1]!];
        const term = text.slice(first.index, last.index + last[0].length);
        if (/[.,;:!?()|]/.test(term)) continue;
        const entries = this.#entries.get(tokenize(term).join(' '));
        if (entries === undefined) continue;
        found.push(this.#found(term, entries, first.index));
        taken = length;
        break;
      }
      at += taken;
    }
    return found;
  }

  #chinese(text: string): FoundTerm[] {
    const found: FoundTerm[] = [];
    for (const { 0: run, index } of text.matchAll(HAN_RUN)) {
      for (let at = 0; at < run.length; ) {
        let taken = 1;
        for (let length = Math.min(LONGEST_CHINESE, run.length - at); length > 1; length -= 1) {
          const term = run.slice(at, at + length);
          const entries = this.#entries.get(term);
          if (entries === undefined) continue;
          found.push(this.#found(term, entries, index + at));
          taken = length;
          break;
        }
        at += taken;
      }
    }
    return found;
  }

  #found(text: string, entries: ReadonlySet<number>, start: number): FoundTerm {
    return {
      text,
      entries,
      start,
      end: start + text.length,
      thing: !FREE.test(text) && subjectWords(text).length > 0 && [...entries].every((entry) => this.#things.has(entry)),
    };
  }

  #add(name: string, entry: number): void {
    const known = this.#entries.get(name) ?? new Set();
    this.#entries.set(name, known.add(entry));
  }
}
