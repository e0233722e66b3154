import { Alert, Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { AnswerReplay, DocumentChangeSince } from '../../../server/api/schemas.ts';

/** Above a kept answer: when it was given, and what has become of its documents since. */
export function ReplayNote({ replay, onAsk }: { replay: AnswerReplay; onAsk: () => void }) {
  const { t, i18n } = useTranslation();
  const when = new Date(replay.askedAt).toLocaleString(i18n.language, { dateStyle: 'medium', timeStyle: 'short' });
  const quiet = replay.knowledge === 'changed' ? 'replay.others' : replay.settingsNow === 'changed' ? 'replay.settings' : 'replay.same';
  return (
    <Alert color={replay.changes.length > 0 ? 'orange' : 'gray'} data-testid="replay">
      <p className="replay-words">{t('replay.asked', { when })}</p>
      {replay.changes.length === 0 && <p className="replay-words">{t(quiet)}</p>}
      {replay.changes.map((change) => (
        <p key={change.documentId} className="replay-words">
          <ChangeWords change={change} />
        </p>
      ))}
      <Button variant="default" onClick={onAsk}>
        {t('replay.again')}
      </Button>
    </Alert>
  );
}

function ChangeWords({ change: { what, file, by, quotesStand } }: { change: DocumentChangeSince }) {
  const { t } = useTranslation();
  const newer = by && [by.file, by.revision, by.revisionDate].filter((part) => part !== null).join(t('fact.separator'));
  return (
    <>
      {t(`replay.${what}`, { file, by: newer })} {what !== 'removed' && t(quotesStand ? 'replay.stand' : 'replay.fall')}
    </>
  );
}
