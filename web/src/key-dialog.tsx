import { Button, Modal, PasswordInput, Stack } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { storedKey, storeKey } from './rest/key.ts';

/** What a header can carry; anything else would fail inside the browser at every call. */
const SENDABLE = /^[\x21-\x7e]+$/;

/** Asks for the key once; it stays in this browser until it is refused. */
export function KeyDialog({ opened, onSaved }: { opened: boolean; onSaved: () => void }) {
  const { t } = useTranslation();
  const [key, setKey] = useState('');
  const given = key.trim();
  const save = () => {
    storeKey(given);
    setKey('');
    onSaved();
  };
  return (
    <Modal
      opened={opened}
      onClose={() => undefined}
      withCloseButton={false}
      title={<b>{t('key.title')}</b>}
      centered
      data-testid="key-dialog"
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (SENDABLE.test(given)) save();
        }}
      >
        <Stack>
          <span>{storedKey() === null ? t('key.text') : t('key.refused')}</span>
          <PasswordInput
            label={t('key.label')}
            value={key}
            onChange={(event) => setKey(event.currentTarget.value)}
            error={given !== '' && !SENDABLE.test(given) ? t('key.invalid') : undefined}
            autoComplete="current-password"
            data-testid="key-input"
            data-autofocus
          />
          <Button type="submit" disabled={!SENDABLE.test(given)}>
            {t('key.save')}
          </Button>
        </Stack>
      </form>
    </Modal>
  );
}
