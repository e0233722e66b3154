import { useTranslation } from 'react-i18next';
import type { Understood } from '../../../server/api/schemas.ts';

/** Which machine the question was taken to be about; nothing where it names none, or names it as the documents do. */
export function UnderstoodMachines({ understood }: { understood: Understood }) {
  const { t } = useTranslation();
  const told = understood.machines.filter(({ said, asset, by }) => said !== '' && (asset !== null || by === 'part'));
  if (told.length === 0) return null;
  return (
    <p className="understood" data-testid="understood">
      {told.map(({ said, equipment, asset }) => (
        <span key={`${said}${equipment.join()}`}>
          {t('understood.machine', {
            said,
            machine: [asset?.tag, asset?.name, asset?.model ?? (asset === null ? equipment.join(', ') : null)].filter(Boolean).join(' · '),
          })}
        </span>
      ))}
    </p>
  );
}
