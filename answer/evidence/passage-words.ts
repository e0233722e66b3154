import type { RankedPassage } from '../../knowledge/retrieve/retriever.ts';
import { findCodes } from '../../knowledge/text/codes.ts';
import { fold } from '../../knowledge/text/fold.ts';
import { tokenize } from '../../knowledge/text/tokens.ts';
import type { NamedCode } from '../understand/named-things.ts';
import type { EvidenceUnit } from './evidence-unit.ts';

/** The words around a unit, by nearness. */
export type PassageWords = {
  /** Section path, document title, equipment: they hold for every unit of the passage. */
  surroundings: ReadonlySet<string>;
  passage: ReadonlySet<string>;
};

/** `units`: those of this passage. */
export function passageWords({ passage, records }: RankedPassage, units: readonly EvidenceUnit[]): PassageWords {
  const names = [passage.document.title, ...passage.document.equipment, ...passage.sectionPath];
  const captions = records.flatMap(({ caption }) => caption ?? []);
  return {
    surroundings: new Set([...names, ...captions].flatMap((text) => tokenize(text))),
    passage: new Set(units.flatMap(({ tokens }) => [...tokens])),
  };
}

/** The words of a unit itself: a row says its column headers too. */
export function unitWords(unit: EvidenceUnit): Set<string> {
  const headers = unit.cells?.flatMap(({ header, value }) => (value === '' ? [] : tokenize(header))) ?? [];
  const intro = unit.intro === null ? [] : tokenize(unit.hit.passage.text.slice(unit.intro.start, unit.intro.end));
  return new Set([...unit.tokens, ...headers, ...intro]);
}

const JOINT = /[-_.\s]/;

/** True where the text names the thing, in any writing of it: "P1-03" for P103, yet not "P2-05" for P-205, whose joint says otherwise. */
export function namesCode(text: string, asked: NamedCode): boolean {
  const codes = findCodes(text);
  if (codes.some(({ code }) => code === asked.code)) return true;
  if (JOINT.test(asked.text) && codes.some((other) => fold(other.text) === fold(asked.text))) return false;
  const token = identifierToken(asked);
  return token !== null && tokenize(text).includes(token);
}

/** The index token of a code written as one word; null where it is written in several. */
export function identifierToken({ text }: NamedCode): string | null {
  const tokens = tokenize(text);
  const whole = tokens[0];
  return whole !== undefined && fold(whole) === fold(text) ? whole : null;
}
