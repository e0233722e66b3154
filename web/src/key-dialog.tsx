import { Button, Modal, PasswordInput, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { storedKey, storeKey } from './rest/key.ts';

/** Asks for the key once; it stays in this browser until it is refused. */
export function KeyDialog({ opened, onSaved }: { opened: boolean; onSaved: () => void }) {
  const { t } = useTranslation();
  const [key, setKey] = useState('');
  const save = () => {
    storeKey(key.trim());
    onSaved();
  };
  return (
    <Modal opened={opened} onClose={() => undefined} withCloseButton={false} title={t('key.title')} centered>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        <Stack>
          <Text size="sm">{storedKey() === null ? t('key.text') : t('key.refused')}</Text>
          <PasswordInput
            label={t('key.label')}
            value={key}
            onChange={(event) => setKey(event.currentTarget.value)}
            data-testid="key-input"
            autoFocus
          />
          <Button type="submit" disabled={key.trim() === ''}>
            {t('key.save')}
          </Button>
        </Stack>
      </form>
    </Modal>
  );
}
