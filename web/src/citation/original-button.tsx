import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DocumentSummary } from '../../../server/api/schemas.ts';
import { SaveIcon } from '../icons.tsx';
import { call } from '../rest/call.ts';
import { errorText } from '../rest/problem-text.ts';

/** The original is fetched with the key and handed to the browser as a file of its own. */
export function OriginalButton({ document }: { document: DocumentSummary }) {
  const { t } = useTranslation();
  const [problem, setProblem] = useState<unknown>(null);
  const save = async () => {
    setProblem(null);
    try {
      const blob = await (await call(`/documents/${document.id}/file`)).blob();
      const link = Object.assign(window.document.createElement('a'), {
        href: URL.createObjectURL(blob),
        download: document.file.split('/').at(-1),
      });
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
    } catch (error) {
      setProblem(error);
    }
  };
  return (
    <div>
      <Button variant="subtle" leftSection={<SaveIcon />} onClick={save}>
        {t('citation.original')}
      </Button>
      {problem !== null && <p className="alarm">{errorText(problem, t)}</p>}
    </div>
  );
}
