import type { TFunction } from 'i18next';
import type { Citation, RelatedPassage } from '../../../server/api/schemas.ts';

/** "KP-40 Manual, Rev. C, p. 12" in the page's language. */
export function placeOf(cited: Citation | RelatedPassage, t: TFunction): string {
  const parts = [cited.title];
  if ('revision' in cited && cited.revision) parts.push(t('place.revision', { revision: cited.revision }));
  if (cited.page !== null)
    parts.push(t('place.page', { page: 'pageLabel' in cited && cited.pageLabel ? `${cited.page} (${cited.pageLabel})` : cited.page }));
  return parts.join(t('place.separator'));
}
