import type { Answer, AnswerReplay, Citation, DeepStep, Problem, Scope, Statement } from '../../../server/api/schemas.ts';

/** What a question follows, and the names that it must not take from there. */
export type Context = { conversation: { question: string; scope?: Scope }[]; forget: string[] };

export const NO_CONTEXT: Context = { conversation: [], forget: [] };

/** A question and how far its answer has come. */
export type Turn = {
  id: string;
  question: string;
  scope: Scope | null;
  context: Context;
  stage: string | null;
  /** Asked to be investigated, and what was done so far. */
  deep: boolean;
  steps: DeepStep[];
  citations: Citation[];
  statements: Statement[];
  answer: Answer | null;
  problem: Problem | null;
  cancelled: boolean;
  /** Where it is a kept answer that was called up: how its documents stand now. */
  replay: AnswerReplay | null;
};

export function newTurn(question: string, scope: Scope | null, context: Context = NO_CONTEXT, deep = false): Turn {
  return {
    id: crypto.randomUUID?.() ?? String(Math.random()),
    question,
    scope,
    context,
    stage: 'understand',
    deep,
    steps: [],
    citations: [],
    statements: [],
    answer: null,
    problem: null,
    cancelled: false,
    replay: null,
  };
}

/** So many of the last questions are sent along. */
const REMEMBERED = 10;

/** What a new question follows. */
export function contextOf(turns: readonly Turn[]): Context {
  const former = turns.slice(-REMEMBERED).map(({ question, scope }) => ({ question, ...(scope && { scope }) }));
  return { conversation: former, forget: [] };
}

/** A kept answer as a turn of its own. */
export function replayedTurn(replay: AnswerReplay): Turn {
  const { answer, request } = replay;
  return { ...newTurn(request.question, request.scope ?? null), stage: null, answer, citations: answer.citations, replay };
}

export function isRunning(turn: Turn): boolean {
  return turn.answer === null && turn.problem === null && !turn.cancelled;
}

/** The turn after one event of POST /ask. */
export function withEvent(turn: Turn, event: string, data: unknown): Turn {
  switch (event) {
    case 'stage':
      return { ...turn, stage: data as string };
    case 'step':
      return { ...turn, steps: [...turn.steps, data as DeepStep] };
    case 'citation':
      return { ...turn, citations: [...turn.citations, data as Citation] };
    case 'statement':
      return { ...turn, statements: [...turn.statements, data as Statement] };
    case 'withdrawn':
      return { ...turn, citations: [], statements: [] };
    case 'answer':
      return { ...turn, stage: null, answer: data as Answer, citations: (data as Answer).citations };
    case 'error':
      return { ...turn, stage: null, problem: data as Problem };
    default:
      return turn;
  }
}
