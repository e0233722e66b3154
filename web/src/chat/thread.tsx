import {
  AssistantRuntimeProvider,
  ComposerPrimitive,
  MessagePrimitive,
  type ThreadMessageLike,
  ThreadPrimitive,
  useAuiState,
  useExternalStoreRuntime,
} from '@assistant-ui/react';
import { Alert, Switch } from '@mantine/core';
import { createContext, useContext, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Scope } from '../../../server/api/schemas.ts';
import type { OpenPlace } from '../citation/place.ts';
import { AnswerCard, type AskAgain } from './answer-card.tsx';
import { isRunning, type Turn } from './turn.ts';
import type { Conversation } from './use-conversation.ts';
import { Welcome } from './welcome.tsx';

/** As many characters as the server takes. */
const MAX_QUESTION = 4_000;

type Message = { id: string; turn: Turn; role: 'user' | 'assistant' };
type Shown = { turns: Map<string, Turn>; onOpen: OpenPlace; onAsk: AskAgain };

const ShownContext = createContext<Shown>({ turns: new Map(), onOpen: () => undefined, onAsk: () => undefined });

export type ThreadProps = {
  conversation: Conversation;
  scope: Scope | null;
  tryQuestions: string[];
  /** Whether questions can be investigated. */
  canInvestigate: boolean;
  /** How many documents are known; null: not heard yet. */
  documents: number | null;
  onOpen: OpenPlace;
  /** Why the answer that the page's address names cannot be shown. */
  problem: string | null;
};

/** The conversation and the field to write in. The turns are ours; the library brings keys and focus. */
export function Thread({ conversation, scope, tryQuestions, canInvestigate, documents, onOpen, problem }: ThreadProps) {
  const { t } = useTranslation();
  const { turns, running, ask, cancel } = conversation;
  const [deep, setDeep] = useState(false);
  const messages = useMemo(() => turns.flatMap(messagesOf), [turns]);
  const runtime = useExternalStoreRuntime<Message>({
    messages,
    isRunning: running,
    convertMessage,
    onNew: async (message) => {
      const text = message.content.map((part) => (part.type === 'text' ? part.text : '')).join('');
      void ask(text, scope, undefined, deep);
    },
    onCancel: async () => cancel(),
  });
  const shown = useMemo(
    () => ({
      turns: new Map(turns.map((turn) => [turn.id, turn])),
      onOpen,
      onAsk: (...asked: Parameters<AskAgain>) => void ask(...asked),
    }),
    [turns, onOpen, ask],
  );
  return (
    <ShownContext value={shown}>
      <AssistantRuntimeProvider runtime={runtime}>
        <ThreadPrimitive.Root className="thread">
          <ThreadPrimitive.Viewport
            className="thread-viewport"
            autoScroll={false}
            scrollToBottomOnRunStart={false}
            scrollToBottomOnInitialize={false}
            scrollToBottomOnThreadSwitch={false}
          >
            {turns.length === 0 && problem !== null && (
              <Alert color="red" role="alert" data-testid="link-problem">
                {problem}
              </Alert>
            )}
            {turns.length === 0 && (
              <Welcome questions={tryQuestions} documents={documents} onAsk={(question) => void ask(question, scope)} />
            )}
            <ThreadPrimitive.Messages components={{ UserMessage, AssistantMessage }} />
          </ThreadPrimitive.Viewport>
          {canInvestigate && (
            <Switch
              className="deep-switch"
              label={t('deep.switch')}
              description={t('deep.explained')}
              checked={deep}
              onChange={(event) => setDeep(event.currentTarget.checked)}
              data-testid="deep-switch"
            />
          )}
          <ComposerPrimitive.Root className="composer">
            <ComposerPrimitive.Input
              className="composer-input"
              placeholder={t('composer.placeholder')}
              aria-label={t('composer.label')}
              rows={1}
              maxLength={MAX_QUESTION}
              maxRows={6}
              autoFocus
            />
            {running ? (
              <ComposerPrimitive.Cancel className="composer-button">{t('composer.stop')}</ComposerPrimitive.Cancel>
            ) : (
              <ComposerPrimitive.Send className="composer-button">{t('composer.ask')}</ComposerPrimitive.Send>
            )}
          </ComposerPrimitive.Root>
        </ThreadPrimitive.Root>
      </AssistantRuntimeProvider>
    </ShownContext>
  );
}

function messagesOf(turn: Turn): Message[] {
  return [
    { id: `${turn.id}:question`, turn, role: 'user' },
    { id: `${turn.id}:answer`, turn, role: 'assistant' },
  ];
}

function convertMessage({ id, turn, role }: Message): ThreadMessageLike {
  if (role === 'user') return { id, role, content: turn.question };
  return {
    id,
    role,
    content: turn.answer?.text ?? '',
    status: isRunning(turn) ? { type: 'running' } : { type: 'complete', reason: 'stop' },
  };
}

function useTurn(): Turn | undefined {
  const id = useAuiState((state) => state.message.id);
  return useContext(ShownContext).turns.get(id.slice(0, id.lastIndexOf(':')));
}

/** Comes to the top as it is asked: the answer is read from its beginning, where the safety notices stand. */
function UserMessage() {
  const turn = useTurn();
  const here = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // In braces: newer browsers return a promise, which is no way to clean up.
    here.current?.scrollIntoView({ block: 'start' });
  }, []);
  if (turn === undefined) return null;
  const narrowed = [...(turn.scope?.equipment ?? []), ...(turn.scope?.documents ?? [])];
  return (
    <MessagePrimitive.Root className="question" ref={here} data-testid="question">
      <div className="question-words">
        {turn.question}
        {narrowed.length > 0 && <span className="question-scope">{narrowed.join(', ')}</span>}
      </div>
    </MessagePrimitive.Root>
  );
}

function AssistantMessage() {
  const turn = useTurn();
  const { onOpen, onAsk } = useContext(ShownContext);
  if (turn === undefined) return null;
  return (
    <MessagePrimitive.Root className="answer-slot" aria-live="polite">
      <div className="answer">
        <AnswerCard turn={turn} onOpen={onOpen} onAsk={onAsk} />
      </div>
    </MessagePrimitive.Root>
  );
}
