import { Button, Group } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Answer } from '../../../server/api/schemas.ts';
import type { Context } from './turn.ts';

type FollowUpNoteProps = { followUp: NonNullable<Answer['followUp']>; context: Context; onAsk: (context: Context) => void };

/** How a follow-up was read, and a button for each way in which that may be wrong: a name that it took over, or all of it. */
export function FollowUpNote({ followUp: { question, carried }, context, onAsk }: FollowUpNoteProps) {
  const { t } = useTranslation();
  return (
    <div className="follow-up" data-testid="follow-up">
      <span>{t('followUp.as', { question })}</span>
      <Group gap="xs">
        {carried.length > 1 &&
          carried.map((name) => (
            <Button key={name} variant="default" onClick={() => onAsk({ ...context, forget: [...context.forget, name] })}>
              {t('followUp.without', { name })}
            </Button>
          ))}
        <Button variant="default" onClick={() => onAsk({ conversation: [], forget: [] })} data-testid="as-written">
          {carried.length === 1 ? t('followUp.without', { name: carried[0] }) : t('followUp.asWritten')}
        </Button>
      </Group>
    </div>
  );
}
