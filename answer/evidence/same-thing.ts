import type { RankedPassage } from '../../knowledge/retrieve/retriever.ts';
import { findCodes } from '../../knowledge/text/codes.ts';
import { fold } from '../../knowledge/text/fold.ts';
import type { Understanding } from '../understand/understand-question.ts';
import type { EvidenceUnit } from './evidence-unit.ts';
import { namesCode } from './passage-words.ts';

/** The passages that are about what the question names: at least one of its codes, and its equipment.
 *  Passages of the machine's own documents, or that name it, go before those of documents about no machine in particular:
 *  these speak for it only where it has no passage of its own. */
export function aboutNamed(hits: readonly RankedPassage[], { equipment, codes }: Understanding): RankedPassage[] {
  const coded = codes.length === 0 ? hits : hits.filter((hit) => codes.some((code) => namesCode(wordsOf(hit), code)));
  if (equipment.length === 0) return [...coded];
  const wanted = equipment.map(fold);
  const own = coded.filter((hit) => {
    const names = hit.passage.document.equipment.map(fold);
    return names.some((name) => wanted.includes(name)) || wanted.some((name) => fold(wordsOf(hit)).includes(name));
  });
  return own.length > 0 ? own : coded.filter((hit) => hit.passage.document.equipment.length === 0);
}

function wordsOf({ passage }: RankedPassage): string {
  return [passage.document.title, ...passage.sectionPath, passage.text].join('\n');
}

/** True where a sentence or row names other equipment and none of what the question names; of a table that names machines, in a
 *  document about several, also where neither the row nor its columns name the machine. */
export function isAboutOther(unit: EvidenceUnit, { equipment }: Understanding, catalogue: ReadonlySet<string>): boolean {
  if (equipment.length === 0) return false;
  const wanted = equipment.map(fold);
  const named = findCodes(unit.text)
    .map(({ text }) => fold(text))
    .filter((name) => catalogue.has(name));
  if (named.length > 0) return !named.some((name) => wanted.includes(name));
  const { document, sectionPath, text } = unit.hit.passage;
  if (unit.cells === null || document.equipment.length < 2) return false;
  const headers = unit.cells.map(({ header }) => header);
  const words = fold([...sectionPath, ...headers, unit.text].join('\n'));
  if (wanted.some((name) => words.includes(name))) return false;
  return findCodes([...headers, text].join('\n')).some((code) => catalogue.has(fold(code.text)));
}
