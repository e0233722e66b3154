import { MultiSelect } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { DocumentList } from '../../../server/api/schemas.ts';

type Props = { known: DocumentList | null; chosen: string[]; onChange: (equipment: string[]) => void };

/** Narrows questions to the documents of the chosen equipment. */
export function EquipmentFilter({ known, chosen, onChange }: Props) {
  const { t } = useTranslation();
  return (
    <MultiSelect
      className="equipment-filter"
      data={known?.equipment.map(({ name }) => name) ?? []}
      value={chosen}
      onChange={onChange}
      placeholder={chosen.length === 0 ? t('scope.all') : undefined}
      aria-label={t('scope.label')}
      searchable
      limit={200}
      clearable
      clearButtonProps={{ 'aria-label': t('scope.clear') }}
      nothingFoundMessage={t('scope.none')}
      data-testid="equipment-filter"
    />
  );
}
