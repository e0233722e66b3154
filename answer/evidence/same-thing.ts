import type { RankedPassage } from '../../knowledge/retrieve/retriever.ts';
import { findCodes } from '../../knowledge/text/codes.ts';
import { fold } from '../../knowledge/text/fold.ts';
import type { Understanding } from '../understand/understand-question.ts';
import type { EvidenceUnit } from './evidence-unit.ts';
import { namesCode } from './passage-words.ts';

/** True where the passage is about what the question names: its equipment, and at least one of its codes.
 *  A document that is about no equipment in particular may speak for any. */
export function isAboutNamed({ passage }: RankedPassage, { equipment, codes }: Understanding): boolean {
  const { document, sectionPath, text } = passage;
  const words = [document.title, ...sectionPath, text].join('\n');
  if (equipment.length > 0 && document.equipment.length > 0) {
    const wanted = new Set(equipment.map(fold));
    const own = document.equipment.some((name) => wanted.has(fold(name)));
    if (!own && !equipment.some((name) => fold(words).includes(fold(name)))) return false;
  }
  return codes.length === 0 || codes.some((code) => namesCode(words, code));
}

/** True where a sentence or row names other equipment and none of what the question names. */
export function isAboutOther(unit: EvidenceUnit, { equipment }: Understanding, catalogue: ReadonlySet<string>): boolean {
  if (equipment.length === 0) return false;
  const wanted = new Set(equipment.map(fold));
  const named = findCodes(unit.text)
    .map(({ text }) => fold(text))
    .filter((name) => catalogue.has(name));
  return named.length > 0 && !named.some((name) => wanted.has(name));
}
