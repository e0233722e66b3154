import { ActionIcon, Alert, Loader } from '@mantine/core';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DocumentSummary } from '../../../server/api/schemas.ts';
import { placeOf } from '../chat/place.ts';
import { CrossIcon } from '../icons.tsx';
import { callJson } from '../rest/call.ts';
import { errorText } from '../rest/problem-text.ts';
import { OriginalButton } from './original-button.tsx';
import { PageView } from './page-view.tsx';
import { PassageText } from './passage-text.tsx';
import type { Place } from './place.ts';
import { ScanNote } from './scan-note.tsx';

/** Where a citation stands: the page with the quoted lines marked, or the passage's text where there are no pages. */
export function CitationPanel({ place, onClose }: { place: Place; onClose: () => void }) {
  const { t } = useTranslation();
  const [document, setDocument] = useState<DocumentSummary | null>(null);
  const [problem, setProblem] = useState<unknown>(null);
  const firstPage = place.boxes[0]?.page ?? place.page ?? 1;
  const [page, setPage] = useState(firstPage);
  const panel = useFocusWhileOpen();

  useEffect(() => setPage(firstPage), [firstPage]);
  useEffect(() => {
    setDocument(null);
    setProblem(null);
    callJson<DocumentSummary>(`/documents/${place.documentId}`).then(setDocument, setProblem);
  }, [place.documentId]);
  const closeOnEscape = (event: KeyboardEvent) => {
    if (event.key === 'Escape') onClose();
  };

  return (
    <section
      className="citation-panel"
      aria-label={t('citation.label')}
      data-testid="citation-panel"
      ref={panel}
      tabIndex={-1}
      onKeyDown={closeOnEscape}
    >
      <div className="citation-head">
        <div className="citation-title">
          <h2 className="citation-name">{placeOf(place, t)}</h2>
          <div className="document-facts">{place.sectionPath.join(' › ')}</div>
        </div>
        <ActionIcon variant="subtle" color="gray" aria-label={t('citation.close')} onClick={onClose}>
          <CrossIcon />
        </ActionIcon>
      </div>
      <blockquote className="citation-quote" tabIndex={-1}>
        {place.quote}
      </blockquote>
      {'recognized' in place && <ScanNote recognized={place.recognized} />}
      {problem !== null && <Alert color="red">{errorText(problem, t)}</Alert>}
      {document === null && problem === null && <Loader />}
      {document &&
        (document.format === 'pdf' || document.format === 'image' ? (
          <PageView document={document} page={page} boxes={place.boxes} onPage={setPage} />
        ) : (
          <PassageText place={place} />
        ))}
      {document && document.format !== 'jsonl' && <OriginalButton document={document} />}
    </section>
  );
}

/** The keyboard goes into the panel as it opens, and back to where it was as it closes. */
function useFocusWhileOpen() {
  const panel = useRef<HTMLElement>(null);
  useEffect(() => {
    const before = window.document.activeElement;
    panel.current?.focus({ preventScroll: true });
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
    };
  }, []);
  return panel;
}
