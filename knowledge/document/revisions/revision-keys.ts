import { fold } from '../../text/fold.ts';
import type { Edition } from './compare-editions.ts';
import { titleKey } from './title-key.ts';

/** Keys under which revisions of one document meet: two documents that share none are never compared (`compareEditions` would
 *  call them unrelated). */
export function revisionKeys({ documentNumber, title, type, language, equipment }: Edition): string[] {
  if (type === 'other') return [];
  const keys: string[] = [];
  if (documentNumber !== null) keys.push(['number', language, type, fold(documentNumber)].join('\n'));
  if (equipment.length > 0) keys.push(['title', language, type, titleKey(title), ...equipment.map(fold).sort()].join('\n'));
  return keys;
}
