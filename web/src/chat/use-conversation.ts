import { useCallback, useRef, useState } from 'react';
import type { AnswerReplay, Problem, Scope } from '../../../server/api/schemas.ts';
import { jsonBody, ProblemError } from '../rest/call.ts';
import { events } from '../rest/event-stream.ts';
import { type Context, contextOf, isRunning, newTurn, replayedTurn, type Turn, withEvent } from './turn.ts';

const brokenOff: Problem = {
  type: 'about:blank',
  title: 'Broken off',
  status: 0,
  code: 'broken_off',
  detail: 'The answer broke off. Ask again.',
};

export type Conversation = {
  turns: Turn[];
  running: boolean;
  /** `context`: what it follows, where that is not the whole conversation so far. `deep`: to be investigated. */
  ask(question: string, scope: Scope | null, context?: Context, deep?: boolean): Promise<void>;
  cancel(): void;
  clear(): void;
  /** Shows a kept answer in place of the conversation. */
  show(replay: AnswerReplay): void;
};

/** The questions of this page and their answers, newest last; one question at a time. */
export function useConversation(): Conversation {
  const [turns, setTurns] = useState<Turn[]>([]);
  const all = useRef<Turn[]>([]);
  all.current = turns;
  const underway = useRef<AbortController | null>(null);

  const change = useCallback((id: string, next: (turn: Turn) => Turn) => {
    setTurns((former) => former.map((turn) => (turn.id === id ? next(turn) : turn)));
  }, []);

  const ask = useCallback(
    async (question: string, scope: Scope | null, given?: Context, deep = false) => {
      underway.current?.abort();
      const controller = new AbortController();
      underway.current = controller;
      const context = given ?? contextOf(all.current);
      const turn = newTurn(question, scope, context, deep);
      setTurns((former) => [...former, turn]);
      try {
        const request = { question, ...(scope ? { scope } : {}), ...(deep ? { mode: 'deep' } : {}), ...context };
        for await (const { event, data } of events('/ask', { ...jsonBody(request), signal: controller.signal })) {
          change(turn.id, (current) => withEvent(current, event, data));
        }
        change(turn.id, (current) => (isRunning(current) ? { ...current, problem: brokenOff } : current));
      } catch (error) {
        const problem = error instanceof ProblemError ? error.problem : brokenOff;
        change(turn.id, (current) => (controller.signal.aborted ? { ...current, cancelled: true } : { ...current, problem }));
      }
    },
    [change],
  );

  const cancel = useCallback(() => underway.current?.abort(), []);
  const clear = useCallback(() => {
    underway.current?.abort();
    setTurns([]);
  }, []);

  const show = useCallback((replay: AnswerReplay) => {
    underway.current?.abort();
    setTurns([replayedTurn(replay)]);
  }, []);

  return { turns, running: turns.some(isRunning), ask, cancel, clear, show };
}
