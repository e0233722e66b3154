import { useTranslation } from 'react-i18next';

export function CitationMark({ n, onOpen }: { n: number; onOpen: (n: number) => void }) {
  const { t } = useTranslation();
  return (
    <button type="button" className="citation-mark" aria-label={t('answer.openCitation', { n })} onClick={() => onOpen(n)}>
      {n}
    </button>
  );
}
