import type { TFunction } from 'i18next';
import type { Answer } from '../../../server/api/schemas.ts';
import { placeOf } from './place.ts';

/** The answer as plain text with its sources below: what goes into a ticket or a log book. */
export function answerAsText(answer: Answer, t: TFunction): string {
  const sources = answer.citations.map(
    (citation) =>
      `[${citation.n}] ${placeOf(citation, t)}${citation.sectionPath.length > 0 ? `, ${citation.sectionPath.join(' › ')}` : ''}: “${citation.quote}”`,
  );
  return [answer.question, '', answer.text, ...(sources.length > 0 ? ['', t('answer.sources'), ...sources] : [])].join('\n');
}

/** navigator.clipboard exists only on https and localhost; a tablet in the hall reads plain http. */
export async function copyText(text: string): Promise<boolean> {
  if (navigator.clipboard) {
    return navigator.clipboard.writeText(text).then(
      () => true,
      () => false,
    );
  }
  const area = document.createElement('textarea');
  area.value = text;
  area.style.position = 'fixed';
  area.style.opacity = '0';
  document.body.append(area);
  area.select();
  const copied = document.execCommand('copy');
  area.remove();
  return copied;
}
