import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AnswerReplay } from '../../../server/api/schemas.ts';
import { callJson, ProblemError } from '../rest/call.ts';
import { errorText } from '../rest/problem-text.ts';

const LINK = /^#answer=([\w-]+)$/;

/** Shows the kept answer that the page's address names ("#answer=ID"), now and whenever the address changes.
 *  Returns why it cannot be shown; null where it can. */
export function useAnswerLink(show: (replay: AnswerReplay) => void): string | null {
  const { t } = useTranslation();
  const [error, setError] = useState<unknown>(null);
  useEffect(() => {
    const follow = () => {
      const id = LINK.exec(window.location.hash)?.[1];
      setError(null);
      if (id === undefined) return;
      callJson<AnswerReplay>(`/answers/${id}`).then(show, setError);
    };
    follow();
    window.addEventListener('hashchange', follow);
    return () => window.removeEventListener('hashchange', follow);
  }, [show]);
  if (error === null) return null;
  return error instanceof ProblemError && error.problem.status === 404 ? t('replay.gone') : errorText(error, t);
}
