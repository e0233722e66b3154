import { Button, Group, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ListedConflict } from '../../../server/api/schemas.ts';
import { placeOf } from '../chat/place.ts';
import type { OpenPlace } from '../citation/place.ts';

type Props = { conflict: ListedConflict; onOpen: OpenPlace; onDismiss: (reason: string | null) => Promise<void> };

/** Both places with their words, each to be opened; and the way to say why they are no conflict. */
export function ConflictItem({ conflict: { sides, dismissed }, onOpen, onDismiss }: Props) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState(false);
  return (
    <li data-testid="conflict-item">
      <div className="sources">
        {sides.map((side) => (
          <button key={side.n} type="button" className="source" onClick={() => onOpen(side)}>
            <span className="source-words">
              <span className="source-place">{side.quote}</span>
              <span className="source-section">{placeOf(side, t)}</span>
            </span>
          </button>
        ))}
      </div>
      {dismissed !== null && (
        <Group gap="xs">
          <span className="document-facts">{t('conflicts.dismissed', { reason: dismissed.reason })}</span>
          <Button variant="subtle" onClick={() => void onDismiss(null)}>
            {t('conflicts.reopen')}
          </Button>
        </Group>
      )}
      {dismissed === null && !asking && (
        <Button variant="subtle" justify="start" onClick={() => setAsking(true)}>
          {t('conflicts.dismiss')}
        </Button>
      )}
      {dismissed === null && asking && <ReasonForm onSave={onDismiss} onCancel={() => setAsking(false)} />}
    </li>
  );
}

function ReasonForm({ onSave, onCancel }: { onSave: (reason: string) => Promise<void>; onCancel: () => void }) {
  const { t } = useTranslation();
  const [reason, setReason] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (reason.trim() !== '') void onSave(reason.trim());
  };
  return (
    <form onSubmit={submit}>
      <TextInput
        label={t('conflicts.why')}
        maxLength={500}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        autoFocus
        data-testid="conflict-reason"
      />
      <Group gap="xs" mt="xs">
        <Button type="submit" disabled={reason.trim() === ''}>
          {t('conflicts.dismiss')}
        </Button>
        <Button variant="default" onClick={onCancel}>
          {t('fact.cancel')}
        </Button>
      </Group>
    </form>
  );
}
