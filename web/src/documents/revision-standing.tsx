import { Button, Group } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { DocumentDetail } from '../../../server/api/schemas.ts';
import type { Change } from './change.ts';

/** How the document stands to other revisions, and the choice where nobody could tell. */
export function RevisionStanding({ detail, onChange }: { detail: DocumentDetail; onChange: Change }) {
  const { t } = useTranslation();
  const { id, supersededBy, supersedes, rivals, verdicts } = detail;
  const judged = verdicts.map(({ newer, older }) => (newer === id ? older : newer));
  const known = [...supersedes, ...rivals, ...(supersededBy ? [supersededBy] : [])];
  const judge = (document: string, says: 'supersedes' | 'superseded_by' | 'both_current' | 'undecided') =>
    void onChange({ judgement: { document, says } });
  return (
    <>
      {supersededBy && <p className="standing">{t('revision.supersededBy', { file: supersededBy.file })}</p>}
      {supersedes.length > 0 && (
        <p className="standing">{t('revision.supersedes', { files: supersedes.map(({ file }) => file).join(t('fact.separator')) })}</p>
      )}
      {rivals.map((rival) => (
        <div key={rival.id} className="heed" data-testid="rival">
          <p>{t('revision.rival', { file: rival.file, doubt: t(`revision.doubt.${rival.doubt}`) })}</p>
          <Group gap="xs">
            <Button variant="default" onClick={() => judge(rival.id, 'supersedes')}>
              {t('revision.thisOne')}
            </Button>
            <Button variant="default" onClick={() => judge(rival.id, 'superseded_by')}>
              {t('revision.otherOne')}
            </Button>
            <Button variant="default" onClick={() => judge(rival.id, 'both_current')}>
              {t('revision.both')}
            </Button>
          </Group>
        </div>
      ))}
      {judged.map((other) => (
        <Group key={other} gap="xs">
          <span>{t('revision.judged', { file: known.find((each) => each.id === other)?.file ?? other })}</span>
          <Button variant="subtle" onClick={() => judge(other, 'undecided')}>
            {t('revision.undo')}
          </Button>
        </Group>
      ))}
    </>
  );
}
