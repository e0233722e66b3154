import type { Scope } from '../../knowledge/document/answer.ts';
import type { UnderstoodMachine } from '../../knowledge/document/asset.ts';
import { askedMachines } from '../../knowledge/machines/asked-machines.ts';
import type { KnownMachine } from '../../knowledge/machines/known-machines.ts';
import { type FoundCode, findCodes } from '../../knowledge/text/codes.ts';
import { fold } from '../../knowledge/text/fold.ts';

/** A name with underscores (CORE_LIMIT, set_alpha): it names one thing as a code does. */
const UNDERSCORED = /(?<![\p{L}\p{N}_])[A-Za-z][A-Za-z0-9]*(?:_[A-Za-z0-9]+)+(?![\p{L}\p{N}_])/gu;

/** A code as it is asked for: normalised, and as written. */
export type NamedCode = Pick<FoundCode, 'code' | 'text'>;

/** What the question names outright. An answer that is about another thing of the same kind would be wrong. */
export type NamedThings = {
  /** Names of equipment as documents have them, of the question or of the one machine that its scope is narrowed to. */
  equipment: string[];
  /** How the question names them. */
  machines: UnderstoodMachine[];
  /** Its own words for them. */
  machineWords: string[];
  /** True where its words fit machines of different models. */
  ambiguous: boolean;
  /** Codes, parameters, part numbers and models that are no known equipment, as written. */
  codes: NamedCode[];
};

/** Parts the codes of a question into known equipment and others. */
export function namedThings(question: string, scope: Scope | undefined, known: readonly KnownMachine[]): NamedThings {
  const found: FoundCode[] = findCodes(question);
  for (const match of question.matchAll(UNDERSCORED)) {
    const end = match.index + match[0].length;
    if (found.every((code) => code.end <= match.index || code.start >= end))
      found.push({ code: match[0].toUpperCase(), text: match[0], start: match.index, end });
  }
  const { equipment, machines, said, ambiguous } = askedMachines(question, scope, known);
  const names = [...equipment, ...said].map(fold);
  const codes = found.filter(({ text }) => !names.some((name) => name.includes(fold(text))));
  return { equipment, machines, machineWords: said, ambiguous, codes };
}
