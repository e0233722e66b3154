import type { StoredPassage } from '../store/passage-store.ts';
import { speaksToModel } from '../text/model-address/find-addresses.ts';

/** True where a passage, what it stands under, or the name of its document speaks to a language model: it is given to none, and what
 *  is quoted of it is marked. */
export function addressesModel({ document, sectionPath, text }: Pick<StoredPassage, 'document' | 'sectionPath' | 'text'>): boolean {
  return speaksToModel(text) || speaksToModel([document.file, document.title, ...document.equipment, ...sectionPath].join('\n'));
}
