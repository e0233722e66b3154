import { Alert, Button, Group, Stack } from '@mantine/core';
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import type { Answer, Scope } from '../../../server/api/schemas.ts';
import type { OpenPlace } from '../citation/place.ts';
import { problemText } from '../rest/problem-text.ts';
import { answerBody, noticeWords } from './answer-body.ts';
import { AnswerFoot } from './answer-foot.tsx';
import { AnswerMarkdown } from './answer-markdown.tsx';
import { CitationMark } from './citation-mark.tsx';
import { DeepNote, DeepSteps } from './deep-steps.tsx';
import { Figures } from './figures.tsx';
import { FollowUpNote } from './follow-up-note.tsx';
import { ReplayNote } from './replay-note.tsx';
import { RelatedPlaces, Sources } from './sources.tsx';
import type { Context, Turn } from './turn.ts';
import { UnderstoodQuestion } from './understood-question.tsx';

const STAGES = ['understand', 'retrieve', 'evidence', 'compose', 'verify'];
/** Only where a language model takes part. */
const BY_MODEL = ['investigate', 'word'];

export type AskAgain = (question: string, scope: Scope, context: Context) => void;

/** The answer's side of a turn: stages while it runs, then notices, text, sources, related places, and what one can do with it. */
export function AnswerCard({ turn, onOpen, onAsk }: { turn: Turn; onOpen: OpenPlace; onAsk: AskAgain }) {
  const { t } = useTranslation();
  const open = (n: number) => {
    const citation = turn.citations.find((each) => each.n === n);
    if (citation) onOpen(citation);
  };
  if (turn.problem) {
    return (
      <Alert color="red" title={t('problem.title')} data-testid="problem" role="alert">
        <Stack gap="xs" align="start">
          {problemText(turn.problem, t)}
          <Button variant="default" onClick={() => onAsk(turn.question, turn.scope ?? {}, turn.context)}>
            {t('problem.again')}
          </Button>
        </Stack>
      </Alert>
    );
  }
  if (turn.cancelled) return <p className="part-title">{t('answer.cancelled')}</p>;
  if (turn.answer === null) return <Growing turn={turn} onOpen={open} />;
  return <Finished turn={turn} answer={turn.answer} onOpen={open} onOpenPlace={onOpen} onAsk={onAsk} />;
}

function Growing({ turn, onOpen }: { turn: Turn; onOpen: (n: number) => void }) {
  const { t } = useTranslation();
  const stages = BY_MODEL.includes(turn.stage ?? '') ? [...STAGES, turn.stage!] : STAGES;
  const now = stages.indexOf(turn.stage ?? '');
  return (
    <>
      <ol className="stages" role="status" data-testid="stages">
        {stages.map((stage, index) => (
          <li
            key={stage}
            className={`stage ${index < now ? 'stage-done' : index === now ? 'stage-now' : ''}`}
            aria-current={index === now ? 'step' : undefined}
          >
            {t(`stage.${stage}`)}
          </li>
        ))}
      </ol>
      <DeepSteps steps={turn.steps} />
      {turn.statements.length > 0 && (
        <div className="answer-text">
          {turn.statements.map(({ text, citations }) => (
            <p key={`${text}${citations}`}>
              {text}
              {citations.map((n) => (
                <Fragment key={n}>
                  {'\u00a0'}
                  <CitationMark n={n} onOpen={onOpen} />
                </Fragment>
              ))}
            </p>
          ))}
        </div>
      )}
    </>
  );
}

type FinishedProps = {
  turn: Turn;
  answer: Answer;
  onOpen: (n: number) => void;
  onOpenPlace: OpenPlace;
  onAsk: AskAgain;
};

function Finished({ turn, answer, onOpen, onOpenPlace, onAsk }: FinishedProps) {
  const { t } = useTranslation();
  return (
    <Stack gap="sm" data-testid="answer" data-outcome={answer.outcome}>
      {turn.replay && <ReplayNote replay={turn.replay} onAsk={() => onAsk(turn.question, turn.scope ?? {}, turn.context)} />}
      {answer.followUp && (
        <FollowUpNote
          followUp={answer.followUp}
          context={turn.context}
          onAsk={(context) => onAsk(turn.question, turn.scope ?? {}, context)}
        />
      )}
      <UnderstoodQuestion understood={answer.understood} />
      {answer.deep && <DeepNote deep={answer.deep} />}
      {answer.outcome === 'not_found' && <div className="not-found">{t('answer.notFound')}</div>}
      <Notices answer={answer} onOpen={onOpen} />
      {answer.conflicts?.map(({ id, text, dismissed }) => (
        <Alert
          key={id}
          className={dismissed === null ? 'conflict' : undefined}
          color={dismissed === null ? 'orange' : 'gray'}
          title={t(dismissed === null ? 'answer.conflict' : 'answer.noConflict')}
          role="note"
          data-testid="conflict"
        >
          <AnswerMarkdown text={text} onOpen={onOpen} />
        </Alert>
      ))}
      <AnswerMarkdown text={answerBody(answer)} onOpen={onOpen} />
      {answer.clarification && (
        <Group gap="xs" data-testid="clarify">
          {answer.clarification.options.map((option) => (
            <Button key={option.label} onClick={() => onAsk(answer.question, option.scope, turn.context)}>
              {option.label}
            </Button>
          ))}
        </Group>
      )}
      <Figures answer={answer} onOpen={onOpenPlace} />
      <Sources citations={answer.citations} onOpen={onOpenPlace} />
      <RelatedPlaces places={answer.related} outcome={answer.outcome} onOpen={onOpenPlace} />
      <AnswerFoot answer={answer} />
    </Stack>
  );
}

/** Safety first: before anything else of the answer, in the colours that the signs in a hall have. */
function Notices({ answer, onOpen }: { answer: Answer; onOpen: (n: number) => void }) {
  const { t } = useTranslation();
  return answer.notices.map((notice) => (
    <div key={`${notice.level}${notice.text}`} className={`notice notice-${notice.level}`} role="note" data-testid="notice">
      <strong>{t(`notice.${notice.level}`)}</strong>
      <span className="notice-words">
        {noticeWords(notice.text)} <CitationMark n={notice.citation} onOpen={onOpen} />
      </span>
    </div>
  ));
}
