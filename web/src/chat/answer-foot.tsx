import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Answer } from '../../../server/api/schemas.ts';
import { CopyIcon, TickIcon } from '../icons.tsx';
import { answerAsText, copyText } from './copy-answer.ts';

/** No conclusion from documents is certain. */
const MOST_PERCENT = 99;

/** How sure, and the answer to take along. */
export function AnswerFoot({ answer }: { answer: Answer }) {
  const { t } = useTranslation();
  const [copied, setCopied] = useState<boolean | null>(null);
  const copy = async () => setCopied(await copyText(answerAsText(answer, t)));
  return (
    <div className="answer-foot">
      <span>
        {answer.outcome === 'answered' && t('answer.confidence', { percent: Math.min(MOST_PERCENT, Math.round(answer.confidence * 100)) })}
      </span>
      <Button variant="subtle" px="xs" leftSection={copied ? <TickIcon /> : <CopyIcon />} onClick={copy} data-testid="copy">
        <span aria-live="polite">{copied === null ? t('answer.copy') : copied ? t('answer.copied') : t('answer.copyFailed')}</span>
      </Button>
    </div>
  );
}
