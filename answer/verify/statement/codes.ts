import { type FoundCode, findCodes } from '../../../knowledge/text/codes.ts';
import { fold } from '../../../knowledge/text/fold.ts';
import type { Finding } from './verification.ts';

export type CodeCheck = {
  statement: string;
  /** The clause of the evidence that is likest to the statement; "" where none is like it. */
  nearest: string;
  evidence: string;
  equipment: readonly string[];
};

/** Every code, part number and model of the statement stands in the evidence, or is a machine that the evidence is about. */
export function checkCodes({ statement, nearest, evidence, equipment }: CodeCheck): Finding[] {
  const stated = [...findCodes(evidence), ...equipment.flatMap((name) => findCodes(name))];
  const known = new Set([...stated.map(({ code }) => code), ...equipment.map(fold)]);
  const folded = fold(evidence);
  const unknown = findCodes(statement)
    .filter(({ code, text }) => !known.has(code) && !known.has(fold(text)) && !standsAlone(folded, fold(text)))
    .map(({ text, code }): Finding => {
      const instead = likest(code, stated);
      return { kind: 'code', statement: text, evidence: instead, contradicted: instead !== null };
    });
  return unknown.length > 0 ? unknown : swapped(findCodes(statement), findCodes(nearest));
}

/** The likest clause names another code of the kind where the statement names this one. */
function swapped(said: readonly FoundCode[], stated: readonly FoundCode[]): Finding[] {
  const extra = said.filter(({ code }) => !stated.some((other) => other.code === code));
  return extra.flatMap(({ text, code }): Finding[] => {
    const unsaid = stated.filter((other) => !said.some((each) => each.code === other.code));
    const instead = likest(code, unsaid);
    return instead === null || stated.length < said.length
      ? []
      : [{ kind: 'code', statement: text, evidence: instead, contradicted: true }];
  });
}

/** A code that runs together with others in a listing ("E406/407") still counts, one inside a longer code does not. */
function standsAlone(text: string, code: string): boolean {
  const escaped = code.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`(?<![a-z\\d])${escaped}(?![a-z\\d])`, 'u').test(text);
}

/** The code of the evidence that was probably meant: same letters before the digits. Null: none of that kind. */
function likest(code: string, stated: readonly FoundCode[]): string | null {
  const letters = /^\D*/.exec(code)![0];
  return stated.find((other) => other.code !== code && /^\D*/.exec(other.code)![0] === letters)?.text ?? null;
}
