import { useTranslation } from 'react-i18next';
import type { DeepPart, DeepStep } from '../../../server/api/schemas.ts';

/** What an investigation has done so far, a line a step. */
export function DeepSteps({ steps }: { steps: DeepStep[] }) {
  const { t } = useTranslation();
  if (steps.length === 0) return null;
  return (
    <ol className="deep-steps" data-testid="deep-steps" aria-label={t('deep.steps')}>
      {steps.map(({ n, tool, input, found }) => (
        <li key={n}>
          {t(`deep.tool.${tool}`, { defaultValue: tool })}: {input} (
          {found === null ? t('deep.notPossible') : t('deep.found', { count: found })})
        </li>
      ))}
    </ol>
  );
}

/** How an answer was investigated, or why it is the ordinary one. */
export function DeepNote({ deep }: { deep: DeepPart }) {
  const { t } = useTranslation();
  const { outcome, reason, steps, promptTokens, completionTokens, ms } = deep;
  const words =
    outcome === 'investigated'
      ? t('deep.done', { steps: steps.length, tokens: promptTokens + completionTokens, seconds: (ms / 1_000).toFixed(1) })
      : t('deep.fellBack', { reason: t(`deep.reason.${reason}`, { defaultValue: t('deep.reason.other') }) });
  return (
    <details className="deep-note" data-testid="deep-note" data-outcome={outcome} open={outcome === 'fallback'}>
      <summary>{words}</summary>
      <DeepSteps steps={steps} />
    </details>
  );
}
