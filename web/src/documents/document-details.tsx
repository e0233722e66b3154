import { Button, Loader, Stack } from '@mantine/core';
import { useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DocumentDetail } from '../../../server/api/schemas.ts';
import { callJson, jsonBody } from '../rest/call.ts';
import { errorText } from '../rest/problem-text.ts';
import type { Change } from './change.ts';
import { FactRow } from './fact-row.tsx';
import { RevisionStanding } from './revision-standing.tsx';

/** What is known of a document, each fact with its evidence, to be read and corrected. */
export function DocumentDetails({ id, onChanged }: { id: string; onChanged: () => void }) {
  const { t } = useTranslation();
  const [detail, setDetail] = useState<DocumentDetail | null>(null);
  const [problem, setProblem] = useState<unknown>(null);
  const load = useCallback(() => {
    callJson<DocumentDetail>(`/documents/${id}`).then(setDetail, setProblem);
  }, [id]);
  useEffect(load, [load]);
  const change: Change = async (change) => {
    setProblem(null);
    try {
      setDetail(await callJson<DocumentDetail>(`/documents/${id}`, { ...jsonBody(change), method: 'PATCH' }));
      onChanged();
      return true;
    } catch (error) {
      setProblem(error);
      return false;
    }
  };
  return (
    <Stack gap="xs" className="document-details" data-testid="document-details">
      {detail === null && problem === null && <Loader size="sm" />}
      {detail && <RevisionStanding detail={detail} onChange={change} />}
      {detail && (
        <dl className="facts">
          {detail.facts.map((fact) => (
            <FactRow key={fact.field} fact={fact} onChange={change} />
          ))}
        </dl>
      )}
      {problem !== null && (
        <p className="alarm" role="alert">
          {errorText(problem, t)}
        </p>
      )}
      {detail === null && problem !== null && (
        <Button variant="default" onClick={load}>
          {t('documents.retry')}
        </Button>
      )}
    </Stack>
  );
}
