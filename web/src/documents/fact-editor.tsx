import { Button, Group, NativeSelect, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { IdentityFact } from '../../../server/api/schemas.ts';

const TYPES = ['manual', 'specification', 'work_instruction', 'fault_list', 'maintenance_plan', 'parts_list', 'datasheet', 'other'];
const LANGUAGES = ['zh', 'en', 'other'];
/** Between the values of a list, as people write them. */
const BETWEEN = /[,，、;；]/;

type Props = { fact: IdentityFact; onSave: (value: IdentityFact['value']) => Promise<void>; onCancel: () => void };

/** One field to be said anew: a choice, a line, or names parted by commas. Empty: the document has none. */
export function FactEditor({ fact: { field, value }, onSave, onCancel }: Props) {
  const { t } = useTranslation();
  const [text, setText] = useState(Array.isArray(value) ? value.join(', ') : (value ?? ''));
  const choices = field === 'type' ? TYPES : field === 'language' ? LANGUAGES : null;
  const label = t(`fact.${field}`);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const names = text.split(BETWEEN).flatMap((name) => name.trim() || []);
    void onSave(Array.isArray(value) ? names : text.trim() === '' && field !== 'title' ? null : text);
  };
  return (
    <form onSubmit={submit} className="fact-editor">
      {choices ? (
        <NativeSelect
          aria-label={label}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          data={choices.map((choice) => ({ value: choice, label: t(`fact.${field}s.${choice}`) }))}
        />
      ) : (
        <TextInput
          aria-label={label}
          description={Array.isArray(value) ? t('fact.commas') : field === 'revisionDate' ? t('fact.dates') : undefined}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          autoFocus
        />
      )}
      <Group gap="xs" mt="xs">
        <Button type="submit" data-testid="save-fact">
          {t('fact.save')}
        </Button>
        <Button variant="default" onClick={onCancel}>
          {t('fact.cancel')}
        </Button>
      </Group>
    </form>
  );
}
