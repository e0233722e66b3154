import { ActionIcon, Alert, Button, Group, Loader, Text } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DocumentSummary } from '../../../server/api/schemas.ts';
import { placeOf } from '../chat/place.ts';
import { call, callJson } from '../rest/call.ts';
import { PageView } from './page-view.tsx';
import { PassageText } from './passage-text.tsx';
import type { Place } from './place.ts';

/** Where a citation stands: the page with the quoted lines marked, or the passage's text where there are no pages. */
export function CitationPanel({ place, onClose }: { place: Place; onClose: () => void }) {
  const { t } = useTranslation();
  const [document, setDocument] = useState<DocumentSummary | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const firstPage = place.boxes[0]?.page ?? place.page ?? 1;
  const [page, setPage] = useState(firstPage);

  useEffect(() => setPage(firstPage), [firstPage]);
  useEffect(() => {
    setDocument(null);
    setProblem(null);
    callJson<DocumentSummary>(`/documents/${place.documentId}`).then(setDocument, (error: Error) => setProblem(error.message));
  }, [place.documentId]);

  return (
    <section className="citation-panel" aria-label={t('citation.label')} data-testid="citation-panel">
      <Group justify="space-between" wrap="nowrap" className="citation-head">
        <div className="citation-title">
          <Text fw={600} truncate="end">
            {placeOf(place, t)}
          </Text>
          <Text size="sm" c="dimmed" truncate="end">
            {place.sectionPath.join(' › ')}
          </Text>
        </div>
        <ActionIcon variant="subtle" size="xl" aria-label={t('citation.close')} onClick={onClose}>
          ✕
        </ActionIcon>
      </Group>
      <blockquote className="citation-quote">{place.quote}</blockquote>
      {problem && <Alert color="red">{problem}</Alert>}
      {!document && !problem && <Loader />}
      {document &&
        (document.format === 'pdf' ? (
          <PageView document={document} page={page} boxes={place.boxes} onPage={setPage} />
        ) : (
          <PassageText place={place} />
        ))}
      {document && document.format !== 'jsonl' && <OriginalButton document={document} />}
    </section>
  );
}

/** The original is fetched with the key and handed to the browser as a file of its own. */
function OriginalButton({ document }: { document: DocumentSummary }) {
  const { t } = useTranslation();
  const [problem, setProblem] = useState<string | null>(null);
  const save = async () => {
    try {
      const blob = await (await call(`/documents/${document.id}/file`)).blob();
      const link = Object.assign(window.document.createElement('a'), {
        href: URL.createObjectURL(blob),
        download: document.file.split('/').at(-1),
      });
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
    } catch (error) {
      setProblem((error as Error).message);
    }
  };
  return (
    <Group>
      <Button variant="subtle" size="compact-sm" onClick={save}>
        {t('citation.original')}
      </Button>
      {problem && <Text c="red">{problem}</Text>}
    </Group>
  );
}
