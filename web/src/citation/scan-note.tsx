import { useTranslation } from 'react-i18next';
import type { Citation } from '../../../server/api/schemas.ts';

/** Says plainly that the words were recognised from a picture of the page and may be wrong. */
export function ScanNote({ recognized }: { recognized: Citation['recognized'] }) {
  const { t } = useTranslation();
  if (recognized === null) return null;
  const sure = Math.round(recognized.confidence * 100);
  return (
    <span className={recognized.hardToRead ? 'scan-note scan-note-hard' : 'scan-note'} data-testid="scan-note">
      {recognized.hardToRead ? t('citation.hardToRead', { sure }) : t('citation.recognized')}
    </span>
  );
}
