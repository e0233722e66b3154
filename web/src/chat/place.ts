import type { TFunction } from 'i18next';
import type { Citation, RelatedPassage } from '../../../server/api/schemas.ts';

/** "KP-40 Manual, Rev. C, 2024-03, p. 12" in the page's language. */
export function placeOf(cited: Citation | RelatedPassage, t: TFunction): string {
  const parts = [cited.title];
  if (cited.revision) parts.push(t('place.revision', { revision: cited.revision }));
  if (cited.revisionDate) parts.push(cited.revisionDate);
  if (cited.superseded) parts.push(t('place.superseded'));
  const page = pageOf(cited, t);
  if (page !== null) parts.push(page);
  // A number must not stand alone at the start of a line.
  return parts.map((part, index) => (index === 0 ? part : part.replaceAll(' ', '\u00a0'))).join(t('place.separator'));
}

/** "p. 12", "pp. 9–10", "p. 12 (2-4)" with the printed label, "sheet 2"; null where the file has no pages. */
function pageOf(cited: Citation | RelatedPassage, t: TFunction): string | null {
  const { page, pageEnd } = cited;
  if (page === null) return null;
  if (cited.file.toLowerCase().endsWith('.xlsx')) return t('place.sheet', { page });
  if (pageEnd !== null && pageEnd !== page) return t('place.pages', { from: page, to: pageEnd });
  return t('place.page', { page: 'pageLabel' in cited && cited.pageLabel ? `${page} (${cited.pageLabel})` : page });
}
