import { ActionIcon, Badge, Button, Group } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DocumentSummary } from '../../../server/api/schemas.ts';
import { BinIcon } from '../icons.tsx';
import { call } from '../rest/call.ts';
import { errorText, warningText } from '../rest/problem-text.ts';
import { DocumentDetails } from './document-details.tsx';

/** A document, and the way to take it out (asked once more before). */
export function DocumentRow({ document, onChanged }: { document: DocumentSummary; onChanged: () => void }) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState(false);
  const [open, setOpen] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const remove = async () => {
    setProblem(null);
    try {
      await call(`/documents/${document.id}`, { method: 'DELETE' });
      onChanged();
    } catch (error) {
      setProblem(error);
    }
  };
  return (
    <div className="document-row" data-testid="document">
      <Group justify="space-between" wrap="nowrap" align="start" gap="xs">
        <div className="document-words">
          <div className="document-name">{document.title}</div>
          <DocumentFacts document={document} />
          <Group gap={6} mt={4}>
            {document.equipment.map((name) => (
              <Badge key={name} variant="light" tt="none" size="lg">
                {name}
              </Badge>
            ))}
          </Group>
          <Button variant="subtle" aria-expanded={open} className="details-button" onClick={() => setOpen(!open)} data-testid="details">
            {t(open ? 'documents.lessDetails' : 'documents.details')}
          </Button>
          {document.warnings.map((warning) => (
            <p key={`${warning.code}${warning.page}${warning.quote}`} className="heed">
              {warningText(warning, t)}
            </p>
          ))}
        </div>
        {!asking && (
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t('documents.remove', { file: document.file })}
            onClick={() => setAsking(true)}
          >
            <BinIcon />
          </ActionIcon>
        )}
      </Group>
      {asking && (
        <Group gap="xs" mt="xs" role="alertdialog" aria-label={t('documents.removeAsk')}>
          <span>{t('documents.removeAsk')}</span>
          <Button color="red.8" onClick={remove}>
            {t('documents.removeSure')}
          </Button>
          <Button variant="default" onClick={() => setAsking(false)} autoFocus>
            {t('documents.keep')}
          </Button>
        </Group>
      )}
      {open && <DocumentDetails id={document.id} onChanged={onChanged} />}
      {problem !== null && <p className="alarm">{errorText(problem, t)}</p>}
    </div>
  );
}

/** "manual.pdf · Rev. C · 12 pages", and how many passages are understood while that is under way. */
function DocumentFacts({ document }: { document: DocumentSummary }) {
  const { t } = useTranslation();
  const { file, revision, revisionDate, supersededBy, pageCount, format, vectors, passages } = document;
  const facts = [
    file,
    revision && t('place.revision', { revision }),
    revisionDate,
    supersededBy && t('revision.supersededBy', { file: supersededBy.file }),
    pageCount !== null && t(format === 'xlsx' ? 'documents.sheets' : 'documents.pages', { count: pageCount }),
    vectors < passages && t('documents.vectors', { done: vectors, total: passages }),
  ];
  return <div className="document-facts">{facts.filter(Boolean).join(' · ')}</div>;
}
