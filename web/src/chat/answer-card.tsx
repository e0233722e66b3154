import { Alert, Badge, Button, Group, Loader, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Answer, Citation, RelatedPassage, Scope } from '../../../server/api/schemas.ts';
import { AnswerMarkdown } from './answer-markdown.tsx';
import { CitationMark } from './citation-mark.tsx';
import { answerAsText, copyText } from './copy-answer.ts';
import { placeOf } from './place.ts';
import type { Turn } from './turn.ts';

const STAGES = ['understand', 'retrieve', 'evidence', 'compose', 'verify'];

export type OpenPlace = (place: Citation | RelatedPassage) => void;

/** The answer's side of a turn: stages while it runs, then notices, text, sources, related places, and what one can do with it. */
export function AnswerCard({ turn, onOpen, onAsk }: { turn: Turn; onOpen: OpenPlace; onAsk: (question: string, scope: Scope) => void }) {
  const { t } = useTranslation();
  const open = (n: number) => {
    const citation = turn.citations.find((each) => each.n === n);
    if (citation) onOpen(citation);
  };
  if (turn.problem) {
    return (
      <Alert color="red" title={turn.problem.status === 0 ? t('problem.title') : turn.problem.title} data-testid="problem">
        {turn.problem.code === 'unreachable' ? t('problem.unreachable') : turn.problem.detail}
      </Alert>
    );
  }
  if (turn.cancelled) return <Text c="dimmed">{t('answer.cancelled')}</Text>;
  if (turn.answer === null) return <Growing turn={turn} onOpen={open} />;
  return <Finished answer={turn.answer} onOpen={open} onOpenPlace={onOpen} onAsk={onAsk} />;
}

function Growing({ turn, onOpen }: { turn: Turn; onOpen: (n: number) => void }) {
  const { t } = useTranslation();
  const text = turn.statements.map((statement) => `${statement.text} ${statement.citations.map((n) => `[${n}]`).join('')}`).join('\n\n');
  return (
    <Stack gap="xs">
      <Group gap="xs" role="status" data-testid="stages">
        <Loader size="xs" />
        {STAGES.map((stage) => (
          <Badge key={stage} size="sm" variant={stage === turn.stage ? 'filled' : 'outline'} color={stage === turn.stage ? 'teal' : 'gray'}>
            {t(`stage.${stage}`)}
          </Badge>
        ))}
      </Group>
      {text !== '' && <AnswerMarkdown text={text} onOpen={onOpen} />}
    </Stack>
  );
}

type FinishedProps = {
  answer: Answer;
  onOpen: (n: number) => void;
  onOpenPlace: OpenPlace;
  onAsk: (question: string, scope: Scope) => void;
};

function Finished({ answer, onOpen, onOpenPlace, onAsk }: FinishedProps) {
  const { t } = useTranslation();
  return (
    <Stack gap="sm" data-testid="answer" data-outcome={answer.outcome}>
      {answer.outcome === 'not_found' && (
        <Badge color="gray" variant="light" size="lg">
          {t('answer.notFound')}
        </Badge>
      )}
      <Notices answer={answer} onOpen={onOpen} />
      <AnswerMarkdown text={answer.text} onOpen={onOpen} />
      {answer.clarification && (
        <Group gap="xs" data-testid="clarify">
          {answer.clarification.options.map((option) => (
            <Button key={option.label} variant="light" onClick={() => onAsk(answer.question, option.scope)}>
              {option.label}
            </Button>
          ))}
        </Group>
      )}
      {answer.conflicts?.map((conflict) => (
        <Alert key={conflict.text} color="orange" title={t('answer.conflict')}>
          {conflict.text}
        </Alert>
      ))}
      <Sources citations={answer.citations} onOpen={onOpenPlace} />
      <Related places={answer.related} outcome={answer.outcome} onOpen={onOpenPlace} />
      <Footer answer={answer} />
    </Stack>
  );
}

function Notices({ answer, onOpen }: { answer: Answer; onOpen: (n: number) => void }) {
  const { t } = useTranslation();
  return answer.notices.map((notice) => (
    <div key={`${notice.level}${notice.text}`} className={`notice notice-${notice.level}`} role="note">
      <strong>{t(`notice.${notice.level}`)}</strong>
      <span>
        {notice.text} <CitationMark n={notice.citation} onOpen={onOpen} />
      </span>
    </div>
  ));
}

function Sources({ citations, onOpen }: { citations: Citation[]; onOpen: OpenPlace }) {
  const { t } = useTranslation();
  if (citations.length === 0) return null;
  return (
    <ol className="sources" aria-label={t('answer.sources')}>
      {citations.map((citation) => (
        <li key={citation.n}>
          <button type="button" className="source" onClick={() => onOpen(citation)} data-testid={`source-${citation.n}`}>
            <span className="source-number">{citation.n}</span>
            <span className="source-words">
              <span className="source-place">{placeOf(citation, t)}</span>
              {citation.sectionPath.length > 0 && <span className="source-section">{citation.sectionPath.join(' › ')}</span>}
            </span>
          </button>
        </li>
      ))}
    </ol>
  );
}

function Related({ places, outcome, onOpen }: { places: RelatedPassage[]; outcome: Answer['outcome']; onOpen: OpenPlace }) {
  const { t } = useTranslation();
  if (places.length === 0) return null;
  return (
    <details className="related" open={outcome === 'not_found'}>
      <summary>{outcome === 'not_found' ? t('answer.nearest') : t('answer.related')}</summary>
      {places.map((place) => (
        <button
          key={`${place.documentId}/${place.passageId}/${place.quote}`}
          type="button"
          className="source"
          onClick={() => onOpen(place)}
        >
          <span className="source-words">
            <span className="source-place">{placeOf(place, t)}</span>
            <span className="source-section">{place.sectionPath.join(' › ') || place.quote.slice(0, 100)}</span>
          </span>
        </button>
      ))}
    </details>
  );
}

function Footer({ answer }: { answer: Answer }) {
  const { t } = useTranslation();
  const [copied, setCopied] = useState<boolean | null>(null);
  const copy = async () => setCopied(await copyText(answerAsText(answer, t)));
  return (
    <Group gap="sm" justify="space-between" className="answer-footer">
      <Text size="xs" c="dimmed">
        {t('answer.confidence', { percent: Math.round(answer.confidence * 100) })} · {Math.round(answer.timings.total ?? 0)} ms
      </Text>
      <Button size="compact-sm" variant="subtle" onClick={copy} data-testid="copy">
        {copied === null ? t('answer.copy') : copied ? t('answer.copied') : t('answer.copyFailed')}
      </Button>
    </Group>
  );
}
