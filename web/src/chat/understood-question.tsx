import { useTranslation } from 'react-i18next';
import type { Understood } from '../../../server/api/schemas.ts';

/** Which machine the question was taken to be about, where it does not name it as the documents do, and which words were taken for
 *  others; nothing where all was taken as it was written. */
export function UnderstoodQuestion({ understood }: { understood: Understood }) {
  const { t } = useTranslation();
  const told = understood.machines.filter(({ said, asset, by }) => said !== '' && (asset !== null || by === 'part'));
  const { spelling = [] } = understood;
  if (told.length + spelling.length === 0) return null;
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
      {spelling.map(({ said, as }) => (
        <span key={said}>{t('understood.word', { said, as })}</span>
      ))}
    </p>
  );
}
