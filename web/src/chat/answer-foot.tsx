import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Answer, ModelPart } from '../../../server/api/schemas.ts';
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
        {answer.model && <ModelNote model={answer.model} />}
      </span>
      {answer.kept && (
        <Button component="a" variant="subtle" px="xs" href={`#answer=${answer.id}`} target="_blank" data-testid="answer-link">
          {t('answer.link')}
        </Button>
      )}
      <Button variant="subtle" px="xs" leftSection={copied ? <TickIcon /> : <CopyIcon />} onClick={copy} data-testid="copy">
        <span aria-live="polite">{copied === null ? t('answer.copy') : copied ? t('answer.copied') : t('answer.copyFailed')}</span>
      </Button>
    </div>
  );
}

/** Whose words the answer is in: a model's, checked; or the documents', and why. */
function ModelNote({ model: { name, outcome, reason, dropped } }: { model: ModelPart }) {
  const { t } = useTranslation();
  return (
    <span className="model-note" data-testid="model-note">
      {outcome === 'worded' ? t('model.worded', { name }) : t('model.fallback', { name, reason: t(`model.reason.${reason}`) })}
      {outcome === 'worded' && dropped > 0 && ` ${t('model.dropped', { count: dropped })}`}
    </span>
  );
}
