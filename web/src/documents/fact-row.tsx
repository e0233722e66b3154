import { Button, Group } from '@mantine/core';
import type { TFunction } from 'i18next';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DocumentChange, Evidence, IdentityFact } from '../../../server/api/schemas.ts';
import type { Change } from './change.ts';
import { FactEditor } from './fact-editor.tsx';

/** A fact, the words that it was read in, and the way to say something else. */
export function FactRow({ fact, onChange }: { fact: IdentityFact; onChange: Change }) {
  const { t } = useTranslation();
  const [editing, setEditing] = useState(false);
  const { field, value, guess, evidence, corrected } = fact;
  const save = async (next: IdentityFact['value']) => {
    if (await onChange({ [field]: next } as DocumentChange)) setEditing(false);
  };
  return (
    <div className="fact" data-testid={`fact-${field}`}>
      <dt>{t(`fact.${field}`)}</dt>
      <dd>
        {editing ? (
          <FactEditor fact={fact} onSave={save} onCancel={() => setEditing(false)} />
        ) : (
          <Group justify="space-between" wrap="nowrap" align="start" gap="xs">
            <span className="fact-value">{factText(fact, value, t)}</span>
            <Button
              variant="subtle"
              className="fact-button"
              aria-label={t('fact.edit', { field: t(`fact.${field}`) })}
              onClick={() => setEditing(true)}
              data-testid={`edit-${field}`}
            >
              {t('fact.change')}
            </Button>
          </Group>
        )}
        {corrected && (
          <Group gap="xs" className="fact-corrected">
            <span>{t('fact.corrected', { guess: factText(fact, guess, t) })}</span>
            <Button variant="subtle" onClick={() => void onChange({ clear: [field] })} data-testid={`clear-${field}`}>
              {t('fact.clear')}
            </Button>
          </Group>
        )}
        {evidence.map((each) => (
          <p key={`${each.source}${each.page}${each.words}`} className="evidence">
            <span className="evidence-place">{placeOf(each, t)}</span> <q>{each.words}</q>
          </p>
        ))}
      </dd>
    </div>
  );
}

/** Types and languages are said in the page's language, all else as it is. */
export function factText({ field }: Pick<IdentityFact, 'field'>, value: IdentityFact['value'], t: TFunction): string {
  if (value === null || value.length === 0) return t('fact.none');
  if (Array.isArray(value)) return value.join(t('fact.separator'));
  return field === 'type' || field === 'language' ? t(`fact.${field}s.${value}`) : value;
}

function placeOf({ source, page, property }: Evidence, t: TFunction): string {
  if (page !== null) return t('place.page', { page });
  return property === null ? t(`fact.source.${source}`) : t('fact.source.property', { property });
}
